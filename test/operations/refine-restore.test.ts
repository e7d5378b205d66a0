import { describe, expect, it } from 'vitest';
import { desiredFromBackup } from '../../src/desired/desired-from-backup.ts';
import type { ParsedBackup } from '../../src/desired/read-backup.ts';
import type { Backup } from '../../src/model/backup.ts';
import type { DesiredConnector } from '../../src/model/desired-connector.ts';
import type { LiveConnector } from '../../src/model/live-connector.ts';
import type { Plan } from '../../src/model/plan.ts';
import { type RestoreFacts, refineRestore } from '../../src/operations/refine-restore.ts';
import { absent, live, named, present, someConfig } from '../support/connectors.ts';
import { type PolicyParts, planFor, policy } from '../support/plans.ts';
import { printProblems } from '../support/print-problems.ts';

/** A backup in `orders.json`, with positions from line 1 on. */
function backup(parts: Partial<Backup> = {}): ParsedBackup {
  const place = (line: number) => ({ file: 'orders.json', line, column: 1 });
  return {
    backup: {
      takenAt: '2025-11-23T15:32:08.120Z',
      before: 'delete',
      cluster: {
        name: 'prod',
        url: 'http://localhost:8083',
        workerVersion: '3.9.1',
        kafkaClusterId: 'hVB3FkRmTpC1',
      },
      name: named('orders'),
      type: 'source',
      state: 'RUNNING',
      config: new Map(Object.entries(someConfig)),
      nullKeys: [],
      secretKeys: [],
      offsets: { kind: 'not-saved', reason: 'nobody asked' },
      ...parts,
    },
    name: place(1),
    state: place(2),
    keys: new Map(Object.keys(someConfig).map((key, index) => [key, place(3 + index)])),
  };
}

interface Scene {
  readonly files?: readonly DesiredConnector[];
  readonly live?: readonly LiveConnector[];
  readonly ownership?: PolicyParts['ownership'];
  readonly facts?: Partial<Pick<RestoreFacts, 'otherCluster'>> & Partial<RestoreFacts['declared']>;
}

function restore(located: ParsedBackup, scene: Scene = {}): Plan {
  const plan = planFor({
    desired: [desiredFromBackup(located, {})],
    live: scene.live ?? [],
    policy: { ...(scene.ownership && { ownership: scene.ownership }) },
  });
  const { otherCluster = 'refuse', ...declared } = scene.facts ?? {};
  return refineRestore(plan, {
    backups: [located],
    declared: {
      byName: new Map((scene.files ?? []).map((desired) => [desired.name, desired])),
      elsewhere: new Set(),
      isComplete: true,
      errors: [],
      secretKeys: new Map(),
      referenceKeys: new Map(),
      ...declared,
    },
    ownership: policy({ ...(scene.ownership && { ownership: scene.ownership }) }).ownership,
    otherCluster,
  });
}

describe('the plan of a restore', () => {
  it('reports what is not restored: offsets and values that were null', () => {
    const plan = restore(
      backup({ offsets: { kind: 'saved', text: '{}', partitions: 2 }, nullKeys: ['note', 'other'] }),
    );
    expect(plan.steps[0]?.effects.slice(-3)).toEqual([
      'its offsets were saved in orders.json and are not restored',
      'note is left out: its value was null, which cannot be written',
      'other is left out: its value was null, which cannot be written',
    ]);
  });

  it.each<Backup['offsets']>([
    { kind: 'not-saved', reason: 'nobody asked' },
    { kind: 'saved', text: '{"offsets":[]}', partitions: 0 },
  ])('does not mention offsets if there are none: $kind', (offsets) => {
    expect(restore(backup({ offsets })).steps[0]?.effects.join()).not.toContain('saved in');
  });

  it('is limited to the restored connectors', () => {
    const plan = restore(backup(), {
      live: [live('else'), live('theirs')],
      ownership: { names: ['orders', 'else'] },
    });
    expect(plan.leftAlone).toEqual([]);
    expect(plan.steps.map(({ change }) => change.name)).toEqual(['orders']);
  });

  it.each<{
    readonly declared: string;
    readonly files: readonly DesiredConnector[];
    readonly warnings: readonly string[];
  }>([
    { declared: 'the same', files: [present('orders')], warnings: [] },
    {
      declared: 'another value',
      files: [present('orders', { config: { ...someConfig, 'tasks.max': '2' } })],
      warnings: ['warning restore-conflicts-with-file connectors/orders.yaml:1:1'],
    },
    {
      declared: 'another state',
      files: [present('orders', { state: 'paused' })],
      warnings: ['warning restore-conflicts-with-file connectors/orders.yaml:1:1'],
    },
    {
      declared: 'state: absent',
      files: [absent('orders')],
      warnings: ['warning restore-conflicts-with-file connectors/orders.yaml:2:1'],
    },
    {
      declared: 'a value whose variable is not set',
      files: [
        present('orders', {
          config: { ...someConfig, 'tasks.max': '${env.NOT_SET}' },
          secretKeys: ['tasks.max'],
        }),
      ],
      warnings: [],
    },
  ])('warns what the next apply changes if the file declares $declared', ({ files, warnings }) => {
    expect(printProblems(restore(backup(), { files }).findings)).toEqual(warnings);
  });

  it.each<{ readonly when: string; readonly scene: Scene; readonly warnings: readonly string[] }>([
    {
      when: 'it is owned',
      scene: { ownership: { names: ['*'] } },
      warnings: ['warning restore-will-be-pruned orders.json:1:1'],
    },
    { when: 'the project declares no ownership', scene: {}, warnings: [] },
    { when: 'it is protected', scene: { ownership: { names: ['*'], protect: ['ord*'] } }, warnings: [] },
    {
      when: 'a file limits it to other clusters',
      scene: { ownership: { names: ['*'] }, facts: { elsewhere: new Set(['orders']) } },
      warnings: [],
    },
    {
      when: 'an invalid file may declare it',
      scene: { ownership: { names: ['*'] }, facts: { isComplete: false } },
      warnings: [],
    },
  ])('warns about pruning if no file declares it and $when', ({ scene, warnings }) => {
    expect(printProblems(restore(backup(), scene).findings)).toEqual(warnings);
  });

  it('gives no warnings if nothing changes', () => {
    const plan = restore(backup(), { live: [live('orders')], files: [absent('orders')] });
    expect(plan.steps).toEqual([]);
    expect(plan.findings).toEqual([]);
  });

  it.each<{
    readonly of: string | undefined;
    readonly otherCluster: 'refuse' | 'allow';
    readonly refused: boolean;
  }>([
    { of: 'hVB3FkRmTpC1', otherCluster: 'refuse', refused: false },
    { of: 'another', otherCluster: 'refuse', refused: true },
    { of: 'another', otherCluster: 'allow', refused: false },
    { of: undefined, otherCluster: 'refuse', refused: false },
  ])(
    'of a backup from the Kafka cluster $of ($otherCluster) is refused: $refused',
    ({ of, otherCluster, refused }) => {
      const { cluster } = backup().backup;
      const plan = restore(backup({ cluster: { ...cluster, kafkaClusterId: of } }), {
        facts: { otherCluster },
      });
      expect(plan.refusals.map(({ code, names }) => [code, names])).toEqual(
        refused ? [['other-cluster', ['orders']]] : [],
      );
    },
  );
});
