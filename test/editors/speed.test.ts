import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { expect, it, onTestFinished } from 'vitest';
import type { PluginSnapshot } from '../../src/model/plugin-snapshot.ts';
import { printSchema } from '../../src/plugins/editor/print-schema.ts';
import { schemasOf } from '../support/editor-schemas.ts';
import { LanguageServer } from '../support/language-server.ts';
import { recordedSnapshots, snapshotKey } from '../support/recorded-snapshots.ts';

const classes = 20;
const keysOfEach = 100;

/** Keys as plugins have them. */
const names = recordedSnapshots()
  .find(({ className }) => className.endsWith('MySqlConnector'))
  ?.keys.slice(0, keysOfEach)
  .map(({ name }) => name) as readonly string[];

/** Twenty plugins with 2,000 keys in all, each with a documentation of 300 letters, beside those that are recorded. */
const many: readonly PluginSnapshot[] = Array.from({ length: classes }, (_, index) => ({
  className: `org.example.connect.plugin${index}.Plugin${letter(index)}SourceConnector`,
  type: 'source' as const,
  version: '1.0.0',
  keys: names.map((name, key) =>
    snapshotKey({
      name: `${letter(index)}.${name}`,
      type: ['STRING', 'INT', 'BOOLEAN', 'LIST'][key % 4] as string,
      documentation: `What ${index} and ${key} are for. `.padEnd(300, 'It is explained here. '),
      ...(key % 10 === 0 && { values: ['one', 'two', 'three'] }),
    }),
  ),
}));

function letter(index: number): string {
  return String.fromCharCode('a'.charCodeAt(0) + index);
}

it('with 20 classes and 2,000 keys, a key is completed by a schema of bounded size', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'connect-sync-editor-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const schemas = schemasOf({
    snapshots: [...recordedSnapshots(), ...many],
    transforms: ['a', 'b', 'c', 'd', 'e'],
  });
  mkdirSync(path.join(folder, '.connect-sync/schemas'), { recursive: true });
  const sizes = (['connector', 'project'] as const).map((kind) => {
    const text = printSchema(schemas[kind]);
    writeFileSync(path.join(folder, `.connect-sync/schemas/${kind}.schema.json`), text);
    return text.length;
  });
  const server = await LanguageServer.start(folder);
  onTestFinished(() => server.end());
  const file = path.join(folder, 'connectors/a.yaml');
  const modeline = '# yaml-language-server: $schema=../.connect-sync/schemas/connector.schema.json\n';
  const forClass = `${modeline}config:\n  connector.class: ${many[7]?.className}\n  h.data`;
  const forAny = `${modeline}extends: [base]\nconfig:\n  h.data`;
  const times: number[] = [];
  for (const text of [forClass, forAny, forClass, forAny]) {
    await server.open(file, text);
    const before = performance.now();
    const offers = await server.complete(file, { text, behind: 'h.data' });
    times.push(Math.round(performance.now() - before));
    expect(offers.some(({ label }) => label === 'h.database.hostname')).toBe(true);
  }
  const [ofClass, ofAny] = times.slice(2);
  process.stdout.write(
    `2,000 keys of 20 classes: completion of a class in ${ofClass} ms, of all classes in ${ofAny} ms; schema of ${Math.round((sizes[0] ?? 0) / 1024)} KB\n`,
  );
  const largest = 1_200 * classes * keysOfEach + 500_000;
  expect(sizes[0]).toBeLessThan(largest);
  expect(sizes[1]).toBeLessThan(60_000);
});
