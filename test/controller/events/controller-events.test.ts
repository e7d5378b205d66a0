import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ControllerEvents } from '../../../src/controller/events/controller-events.ts';
import type { ControllerView, HoldView } from '../../../src/model/controller-view.ts';
import {
  controlledCluster,
  controllerView,
  failedConnector,
  healthyConnector,
  planView,
  run,
  statusView,
  update,
} from '../../support/controller-view.ts';
import { runs, seed } from '../../support/property-runs.ts';

const calm = controllerView();
const withCluster = (overrides: Parameters<typeof controlledCluster>[0]) =>
  controllerView({ clusters: [controlledCluster(overrides)] });

/** The kinds of the events that lead from the first of these states to the last, without the start. */
function told(...views: readonly ControllerView[]): string[] {
  const events = new ControllerEvents();
  return views
    .map((view) => events.next(view))
    .slice(1)
    .flat()
    .map(({ kind, connector }) => (connector === null ? kind : `${kind} ${connector}`));
}

describe('the first state', () => {
  it('tells that the controller has started, and nothing of what is in order', () => {
    expect(new ControllerEvents().next(calm)).toEqual([
      {
        kind: 'controller-started',
        cluster: null,
        connector: null,
        message: 'the controller has started in mode observe',
      },
    ]);
  });

  it('tells what is wrong, so that a restart of the process hides nothing', () => {
    const events = new ControllerEvents().next(
      withCluster({ status: statusView([failedConnector('orders')]), plan: planView([update('payments')]) }),
    );
    expect(events.map(({ kind }) => kind)).toEqual([
      'controller-started',
      'connector-failed',
      'drift-appeared',
    ]);
  });
});

describe('a connector', () => {
  it('is reported as failed with its cause, once, and as recovered once it is healthy', () => {
    const events = new ControllerEvents();
    events.next(calm);
    const failed = withCluster({
      status: statusView([failedConnector('orders', 'java.io.IOException: no')]),
    });
    expect(events.next(failed)).toMatchObject([
      {
        kind: 'connector-failed',
        cluster: 'prod',
        connector: 'orders',
        rootCause: 'java.io.IOException: no',
      },
    ]);
    expect(events.next(withCluster({ status: statusView([failedConnector('orders')]) }))).toEqual([]);
    const starting = {
      ...healthyConnector('orders'),
      health: { kind: 'progressing' as const, reason: 'it starts' },
    };
    expect(events.next(withCluster({ status: statusView([starting]) }))).toEqual([]);
    expect(events.next(withCluster({ status: statusView([healthyConnector('orders')]) }))).toMatchObject([
      { kind: 'connector-recovered', connector: 'orders' },
    ]);
  });

  it('that has failed and is deleted has not failed any more', () => {
    const failed = withCluster({ status: statusView([failedConnector('orders')]) });
    expect(
      told(calm, failed, withCluster({ status: statusView([]) }), withCluster({ status: null })),
    ).toEqual(['connector-failed orders', 'connector-recovered orders']);
  });

  it('that is contended is not reported again whenever the other writer changes another key', () => {
    const holds = [
      { name: 'orders', kind: 'contended' as const, reason: '', since: calm.startedAt, until: null },
    ];
    const drift = (key: string) => withCluster({ plan: planView([update('orders', key)]), holds });
    expect(told(calm, drift('topic'), drift('file'), drift('topic'), calm)).toEqual([
      'drift-appeared orders',
      'connector-held orders',
      'drift-ended orders',
      'connector-released orders',
    ]);
  });

  it('that differs is reported with the keys, again only when other keys differ, and when it is as declared', () => {
    const drift = (key: string) => withCluster({ plan: planView([update('orders', key)]) });
    expect(told(calm, drift('topic'), drift('topic'), drift('file'), calm)).toEqual([
      'drift-appeared orders',
      'drift-appeared orders',
      'drift-ended orders',
    ]);
  });

  it('that is held and released is reported, but not what the mode leaves alone', () => {
    const hold = (kind: HoldView['kind']): HoldView => ({
      ...{ name: 'orders', kind, reason: 'why', since: calm.startedAt, until: null },
    });
    const contended = withCluster({ holds: [hold('contended')] });
    expect(told(calm, contended, contended, calm)).toEqual([
      'connector-held orders',
      'connector-released orders',
    ]);
    expect(told(calm, withCluster({ holds: [hold('mode')] }), calm)).toEqual([]);
  });
});

describe('a cluster', () => {
  it('that cannot be read, or whose plan is blocked, is reported when that begins and when it ends', () => {
    const outcome = (one: 'unread' | 'blocked' | 'in-sync' | 'interrupted') =>
      withCluster({ runs: [run({ outcome: one, reason: 'why' })] });
    expect(told(calm, outcome('unread'), outcome('unread'), outcome('in-sync'))).toEqual([
      'cluster-unread',
      'cluster-read',
    ]);
    expect(told(calm, outcome('blocked'), outcome('blocked'), outcome('in-sync'))).toEqual([
      'plan-blocked',
      'plan-unblocked',
    ]);
  });

  it('whose run was interrupted is still what it was', () => {
    const runs = [run({ outcome: 'interrupted' }), run({ outcome: 'unread' })];
    const unread = withCluster({ runs: [run({ outcome: 'unread' })] });
    expect(told(calm, unread, withCluster({ runs }))).toEqual(['cluster-unread']);
  });
});

describe('a cluster that was not run on yet', () => {
  it('ends nothing that was told before, as after a change of the active replica', () => {
    const bad = withCluster({
      runs: [run({ outcome: 'unread' })],
      plan: planView([update('orders')]),
      holds: [{ name: 'orders', kind: 'contended', reason: '', since: calm.startedAt, until: null }],
    });
    const fresh = withCluster({ runs: [], status: null, plan: null, holds: [] });
    expect(told(calm, bad, fresh, controllerView({ clusters: [] }), bad)).toEqual([
      'cluster-unread',
      'drift-appeared orders',
      'connector-held orders',
    ]);
  });

  it('tells that a plan is blocked once, although the cluster could not be read in between', () => {
    const outcome = (one: 'unread' | 'blocked' | 'in-sync') => withCluster({ runs: [run({ outcome: one })] });
    expect(told(calm, outcome('blocked'), outcome('unread'), outcome('blocked'))).toEqual([
      'plan-blocked',
      'cluster-unread',
      'cluster-read',
    ]);
    expect(told(calm, outcome('blocked'), outcome('unread'), outcome('in-sync'))).toEqual([
      'plan-blocked',
      'cluster-unread',
      'cluster-read',
      'plan-unblocked',
    ]);
  });
});

describe('the files', () => {
  it('are reported when they fail, recover and change', () => {
    const source = (overrides: Partial<ControllerView['source']>) =>
      controllerView({ source: { ...calm.source, ...overrides } });
    const failing = source({ state: 'missing', failingSince: calm.startedAt, reason: 'it is gone' });
    expect(told(calm, failing, failing, calm)).toEqual(['source-failed', 'source-recovered']);
    expect(told(calm, source({ revision: 'other' }))).toEqual(['source-changed']);
  });
});

interface Member {
  readonly name: string;
  readonly fails: boolean;
  readonly differs: boolean;
  readonly isHeld: boolean;
}

function stateWith(members: readonly Member[]): ControllerView {
  const hold = (name: string): HoldView => {
    return { name, kind: 'contended', reason: '', since: calm.startedAt, until: null };
  };
  return withCluster({
    status: statusView(
      members.map(({ name, fails }) => (fails ? failedConnector(name) : healthyConnector(name))),
    ),
    plan: planView(members.filter(({ differs }) => differs).map(({ name }) => update(name))),
    holds: members.filter(({ isHeld }) => isHeld).map(({ name }) => hold(name)),
  });
}

/** The states that members are in, as the events name them. */
function statesOf(members: readonly Member[]): string[] {
  return members.flatMap(({ name, fails, differs, isHeld }) => [
    ...(fails ? [`failed ${name}`] : []),
    ...(differs ? [`drift ${name}`] : []),
    ...(isHeld ? [`held ${name}`] : []),
  ]);
}

describe('whatever happens', () => {
  it('the events tell of each state when it begins and when it ends, and of nothing twice', () => {
    const member = fc.record({
      name: fc.constantFrom('a', 'b', 'c'),
      fails: fc.boolean(),
      differs: fc.boolean(),
      isHeld: fc.boolean(),
    });
    const state = fc.uniqueArray(member, { selector: ({ name }) => name });
    fc.assert(
      fc.property(fc.array(state, { maxLength: 12 }), (states) => {
        const events = new ControllerEvents();
        const known = new Set<string>();
        for (const members of states) {
          for (const { kind, connector } of events.next(stateWith(members))) follow(known, kind, connector);
          expect([...known].sort()).toEqual(statesOf(members).sort());
        }
      }),
      { numRuns: runs, seed },
    );
  });
});

/** Takes an event into account; one that begins what has begun, or ends what has not, is wrong. */
function follow(known: Set<string>, kind: string, connector: string | null): void {
  const [subject, ends] = stateOf(kind);
  if (subject === undefined) return;
  const key = `${subject} ${connector}`;
  expect(known.has(key)).toBe(ends);
  if (ends) known.delete(key);
  else known.add(key);
}

function stateOf(kind: string): [string | undefined, boolean] {
  const table: Readonly<Record<string, [string, boolean]>> = {
    'connector-failed': ['failed', false],
    'connector-recovered': ['failed', true],
    'drift-appeared': ['drift', false],
    'drift-ended': ['drift', true],
    'connector-held': ['held', false],
    'connector-released': ['held', true],
  };
  return table[kind] ?? [undefined, false];
}
