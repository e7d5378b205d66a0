import type { ControllerEvent } from '../../model/controller-event.ts';
import type { ControlledClusterView, ControllerView, SourceView } from '../../model/controller-view.ts';
import { differingChanges } from '../../model/differing-changes.ts';
import type { ChangeView } from '../../model/plan-view.ts';
import type { ConnectorStatusView, StatusView } from '../../model/status-view.ts';
import { holdEvents } from './hold-events.ts';
import type { NewEvent } from './new-event.ts';

/**
 * Finds what has changed from one state of a controller to the next, each change once. What stays as it is is no event.
 * The first state reports whatever is wrong, so that a restart of the process hides nothing.
 */
export class ControllerEvents {
  #before: ControllerView | undefined;
  readonly #reported = new Map<string, ReportedCluster>();

  /** The events that lead to this state. */
  next(after: ControllerView): readonly NewEvent[] {
    const before = this.#before;
    this.#before = after;
    return [
      ...(before
        ? []
        : [ofController('controller-started', `the controller has started in mode ${after.mode}`)]),
      ...leadershipEvents(before, after),
      ...sourceEvents(before?.source, after.source),
      ...after.clusters.flatMap((cluster) => clusterEvents(this.#reportedOf(cluster.cluster), cluster)),
    ];
  }

  #reportedOf(cluster: string): ReportedCluster {
    const known = this.#reported.get(cluster);
    if (known) return known;
    const reported: ReportedCluster = {
      last: undefined,
      failed: new Set(),
      isUnread: false,
      isBlocked: false,
    };
    this.#reported.set(cluster, reported);
    return reported;
  }
}

/** What was reported of a cluster: what ends later must have begun. */
interface ReportedCluster {
  last: ControlledClusterView | undefined;
  /** Connectors that have failed and not recovered. */
  readonly failed: Set<string>;
  isUnread: boolean;
  isBlocked: boolean;
}

function ofController(kind: ControllerEvent['kind'], message: string): NewEvent {
  return { kind, cluster: null, connector: null, message };
}

function leadershipEvents(
  before: ControllerView | undefined,
  { leadership }: ControllerView,
): readonly NewEvent[] {
  if (leadership.kind === 'none' || before?.leadership.isActive === leadership.isActive) return [];
  if (leadership.isActive) return [ofController('leadership-gained', 'this replica is the active one')];
  const holder = leadership.holder === null ? 'another one' : leadership.holder;
  return before
    ? [ofController('leadership-lost', `this replica is no longer active; ${holder} may be`)]
    : [];
}

function sourceEvents(before: SourceView | undefined, after: SourceView): readonly NewEvent[] {
  // The first reading is under way: nothing is wrong yet.
  if (after.revision === null && after.failingSince === null) return [];
  const [failed, fails] = [before?.failingSince != null, after.failingSince !== null];
  const events: NewEvent[] = [];
  if (fails && (!failed || before?.state !== after.state)) {
    const why = after.reason === null ? '' : `: ${after.reason}`;
    events.push(
      ofController('source-failed', `the files are ${after.state}${why}; nothing is written meanwhile`),
    );
  }
  if (failed && !fails) events.push(ofController('source-recovered', 'the files can be read again'));
  if (before?.revision != null && before.revision !== after.revision) {
    events.push(ofController('source-changed', `revision ${after.revision} is in force`));
  }
  return events;
}

/** A cluster that was not run on yet, as after a change of the active replica, says nothing about what was before. */
function clusterEvents(reported: ReportedCluster, after: ControlledClusterView): readonly NewEvent[] {
  if (after.runs.length === 0) return [];
  const { cluster } = after;
  const before = reported.last;
  reported.last = after;
  return [
    ...runEvents(reported, after),
    ...(after.status && before?.status !== after.status
      ? healthEvents(cluster, after.status, reported.failed)
      : []),
    ...driftEvents(before, after),
    ...holdEvents(cluster, before?.holds ?? [], after.holds),
  ];
}

/** An interrupted run says nothing; one that could not read the cluster says nothing about its plan. */
function runEvents(reported: ReportedCluster, { cluster, runs }: ControlledClusterView): readonly NewEvent[] {
  const run = runs.find(({ outcome }) => outcome !== 'interrupted');
  if (!run) return [];
  const because = run.reason === null ? '' : `: ${run.reason}`;
  const about = (kind: ControllerEvent['kind'], message: string): NewEvent => {
    return { kind, cluster, connector: null, message };
  };
  const events: NewEvent[] = [];
  const isUnread = run.outcome === 'unread' || run.outcome === 'error';
  if (isUnread !== reported.isUnread) {
    const what = run.outcome === 'unread' ? 'the cluster cannot be read' : 'the run ended in an error';
    events.push(
      isUnread
        ? about('cluster-unread', `${what}${because}`)
        : about('cluster-read', 'a run on the cluster has succeeded again'),
    );
    reported.isUnread = isUnread;
  }
  const isBlocked = run.outcome === 'blocked';
  if (!isUnread && isBlocked !== reported.isBlocked) {
    events.push(
      isBlocked
        ? about('plan-blocked', `the plan is blocked${because}`)
        : about('plan-unblocked', 'the plan is no longer blocked'),
    );
    reported.isBlocked = isBlocked;
  }
  return events;
}

/** On its way it is neither: recovered is what is healthy, or suspended on purpose. */
function healthEvents(cluster: string, { connectors }: StatusView, failed: Set<string>): readonly NewEvent[] {
  const names = new Set(connectors.map(({ name }) => name));
  const gone = [...failed].filter((name) => !names.has(name));
  for (const name of gone) failed.delete(name);
  const ended = gone.map((name): NewEvent => {
    return { kind: 'connector-recovered', cluster, connector: name, message: 'it no longer exists' };
  });
  const changed = connectors.flatMap((now): NewEvent[] => {
    const { name, health } = now;
    if (health.kind === 'progressing' || failed.has(name) === (health.kind === 'failed')) return [];
    if (health.kind === 'failed') {
      failed.add(name);
      return [failureOf(cluster, now)];
    }
    failed.delete(name);
    return [{ kind: 'connector-recovered', cluster, connector: name, message: `it is ${health.kind}` }];
  });
  return [...ended, ...changed];
}

function failureOf(cluster: string, { name, health }: ConnectorStatusView): NewEvent {
  if (health.kind !== 'failed') throw new Error('only a failure is reported as one');
  const { reason, rootCause, cause } = health;
  return {
    kind: 'connector-failed',
    ...{ cluster, connector: name, message: rootCause === null ? reason : `${reason}: ${rootCause}` },
    ...(rootCause !== null && { rootCause }),
    ...(cause && { cause }),
  };
}

/** While a connector is contended, it is no news which of its keys differ now: the other writer may go back and forth. */
function driftEvents(
  before: ControlledClusterView | undefined,
  after: ControlledClusterView,
): readonly NewEvent[] {
  if (before?.plan === after.plan) return [];
  const { cluster } = after;
  const [was, is] = [byName(before?.plan?.changes), byName(after.plan?.changes)];
  const contended = new Set(after.holds.filter(({ kind }) => kind === 'contended').map(({ name }) => name));
  const appeared = [...is].filter(([name, change]) => {
    const known = was.get(name);
    return known && contended.has(name) ? false : describeDrift(change) !== describeDrift(known);
  });
  const ended = [...was.keys()].filter((name) => !is.has(name));
  return [
    ...appeared.map(([name, change]): NewEvent => {
      const keys = change.kind === 'update' ? change.fields.map(({ key }) => key) : [];
      const message = `it differs from its file: ${describeDrift(change)}`;
      return { kind: 'drift-appeared', cluster, connector: name, message, ...(keys.length > 0 && { keys }) };
    }),
    ...ended.map((name): NewEvent => {
      return {
        kind: 'drift-ended',
        cluster,
        connector: name,
        message: 'nothing differs from its file any more',
      };
    }),
  ];
}

function byName(changes: readonly ChangeView[] = []): ReadonlyMap<string, ChangeView> {
  return new Map(differingChanges(changes).map((one) => [one.name, one]));
}

function describeDrift(change: ChangeView | undefined): string | undefined {
  if (!change) return undefined;
  const keys = change.fields.map(({ key }) => key).join(', ');
  switch (change.kind) {
    case 'create':
      return 'it does not exist';
    case 'delete':
      return 'it should not exist';
    default:
      return keys === '' ? 'its state' : keys;
  }
}
