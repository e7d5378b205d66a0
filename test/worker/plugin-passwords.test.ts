import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts';
import { type CliRun, runCli } from '../support/run-cli.ts';
import { missingForPlugin } from './plugin/build-plugin.ts';
import { startWithPlugin } from './plugin/start-with-plugin.ts';
import { stopEverything } from './real-workers.ts';

const versions = ['2.8.2', '3.9.1', '4.3.0'];
const missing = await missingForPlugin(versions);
if (missing) console.warn(`passwords of plugins on real workers are skipped: ${missing}`);

const phrases = (names: readonly string[]) =>
  Object.fromEntries(
    names.flatMap((name) => [
      [`${name}phrase`, `Sesame-${name}`],
      [`${name}label`, `Label-${name}`],
    ]),
  );

const ofTransformations = {
  'connector.class': 'org.apache.kafka.connect.file.FileStreamSinkConnector',
  topics: 'lines',
  file: '/tmp/never-written',
  transforms: 'seal',
  'transforms.seal.type': 'connectsync.test.SealTransformation',
  predicates: 'sealed',
  'predicates.sealed.type': 'connectsync.test.SealPredicate',
  ...phrases(['transforms.seal.', 'predicates.sealed.']),
};

const ofConverters = {
  'key.converter': 'connectsync.test.SealConverter',
  'value.converter': 'SealConverter',
  'header.converter': 'connectsync.test.SealHeaderConverter',
  ...phrases(['key.converter.', 'value.converter.', 'header.converter.']),
};

function filesOf({ directory }: ProjectFolder): string {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}

describe.skipIf(missing)('passwords of transformations, predicates and converters on a real worker', () => {
  afterAll(stopEverything);

  // A release before 3.2 describes no converter, so that the names of the keys of converters decide there.
  it.each([
    ['2.8.2', ofTransformations],
    ['3.9.1', { ...ofTransformations, ...ofConverters }],
    ['4.3.0', { ...ofTransformations, ...ofConverters }],
  ] as const)('%s: are imported as variables and masked in show and plan', async (version, config) => {
    const [url = ''] = (await startWithPlugin({ version })).urls;
    const answer = await fetch(`${url}/connectors`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ name: 'sealed', config }),
    });
    expect(answer.status, await answer.text()).toBe(201);
    const folder = projectFolder({});
    const run = (args: readonly string[]): Promise<CliRun> =>
      runCli(args, { directory: folder.directory, environment: { CONNECT_SYNC_CLUSTER: url } });
    const imported = await run(['import']);
    expect(imported.exitCode, imported.stderr).toBe(0);
    expect(imported.stderr).not.toContain('key types');
    const files = filesOf(folder);
    const shown = (await run(['show'])).stdout;
    folder.write('connectors/sealed.yaml', 'name: sealed\nstate: absent\n');
    const deleted = (await run(['plan', '-f', 'json'])).stdout;
    for (const text of [files, shown, deleted]) {
      expect(text.match(/Sesame-[\w.]+/g) ?? []).toEqual([]);
      for (const label of Object.values(config))
        if (label.startsWith('Label-')) expect(text).toContain(label);
    }
  });
});
