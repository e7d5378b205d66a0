import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { filledIn } from '../../src/import/formats/found-connector.ts';
import { readExistingFile } from '../../src/import/sources/read-existing-file.ts';
import { unreservedName } from '../../src/model/environment-names.ts';
import { hasCorpus, type PublishedConfig, publishedConfigs } from '../support/corpus.ts';
import { corpusFolder } from '../support/corpus-folder.ts';
import { projectFolder } from '../support/project-folder.ts';
import { runs } from '../support/property-runs.ts';
import { runRecorded } from './run-recorded.ts';

const isMissing = !hasCorpus();

/** Each takes a process: a run takes every fourth, and `npm run test:laws` takes all. */
const partsOf = runs < 2_000 ? 4 : 1;

describe.skipIf(isMissing)('bodies of published scripts', () => {
  it('are recorded as curl sends them, and read as they are recorded or listed', {
    timeout: 120_000,
  }, async () => {
    const all = publishedConfigs()
      .filter(({ kind }) => kind === 'shell-inline-json')
      .filter((_, index) => index % partsOf === 0);
    const scripts = Object.fromEntries(all.map((one) => [`${one.name}.sh`, asScript(one)]));
    const { directory } = projectFolder({ ...scripts, all: `for file in *.sh; do ( . "./$file" ); done\n` });
    const values = environmentOf(Object.values(scripts).join('\n'));
    const environment = { ...Object.fromEntries(values), PATH: process.env['PATH'] ?? '' };
    const { sent, recorded } = await runRecorded(['bash', 'all'], directory, environment);
    const counts = { sent: 0, read: 0, listed: 0 };
    for (const { name, file } of all) {
      const inFile = { absolute: path.join(directory, `${name}.sh`), origin: 'named' } as const;
      const read = await readExistingFile(directory, inFile);
      const actual = recorded.get(name)?.[cluster];
      expect(actual, file).toEqual(sent.get(name)?.[cluster]);
      if (!actual) continue;
      counts.sent += 1;
      const [claim] = read.connectors.map(({ config }) =>
        Object.fromEntries([...config].map(([key, value]) => [key, filledIn(value, values)])),
      );
      if (claim) expect(claim, file).toEqual(actual);
      else expect(read.notRead.length + read.skipped.length, file).toBeGreaterThan(0);
      counts[claim ? 'read' : 'listed'] += 1;
    }
    console.info(`${all.length} bodies of published scripts: ${JSON.stringify(counts)}`);
    expect(counts.read).toBeGreaterThan(all.length * 0.9);
  });
});

const cluster = 'http://connect:8083';

function asScript(one: PublishedConfig): string {
  const raw = readFileSync(path.join(corpusFolder, one.file), 'utf8');
  const isPut = one.shape === 'put';
  const body = !one.isNamed ? raw : raw.replaceAll(/("name"\s*:\s*)("(?:[^"\\]|\\.)*")/g, `$1"${one.name}"`);
  const target = isPut ? `-X PUT ${cluster}/connectors/${one.name}/config` : `${cluster}/connectors`;
  const call = `curl -s -o /dev/null -H 'Content-Type: application/json' ${target}`;
  return one.context === 'single' ? `${call} -d '${body}'\n` : `${call} --data @- <<EOF\n${body}\nEOF\n`;
}

/** A value for each variable of the scripts, also under the name that import gives it. */
function environmentOf(text: string): ReadonlyMap<string, string> {
  const names = [...text.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(([, name = '']) => name);
  const used = names.filter((name) => !/^(?:PATH|HOME|PWD|IFS)$/.test(name));
  return new Map(
    used.flatMap((name) => [
      [name, `value-of-${name}`],
      [unreservedName(name), `value-of-${name}`],
      [`var.${name}`, `value-of-${name}`],
    ]),
  );
}
