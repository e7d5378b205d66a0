import { compareConfigs } from '../../diff/compare-connectors.ts';
import type { Change, DeleteChange } from '../../model/change.ts';
import { compareText } from '../../model/config.ts';
import type { DesiredConnector, PresentConnector } from '../../model/desired-connector.ts';
import { type LiveConnector, observedState } from '../../model/live-connector.ts';
import type { ActiveChange, LeftAlone, Plan } from '../../model/plan.ts';
import type { ClusterReading, WorkerInfo } from '../../model/worker-info.ts';
import { findRenames } from '../../plan/find-renames.ts';
import { keyEffects } from '../../plan/key-effects/key-effects.ts';
import { makeSteps } from '../../plan/make-steps.ts';
import type { LimitedConnector } from '../../plan/plan-input.ts';
import type { PlanPolicy } from '../../plan/plan-policy.ts';
import { isSelected } from '../../plan/why-left-alone.ts';
import type { PluginsOfFiles } from './plugins-of-files.ts';
import { type RemovedConnector, removedConnectors } from './removed-connectors.ts';

/** What files declare for one cluster, before and now. */
export interface Revisions {
  readonly cluster: string | undefined;
  readonly before: readonly DesiredConnector[];
  /** The same in the place of live connectors. */
  readonly live: ReadonlyMap<string, LiveConnector>;
  readonly now: readonly DesiredConnector[];
  readonly elsewhere: readonly LimitedConnector[];
  readonly policy: PlanPolicy;
  readonly plugins: PluginsOfFiles;
}

/** The difference between two revisions in the form of a plan. */
export interface PlannedComparison {
  readonly plan: Plan;
  /** Why each connector that is not declared any more is removed, by name. */
  readonly removed: ReadonlyMap<string, string>;
}

/** No worker was read. */
const noWorker: WorkerInfo = { version: undefined, versionText: '', commit: '', kafkaClusterId: undefined };

/**
 * Plans the difference between what files declared and what they declare now. Nothing that only a cluster knows is part
 * of it: no health, no validation, and of the effects only those of the changed keys.
 */
export function planComparison(revisions: Revisions): PlannedComparison {
  const { cluster, live, now, elsewhere, policy, plugins } = revisions;
  const { classes } = plugins;
  const reading: ClusterReading = { worker: noWorker, url: 'files', connectors: live };
  const planCluster = { name: cluster, url: 'files' };
  const input = { reading, desired: now, elsewhere, brokenFiles: 0, policy, cluster: planCluster };
  const removed = removedConnectors({ ...input, changes: [] });
  const { active, unchanged, leftAlone } = sortChanges(revisions, removed);
  const steps = makeSteps(active, { desired: now, worker: noWorker, classes, restart: 'none' });
  return {
    plan: {
      cluster: { ...planCluster, worker: noWorker },
      steps: steps.map((step) => ({ ...step, effects: effectsOf(step.change, plugins) })),
      unchanged,
      leftAlone,
      refusals: [],
      findings: findRenames(active, classes),
      validation: 'left-out',
      connectorsDeclared: now.length,
      connectorsLive: live.size,
    },
    removed: new Map(removed.map(({ change, reason }) => [change.name, reason])),
  };
}

function sortChanges({ before, live, now, policy }: Revisions, removed: readonly RemovedConnector[]) {
  const earlier = new Map(before.map((connector) => [connector.name as string, connector]));
  const declared = now.map((connector) =>
    compare(earlier.get(connector.name), connector, live.get(connector.name)),
  );
  const changes: Change[] = [...declared, ...removed.map(({ change }) => change)].sort((one, other) =>
    compareText(one.name, other.name),
  );
  const differing = changes.filter((change): change is ActiveChange => change.kind !== 'none');
  return {
    active: differing.filter(({ name }) => isSelected(name, policy)),
    unchanged: changes.filter((change) => change.kind === 'none'),
    leftAlone: differing
      .filter(({ name }) => !isSelected(name, policy))
      .map(({ name }): LeftAlone => ({ name, reason: 'not-selected', detail: undefined })),
  };
}

function compare(
  before: DesiredConnector | undefined,
  desired: DesiredConnector,
  live: LiveConnector | undefined,
): Change {
  const { name } = desired;
  if (desired.kind === 'absent') {
    if (!live) return { kind: 'none', name, desired, live };
    return { kind: 'delete', name, live, because: { kind: 'absent', desired } } satisfies DeleteChange;
  }
  if (!live || before?.kind !== 'present') return { kind: 'create', name, desired, target: desired.config };
  return compareDeclared(before, desired, live);
}

/** Unlike the state of a live connector, that of a file may be undeclared. */
function compareDeclared(before: PresentConnector, desired: PresentConnector, live: LiveConnector): Change {
  const { name } = desired;
  const { target, fields } = compareConfigs(desired, live);
  const state =
    before.state === desired.state
      ? undefined
      : { before: observedState(live), after: desired.state ?? observedState(live) };
  const [first, ...rest] = fields;
  const both = { name, desired, live, failed: undefined };
  if (first) return { kind: 'update', ...both, target, fields: [first, ...rest], state };
  if (state) return { kind: 'set-state', ...both, state };
  return { kind: 'none', name, desired, live };
}

function effectsOf(change: ActiveChange, { classes, movesOf }: PluginsOfFiles): readonly string[] {
  if (change.kind !== 'update') return [];
  return [...movesOf(change), ...keyEffects(change, { classes }).map(({ sentence }) => sentence)];
}
