import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changesToBackUp } from '../../src/backup/changes-to-back-up.ts';
import { type BackupRun, backupText, makeBackup } from '../../src/backup/make-backup.ts';
import { loadDocumentCheck } from '../../src/desired/check-own-document.ts';
import { readBackup } from '../../src/desired/read-backup.ts';
import { SourceText } from '../../src/desired/source-text.ts';
import type { Backup, BackupOffsets } from '../../src/model/backup.ts';
import { escapeHidden } from '../../src/model/escape-hidden.ts';
import { KnownSecrets } from '../../src/model/known-secrets.ts';
import type { Plan } from '../../src/model/plan.ts';
import { absent, live, named, present } from '../support/connectors.ts';
import { planFor } from '../support/plans.ts';

const none: BackupOffsets = { kind: 'not-saved', reason: 'not requested' };

describe('the changes to back up', () => {
  it('are updates and deletions; creations, restarts and changes of the state lose nothing', () => {
    const plan = planFor({
      desired: [
        present('created'),
        present('updated', { config: { 'connector.class': 'X', 'tasks.max': '2' } }),
        present('paused', { state: 'paused' }),
        present('broken'),
        present('same'),
        absent('gone'),
      ],
      live: [
        live('updated'),
        live('paused'),
        live('broken', { tasks: ['FAILED'] }),
        live('same'),
        live('gone'),
      ],
    });
    expect(plan.steps.map(({ change }) => change.kind)).toEqual([
      'restart',
      'create',
      'set-state',
      'update',
      'delete',
    ]);
    expect(changesToBackUp(plan).map(({ name, kind }) => [name, kind])).toEqual([
      ['updated', 'update'],
      ['gone', 'delete'],
    ]);
  });
});

describe('a backup', () => {
  it('contains configuration and state as the worker returned them, with secrets in plain text', () => {
    const plan = deletionOf({
      config: { 'connector.class': 'X', password: 'canary-secret', topics: 'a' },
      nullKeys: ['note'],
      type: 'sink',
      state: 'PAUSED',
    });
    const text = backupText(backupOf(plan));
    expect(text.endsWith('}\n')).toBe(true);
    expect(JSON.parse(text)).toEqual({
      format: 'connect-sync/backup',
      version: 1,
      takenAt: '2025-11-23T15:32:08.120Z',
      before: 'delete',
      cluster: {
        name: 'prod',
        url: 'http://localhost:8083',
        workerVersion: '3.9.1',
        kafkaClusterId: 'hVB3FkRmTpC1',
      },
      connector: {
        name: 'orders',
        type: 'sink',
        state: 'PAUSED',
        config: { 'connector.class': 'X', note: null, password: 'canary-secret', topics: 'a' },
      },
      secretKeys: [],
      noOffsetsReason: 'not requested',
      offsets: null,
    });
  });

  it('has no state if the worker had no status yet', () => {
    expect(backupOf(deletionOf({ state: null })).state).toBeUndefined();
  });

  it('contains the offsets as unmodified text, because numbers may exceed those of JavaScript', () => {
    const answer = '{"offsets":[{"partition":{"s":"db"},"offset":{"lsn":9223372036854775807}}]}';
    const text = backupText(backupOf(deletionOf({}), { kind: 'saved', text: answer, partitions: 1 }));
    expect(text).toContain(`"offsets": ${answer}\n}\n`);
    expect(JSON.parse(text)).toMatchObject({ noOffsetsReason: null, offsets: { offsets: [{}] } });
  });

  it('lists the keys with values from the environment, also of a deleted connector', () => {
    const known = new KnownSecrets();
    known.learn('from-the-environment');
    const config = {
      'connector.class': 'from-the-environment',
      a: 'anything',
      b: 'x from-the-environment y',
      c: 'plain',
    };
    const origins = { references: new Map([['orders', new Set(['a', 'never.live'])]]), known: [known] };
    const deleted = backupOf(deletionOf({ config }), none, origins);
    expect(deleted.secretKeys).toEqual(['a', 'b']);
  });

  it('does not list a key whose file has a literal value', () => {
    const known = new KnownSecrets();
    known.learn('orders');
    const plan = planFor({
      desired: [present('orders', { config: { 'connector.class': 'X', topics: 'orders', b: '2' } })],
      live: [live('orders', { config: { 'connector.class': 'X', topics: 'orders', old: 'orders' } })],
    });
    expect(backupOf(plan, none, { references: new Map(), known: [known] }).secretKeys).toEqual(['old']);
  });

  it('contains no control characters that would act on a terminal', () => {
    const hostile = '\u001b[31m\u009b\u202e\u2028';
    const answer = `{"offsets":[{"partition":{"a":"\u009b\u202e"},"offset":{}}]}`;
    const text = backupText(
      backupOf(deletionOf({ config: { k: hostile } }), { kind: 'saved', text: answer, partitions: 1 }),
    );
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202e]/);
    expect(JSON.parse(text).connector.config.k).toBe(hostile);
    expect(JSON.parse(text).offsets).toEqual(JSON.parse(answer));
  });

  it('conforms to the published schema and can be read back', async () => {
    const schema: object = JSON.parse(
      readFileSync(path.resolve(import.meta.dirname, '../../schemas/backup.schema.json'), 'utf8'),
    );
    const isValid = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
    const check = await loadDocumentCheck('backup');
    fc.assert(
      fc.property(backups, (backup) => {
        const text = backupText(backup);
        expect(isValid(JSON.parse(text)), JSON.stringify(isValid.errors)).toBe(true);
        const read = readBackup(new SourceText('a.json', text), check);
        expect(read).toMatchObject({ kind: 'backup', parsed: { backup: asWritten(backup) } });
      }),
    );
  });
});

/** The worker's text with escaped control characters and pipeline commands. */
function asWritten(backup: Backup): Backup {
  const { offsets } = backup;
  return offsets.kind === 'saved'
    ? { ...backup, offsets: { ...offsets, text: escapeHidden(offsets.text) } }
    : backup;
}

function deletionOf(parts: Parameters<typeof live>[1]): Plan {
  return planFor({ desired: [absent('orders')], live: [live('orders', parts)] });
}

function backupOf(
  plan: Plan,
  offsets: BackupOffsets = none,
  secrets: BackupRun['secrets'] = { references: new Map(), known: [] },
): Backup {
  const [change] = changesToBackUp(plan);
  if (!change) throw new Error('the plan has no change to back up');
  const takenAt = Date.UTC(2025, 10, 23, 15, 32, 8, 120);
  return makeBackup(change, offsets, { takenAt, cluster: plan.cluster, secrets });
}

// Reading rejects masks as values, and returns control characters escaped in the text of offsets.
const texts = fc
  .oneof(fc.string(), fc.string({ unit: fc.constantFrom('\u0000', '\ud800', '\u009b', '"', 'ü', '💥') }))
  .filter((text) => !/^(\*+|\[hidden\])$/.test(text));
/** Also the start of pipeline commands. */
const keys = fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('##[ ', '##vso[ ', '::error::'));

const backups: fc.Arbitrary<Backup> = fc
  .record({
    takenAt: fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }),
    before: fc.constantFrom<Backup['before']>('update', 'delete'),
    cluster: fc.record({
      name: fc.option(texts, { nil: undefined }),
      url: texts,
      workerVersion: texts,
      kafkaClusterId: fc.option(texts, { nil: undefined }),
    }),
    type: fc.constantFrom<Backup['type']>('source', 'sink', 'unknown'),
    state: fc.option(texts, { nil: undefined }),
    config: fc.dictionary(keys, fc.option(texts)),
    secretKeys: fc.uniqueArray(keys),
    offsets: fc.oneof(
      texts.map((reason): BackupOffsets => ({ kind: 'not-saved', reason })),
      fc.array(fc.record({ partition: fc.dictionary(keys, fc.nat()), offset: fc.constant(null) })).map(
        (offsets): BackupOffsets => ({
          kind: 'saved',
          text: JSON.stringify({ offsets }),
          partitions: offsets.length,
        }),
      ),
    ),
  })
  .map(({ takenAt, config, ...parts }) => {
    const stored = Object.entries(config);
    return {
      ...parts,
      name: named('orders'),
      takenAt: takenAt.toISOString(),
      config: new Map(stored.flatMap(([key, value]) => (value === null ? [] : [[key, value] as const]))),
      nullKeys: stored.flatMap(([key, value]) => (value === null ? [key] : [])).sort(),
    };
  });
