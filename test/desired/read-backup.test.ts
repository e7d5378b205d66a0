import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadDocumentCheck } from '../../src/desired/check-own-document.ts';
import { desiredFromBackup } from '../../src/desired/desired-from-backup.ts';
import { loadBackups } from '../../src/desired/load-backups.ts';
import { readBackup } from '../../src/desired/read-backup.ts';
import { SourceText } from '../../src/desired/source-text.ts';
import { allText, printProblems } from '../support/print-problems.ts';
import { projectFolder } from '../support/project-folder.ts';

const document = {
  format: 'connect-sync/backup',
  version: 1,
  takenAt: '2025-11-23T15:32:08.120Z',
  before: 'update',
  cluster: { name: 'prod', url: 'http://localhost:8083', workerVersion: '3.9.1', kafkaClusterId: 'hVB3' },
  connector: {
    name: 'orders',
    type: 'source',
    state: 'RUNNING',
    config: { 'connector.class': 'X', 'a/b~c': '1', password: 'canary-secret' },
  },
  secretKeys: ['password'],
  noOffsetsReason: null,
  offsets: { offsets: [] },
};

async function load(files: Readonly<Record<string, string | Uint8Array>>) {
  const folder = projectFolder(files);
  return loadBackups(folder.directory, Object.keys(files));
}

/** The document with one change. */
function but(change: (copy: typeof document & Record<string, unknown>) => void): string {
  const copy = structuredClone(document) as typeof document & Record<string, unknown>;
  change(copy);
  return JSON.stringify(copy, null, 2);
}

describe('a backup', () => {
  it('is read with the positions of its name, its state and each of its keys', async () => {
    const { backups, diagnostics } = await load({ 'x/orders.json': JSON.stringify(document, null, 2) });
    expect(diagnostics).toEqual([]);
    const [located] = backups;
    expect(located).toMatchObject({
      backup: { name: 'orders', state: 'RUNNING', secretKeys: ['password'] },
      name: { file: 'x/orders.json', line: 13, column: 13 },
      state: { file: 'x/orders.json', line: 15, column: 14 },
    });
    expect([...(located?.keys ?? [])].map(([key, { line }]) => [key, line])).toEqual([
      ['connector.class', 17],
      ['a/b~c', 18],
      ['password', 19],
    ]);
    expect(Object.keys(located?.keys.get('password') ?? {}), 'no excerpt, no length').toEqual([
      'file',
      'line',
      'column',
    ]);
  });

  it('keeps its offsets byte for byte', async () => {
    const offsets = '{"offsets" :[ {"partition":{},"offset":{"lsn":9223372036854775807}}]}';
    const text = JSON.stringify({ ...document, offsets: 'HERE' }).replace('"HERE"', offsets);
    const { backups } = await load({ 'a.json': text });
    expect(backups[0]?.backup.offsets).toEqual({ kind: 'saved', text: offsets, partitions: 1 });
  });

  it.each([
    ['RUNNING', 'running'],
    ['PAUSED', 'paused'],
    ['STOPPED', 'stopped'],
    ['FAILED', undefined],
    ['UNASSIGNED', undefined],
    [null, undefined],
  ])('of a connector in state %s declares %s', async (seen, state) => {
    const { backups } = await load({
      'a.json': but(({ connector }) => Object.assign(connector, { state: seen })),
    });
    const [located] = backups;
    if (!located) throw new Error('it was not read');
    const desired = desiredFromBackup(located, {});
    expect(desired.state).toBe(state);
    expect(desired.stateSource === undefined).toBe(state === undefined);
  });

  it('omits null values, and masks keys that the file or the backup marks as secret', async () => {
    const text = but(({ connector }) => Object.assign(connector.config, { note: null }));
    const { backups } = await load({ 'a.json': text });
    const [located] = backups;
    if (!located) throw new Error('it was not read');
    const desired = desiredFromBackup(located, { secretKeys: new Set(['a/b~c']), ignoreKeys: ['tasks.max'] });
    expect(located.backup.nullKeys).toEqual(['note']);
    expect([...desired.config.keys()]).toEqual(['connector.class', 'a/b~c', 'password']);
    expect([...desired.secretKeys].sort()).toEqual(['a/b~c', 'password']);
    expect(desired.ignoreKeys).toEqual(['tasks.max']);
  });
});

describe('an invalid backup is reported with its position, without an excerpt', () => {
  const whole = JSON.stringify(document, null, 2);
  it.each<[string, string | Uint8Array, readonly string[]]>([
    ['nothing', '', ['invalid-json a.json:1:1']],
    ['blanks', ' \n \n', ['invalid-json a.json:1:1']],
    ['half of a backup', whole.slice(0, whole.indexOf('canary-secret') + 9), ['invalid-json a.json:19:19']],
    ['another language', 'password: canary-secret\n', ['invalid-json a.json:1:1']],
    ['bytes', new Uint8Array([0xff, 0xfe, 0x00]), ['not-utf8 a.json:1:1']],
    ['a number', '7', ['not-a-backup a.json:1:1']],
    ['null', 'null', ['not-a-backup a.json:1:1']],
    ['a list', '["canary-secret"]', ['not-a-backup a.json:1:1']],
    ['a connector', '{"name":"a","config":{"p":"canary-secret"}}', ['not-a-backup a.json:1:1']],
    ['a plan', '{\n"format": "connect-sync/plan"}', ['not-a-backup a.json:2:11']],
    [
      'a newer version',
      but((copy) => Object.assign(copy, { version: 2 })),
      ['unsupported-backup-version a.json:2:13'],
    ],
    [
      'a version in words',
      but((copy) => Object.assign(copy, { version: '1' })),
      ['invalid-backup a.json:3:14'],
    ],
    [
      'no connector',
      '{"format":"connect-sync/backup","version":1}',
      Array(7).fill('invalid-backup a.json:1:1'),
    ],
    [
      'a value that is no text',
      but(({ connector }) => Object.assign(connector.config, { password: { canary: 'canary-secret' } })),
      ['invalid-backup a.json:19:19'],
    ],
    ['a key that no backup has', but((copy) => Object.assign(copy, { x: 1 })), ['invalid-backup a.json:1:1']],
    [
      'offsets of another shape',
      but((copy) => Object.assign(copy, { offsets: [] })),
      ['invalid-backup a.json:26:14'],
    ],
    [
      'a name that leads elsewhere',
      but(({ connector }) => Object.assign(connector, { name: '../../etc/passwd' })),
      ['invalid-backup a.json:13:13'],
    ],
    [
      'a name of dots',
      but(({ connector }) => Object.assign(connector, { name: '..' })),
      ['invalid-name a.json:13:13'],
    ],
    [
      'a duplicate key',
      whole.replace('"a/b~c": "1"', '"a/b~c": "1", "a/b~c": "canary-secret"'),
      ['duplicate-key a.json:18:30'],
    ],
    [
      'a masked value',
      but(({ connector }) => Object.assign(connector.config, { password: '********' })),
      ['masked-value-in-backup a.json:19:19'],
    ],
  ])('%s', async (_what, contents, problems) => {
    const { backups, diagnostics } = await load({ 'a.json': contents });
    expect(backups).toEqual([]);
    expect(printProblems(diagnostics)).toEqual(problems);
    expect(allText(diagnostics)).not.toContain('canary');
    for (const { source } of diagnostics) expect(source).not.toHaveProperty('excerpt');
  });

  it('hundreds of thousands of brackets', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const offsets = `{"offsets":[{"partition":${deep},"offset":null}]}`;
    const { diagnostics } = await load({
      'a.json': deep,
      'b.json': `{"a":`.repeat(100_000),
      'c.json': JSON.stringify({ ...document, offsets: 'HERE' }).replace('"HERE"', offsets),
    });
    expect(printProblems(diagnostics)).toEqual(['not-a-backup a.json:1:1', 'invalid-json b.json:1:500000']);
  });

  it('a limited number of errors', async () => {
    const config = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`k${index}`, index]));
    const { diagnostics } = await load({
      'a.json': but(({ connector }) => Object.assign(connector, { config })),
    });
    expect(diagnostics).toHaveLength(20);
  });

  it('a missing file, a directory or a file that is too large', async () => {
    const folder = projectFolder({ 'x/a.json': '', 'large.json': new Uint8Array(17 * 1024 * 1024) });
    const { diagnostics } = await loadBackups(folder.directory, ['nowhere.json', 'x', 'large.json']);
    expect(printProblems(diagnostics)).toEqual([
      'unreadable-file nowhere.json:1:1',
      'unreadable-file x:1:1',
      'invalid-backup large.json:1:1',
    ]);
  });

  it('two backups of one connector, or one given twice', async () => {
    const folder = projectFolder({ 'a.json': whole, 'b.json': whole });
    const { diagnostics } = await loadBackups(folder.directory, [
      'a.json',
      path.join(folder.directory, 'b.json'),
    ]);
    expect(printProblems(diagnostics)).toEqual(['duplicate-backup b.json:13:13']);
    expect(diagnostics[0]?.related[0]?.source).toMatchObject({ file: 'a.json', line: 13 });
  });

  it('anything at all', async () => {
    const values = fc.oneof(fc.jsonValue(), fc.json(), fc.constant('canary'), fc.constant(null));
    const paths = fc.constantFrom(
      ['format'],
      ['version'],
      ['cluster'],
      ['cluster', 'name'],
      ['connector'],
      ['connector', 'name'],
      ['connector', 'config'],
      ['connector', 'config', 'password'],
      ['secretKeys'],
      ['offsets'],
    );
    const check = await loadDocumentCheck('backup');
    fc.assert(
      fc.property(paths, values, (steps, value) => {
        const copy = structuredClone(document) as Record<string, unknown>;
        const last = steps.at(-1) ?? '';
        const parent = steps.slice(0, -1).reduce((at, step) => at[step] as Record<string, unknown>, copy);
        parent[last] = value;
        const read = readBackup(new SourceText('a.json', JSON.stringify(copy)), check);
        const diagnostics = read.kind === 'backup' ? [] : read.diagnostics;
        expect(read.kind === 'backup' || diagnostics.length > 0).toBe(true);
        expect(allText(diagnostics)).not.toContain('canary-secret');
      }),
    );
  });
});
