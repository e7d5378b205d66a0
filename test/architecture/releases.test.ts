import { expect, it } from 'vitest';
import { readSource, sourceFiles } from './source-files.ts';

const comment = /^\s*(?:\/\/|\/\*|\*)/;
const release = /Kafka Connect (?:before |from )?\d\.\d|\b\d\.\d (?:or|and) later/;

it('the release that brought a feature is written in model/worker-version.ts alone', () => {
  const found = sourceFiles
    .filter((file) => !file.startsWith('sandbox/') && file !== 'model/worker-version.ts')
    // What releases changed for connectors that run is a table of its own.
    .filter((file) => !file.startsWith('plugins/worker-breaks/'))
    .flatMap((file) =>
      readSource(file)
        .split('\n')
        .filter((line) => !comment.test(line) && release.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
  expect(found).toEqual([]);
});
