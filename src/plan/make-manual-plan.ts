import type { Action } from '../model/action.ts';
import type { Change, NoChange, RestartChange, SetStateChange } from '../model/change.ts';
import { describeFailedInstances } from '../model/describe-failed-instances.ts';
import type { ActiveChange, LeftAlone, Plan, PlannedStep } from '../model/plan.ts';
import type { WorkerInfo } from '../model/worker-info.ts';
import { releaseOf, supports, type WorkerVersion } from '../model/worker-version.ts';
import type { Actions } from './action-context.ts';
import { assessManualAction, assessManualDeletions, type ManuallySelected } from './assess-manual-action.ts';
import { effectsOf } from './effects.ts';
import { actionsFor, stepFor } from './make-steps.ts';
import { type OwnershipScope, ownershipScope } from './ownership-scope.ts';
import { restartFailed } from './restarts.ts';

/** Everything that the plan of a manual action depends on. */
export interface ManualPlanInput extends ManuallySelected {
  /** One for each selected connector. */
  readonly changes: readonly Change[];
  /** Selected names that cannot be written to safely. */
  readonly unmanageable: readonly string[];
  /** What globs match and do not select. */
  readonly leftAlone: readonly LeftAlone[];
  readonly cluster: { readonly name: string | undefined; readonly url: string };
}

/**
 * The plan of a manual action: a step for each selected connector that needs it, all side by side. Files do not narrow
 * it, since a person named the connectors; the safety checks of deletions do.
 */
export function makeManualPlan(input: ManualPlanInput): Plan {
  const { action, changes, reading, ownership } = input;
  const scope = ownershipScope(ownership);
  const active = changes.filter((change): change is ActiveChange => change.kind !== 'none');
  const unchanged = changes.filter((change): change is NoChange => change.kind === 'none');
  return {
    cluster: { ...input.cluster, worker: reading.worker },
    steps: active.map((change) => manualStep(change, input, scope)),
    unchanged,
    leftAlone: [...input.unmanageable.map(unmanageable), ...input.leftAlone],
    refusals: assessManualDeletions(input, active),
    findings: assessManualAction(action, { active, unchanged }),
    validation: 'not-needed',
    connectorsDeclared: 0,
    connectorsLive: reading.connectors.size,
  };
}

function manualStep(
  change: ActiveChange,
  { reading, ownership }: ManualPlanInput,
  scope: OwnershipScope,
): PlannedStep {
  const { worker } = reading;
  const actions = manualActions(change, worker.version);
  const isForeign = ownership.names !== undefined && 'live' in change && !scope.owns(change.live);
  const owner = 'live' in change ? scope.markerOf(change.live) : undefined;
  const ofOthers = owner?.owner === 'another' ? owner.words : undefined;
  const remarks = isForeign || ofOthers ? [ofOthers ?? 'not declared in any file'] : [];
  return {
    ...stepFor(change, actions),
    change,
    wave: 0,
    effects: [...manualEffects(change, actions, worker), ...remarks],
    source: undefined,
  };
}

/** Exactly the requested calls, and no restart of what is FAILED besides. */
function manualActions(change: ActiveChange, version: WorkerVersion | undefined): Actions {
  if (change.kind !== 'restart') return actionsFor(change, { version, restart: 'none' });
  return restartActions(change, version);
}

/** Workers before 3.0 restart the connector alone, whatever the request says: each task needs its own call. */
function restartActions(
  { requested = 'failed', failed, live }: RestartChange,
  version: WorkerVersion | undefined,
): Actions {
  const connector: Action = { kind: 'restart', includeTasks: false, onlyFailed: false };
  if (typeof requested === 'object') return [{ kind: 'restart-task', task: requested.task }];
  if (requested === 'failed') return restartFailed(failed, version);
  if (requested === 'connector') return [connector];
  if (supports(version, 'restartWithTasks'))
    return [{ kind: 'restart', includeTasks: true, onlyFailed: false }];
  return [connector, ...live.taskIds.map((task): Action => ({ kind: 'restart-task', task }))];
}

/** The effects on running data, and what stays as it is though one might expect otherwise. */
function manualEffects(change: ActiveChange, actions: Actions, worker: WorkerInfo): readonly string[] {
  switch (change.kind) {
    case 'restart':
      return restartEffects(change, actions, worker);
    case 'set-state':
      return [...effectsOf(change, actions, { worker }).effects, ...staysFailed(change)];
    default:
      return effectsOf(change, actions, { worker }).effects;
  }
}

/** Only a stop ends what is FAILED (Connect REST contract 10.2). */
function staysFailed({ state, failed }: SetStateChange): string[] {
  return state.after === 'stopped' || !failed ? [] : [`${describeFailedInstances(failed)}, and stays so`];
}

function restartEffects(change: RestartChange, actions: Actions, worker: WorkerInfo): readonly string[] {
  const { requested, live } = change;
  const count = live.taskIds.length;
  if (requested === undefined || requested === 'failed')
    return [...effectsOf(change, actions, { worker }).effects, ...oneByOne(actions, worker)];
  if (typeof requested === 'object')
    return [`restarts task ${requested.task}, and nothing else of it`, offsetsKept];
  if (requested === 'connector') {
    const left = count === 0 ? [] : [`its ${tasks(count)} not restarted: add --with-tasks for that`];
    return ['restarts the connector', ...left, offsetsKept];
  }
  const all = count === 0 ? '' : ` and its ${count === 1 ? 'task' : `${count} tasks`}`;
  return [`restarts the connector${all}`, ...oneByOne(actions, worker), offsetsKept];
}

const offsetsKept = 'offsets are kept';

function tasks(count: number): string {
  return count === 1 ? 'task is' : `${count} tasks are`;
}

function oneByOne(actions: Actions, { versionText }: WorkerInfo): string[] {
  if (!actions.some(({ kind }) => kind === 'restart-task')) return [];
  return [
    `task by task, because Kafka Connect ${versionText} cannot do it in one call (${releaseOf('restartWithTasks')} or later can)`,
  ];
}

function unmanageable(name: string): LeftAlone {
  return { name, reason: 'unmanageable-name', detail: undefined };
}
