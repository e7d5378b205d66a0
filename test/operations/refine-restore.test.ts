import { describe, expect, it } from 'vitest';
import { desiredFromBackup } from '../../src/desired/desired-from-backup.ts';
import type { ParsedBackup } from '../../src/desired/read-backup.ts';
import type { Backup } from '../../src/model/backup.ts';
import type { DesiredConnector } from '../../src/model/desired-connector.ts';
import type { LiveConnector } from '../../src/model/live-connector.ts';
import type { Plan } from '../../src/model/plan.ts';
import { type RestorationFacts, refineRestore } from '../../src/operations/refine-restore.ts';
import { absent, live, named, present, someConfig } from '../support/connectors.ts';
import { type PolicyParts, planFor, policy } from '../support/plans.ts';
import { printProblems } from '../support/tell-problems.ts';

/** A backup whose parts lie in `orders.json`, from line 1 on. */
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
  readonly facts?: Partial<Pick<RestorationFacts, 'otherCluster'>> & Partial<RestorationFacts['files']>;
}

function restore(located: ParsedBackup, scene: Scene = {}): Plan {
  const plan = planFor({
    desired: [desiredFromBackup(located, {})],
    live: scene.live ?? [],
    policy: { ...(scene.ownership && { ownership: scene.ownership }) },
  });
  const { otherCluster = 'refused', ...files } = scene.facts ?? {};
  return refineRestore(plan, {
    backups: [located],
    files: {
      byName: new Map((scene.files ?? []).map((wish) => [wish.name, wish])),
      elsewhere: new Set(),
      isComplete: true,
      ...files,
    },
    ownership: policy({ ...(scene.ownership && { ownership: scene.ownership }) }).ownership,
    otherCluster,
  });
}

describe('the plan of a restore', () => {
  it('says what is not brought back: offsets, and what was stored as null', () => {
    const plan = restore(
      backup({ offsets: { kind: 'saved', text: '{}', partitions: 2 }, nullKeys: ['note', 'other'] }),
    );
    expect(plan.steps[0]?.effects.slice(-3)).toEqual([
      'its offsets were saved in orders.json and are not put back',
      'note was stored as null, which cannot be written: it is left out',
      'other was stored as null, which cannot be written: it is left out',
    ]);
  });

  it.each<Backup['offsets']>([
    { kind: 'not-saved', reason: 'nobody asked' },
    { kind: 'saved', text: '{"offsets":[]}', partitions: 0 },
  ])('does not speak of offsets that there are not: $kind', (offsets) => {
    expect(restore(backup({ offsets })).steps[0]?.effects.join()).not.toContain('saved in');
  });

  it('is about the restored connectors and no others', () => {
    const plan = restore(backup(), {
      live: [live('else'), live('theirs')],
      ownership: { names: ['orders', 'else'] },
    });
    expect(plan.leftAlone).toEqual([]);
    expect(plan.steps.map(({ change }) => change.name)).toEqual(['orders']);
  });

  it.each<{
    readonly wish: string;
    readonly files: readonly DesiredConnector[];
    readonly told: readonly string[];
  }>([
    { wish: 'the same', files: [present('orders')], told: [] },
    {
      wish: 'another value',
      files: [present('orders', { config: { ...someConfig, 'tasks.max': '2' } })],
      told: ['warning restore-conflicts-with-file connectors/orders.yaml:1:1'],
    },
    {
      wish: 'another state',
      files: [present('orders', { state: 'paused' })],
      told: ['warning restore-conflicts-with-file connectors/orders.yaml:1:1'],
    },
    {
      wish: 'its absence',
      files: [absent('orders')],
      told: ['warning restore-conflicts-with-file connectors/orders.yaml:2:1'],
    },
    {
      wish: 'a value that nobody knows in this run',
      files: [
        present('orders', {
          config: { ...someConfig, 'tasks.max': '${env.NOT_SET}' },
          secretKeys: ['tasks.max'],
        }),
      ],
      told: [],
    },
  ])('says what the next apply does where the file wishes $wish', ({ files, told }) => {
    expect(printProblems(restore(backup(), { files }).findings)).toEqual(told);
  });

  it.each<{ readonly when: string; readonly scene: Scene; readonly told: readonly string[] }>([
    {
      when: 'it is owned',
      scene: { ownership: { names: ['*'] } },
      told: ['warning restore-will-be-pruned orders.json:1:1'],
    },
    { when: 'nothing is declared to be owned', scene: {}, told: [] },
    { when: 'it is protected', scene: { ownership: { names: ['*'], protect: ['ord*'] } }, told: [] },
    {
      when: 'a file limits it to other clusters',
      scene: { ownership: { names: ['*'] }, facts: { elsewhere: new Set(['orders']) } },
      told: [],
    },
    {
      when: 'a broken file may be the one that describes it',
      scene: { ownership: { names: ['*'] }, facts: { isComplete: false } },
      told: [],
    },
  ])('says what pruning does where no file describes it and $when', ({ scene, told }) => {
    expect(printProblems(restore(backup(), scene).findings)).toEqual(told);
  });

  it('says nothing of files where nothing is to be done', () => {
    const plan = restore(backup(), { live: [live('orders')], files: [absent('orders')] });
    expect(plan.steps).toEqual([]);
    expect(plan.findings).toEqual([]);
  });

  it.each<{
    readonly of: string | undefined;
    readonly otherCluster: 'refused' | 'meant';
    readonly refused: boolean;
  }>([
    { of: 'hVB3FkRmTpC1', otherCluster: 'refused', refused: false },
    { of: 'another', otherCluster: 'refused', refused: true },
    { of: 'another', otherCluster: 'meant', refused: false },
    { of: undefined, otherCluster: 'refused', refused: false },
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
