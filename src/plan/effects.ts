import type {
  CreateChange,
  DeleteChange,
  RestartChange,
  SetStateChange,
  UpdateChange,
} from '../model/change.ts';
import { describeFailedInstances } from '../model/describe-failed-instances.ts';
import { listOf } from '../model/diagnostics/list-of.ts';
import { failureCause } from '../model/failure-cause.ts';
import type { KeyEffect } from '../model/key-effect.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import type { ActiveChange, PlannedStep } from '../model/plan.ts';
import type { PluginClasses } from '../model/plugin-classes.ts';
import type { FingerprintComparison } from '../model/secret-fingerprint.ts';
import { unreachable } from '../model/unreachable.ts';
import type { WorkerInfo } from '../model/worker-info.ts';
import { supports } from '../model/worker-version.ts';
import type { Actions } from './action-context.ts';
import { keyEffects } from './key-effects/key-effects.ts';
import { changedIgnoredKeys } from './restarts.ts';
import { isSuspendedForWrite, statesOfUpdate, type UpdateStates } from './state-at-write.ts';

const rebalance = 'the workers rebalance';
const offsetsKept = 'offsets are kept';

/** What effects depend on, beside the change. */
export interface EffectContext {
  readonly worker: WorkerInfo;
  /** The connector classes of the worker, where they were read. */
  readonly classes?: PluginClasses | undefined;
}

/** The effects of a change on running data: of its keys, and all of them as short clauses without values. */
export function effectsOf(
  change: ActiveChange,
  actions: Actions,
  context: EffectContext,
): Pick<PlannedStep, 'effects' | 'keyEffects'> {
  if (change.kind !== 'update') return { effects: describeEffects(change, actions, context.worker) };
  const known = keyEffects(change, context);
  const effects = update(change, actions, { worker: context.worker, known });
  return { effects, ...(known.length > 0 && { keyEffects: known }) };
}

function describeEffects(
  change: Exclude<ActiveChange, UpdateChange>,
  actions: Actions,
  worker: WorkerInfo,
): readonly string[] {
  switch (change.kind) {
    case 'create':
      return create(change, actions, worker);
    case 'set-state':
      return setState(change, actions);
    case 'restart':
      return restart(change);
    case 'delete':
      return remove(change);
    default:
      return unreachable(change);
  }
}

function create({ desired }: CreateChange, actions: Actions, worker: WorkerInfo): string[] {
  const reused = 'resumes from stored offsets if a connector with this name existed before';
  return [startOf(desired.state ?? 'running', actions, worker), reused, rebalance];
}

function startOf(state: 'running' | 'paused' | 'stopped', actions: Actions, worker: WorkerInfo): string {
  if (state === 'running') return 'starts running';
  if (actions.some((action) => action.kind === 'create-with-state'))
    return `is created ${state}: nothing runs`;
  return (
    `starts, and is ${state} right after: Kafka Connect ${worker.versionText} cannot create it ${state}, ` +
    'so records may flow in between'
  );
}

function update(
  change: UpdateChange,
  actions: Actions,
  { worker, known }: { worker: WorkerInfo; known: readonly KeyEffect[] },
): string[] {
  const secrets = secretEffects(change);
  return [
    ...secrets.first,
    runsOfUpdate(change, worker),
    ...restartsOfUpdate(change, actions, worker),
    ...(known.some((effect) => effect.losesOffsets) ? [] : [offsetsKept]),
    ...known.map((effect) => effect.sentence),
    ...secrets.last,
    ...(causesRebalance(change) ? [rebalance] : []),
  ];
}

/** What runs, and with which configuration, after the write. */
function runsOfUpdate(change: UpdateChange, worker: WorkerInfo): string {
  const states = statesOfUpdate(change);
  if (isSuspendedForWrite(states)) return suspendedForWrite(states);
  const { before, after } = states;
  if (after !== 'running') {
    const how = before === after ? `stays ${after}` : `is ${after} before the configuration is written`;
    return `${how}: the new configuration runs when it is resumed`;
  }
  if (before !== 'running') return 'starts with the new configuration';
  const reachesTasks =
    supports(worker.version, 'restartsTasksOnAnyChange') ||
    changedIgnoredKeys(change, worker.version).length > 0;
  return reachesTasks ? restarted(change.live) : restartedPerhaps(change.live);
}

function suspendedForWrite({ during, after }: UpdateStates): string {
  const end = after === 'running' ? 'resumed' : after;
  return `is ${during} before the configuration is written, and ${end} after (changeWhile: ${during})`;
}

/** Why there are restarts beside the write, or that there is none where one might expect it. */
function restartsOfUpdate(
  change: UpdateChange,
  actions: Actions,
  { version, versionText }: WorkerInfo,
): string[] {
  const { failed } = change;
  const unheard = changedIgnoredKeys(change, version);
  if (unheard.length > 0) {
    return [
      `its tasks are restarted because Kafka Connect ${versionText} does not pass on ${unheard.join(', ')}`,
    ];
  }
  if (!failed || failed.tasks.length === 0) return [];
  if (hasRestart(actions)) return [`restarts what is FAILED: ${describeFailedInstances(failed)}`];
  return supports(version, 'restartsTasksOnAnyChange')
    ? []
    : [`${describeFailedInstances(failed)}, and may stay so`];
}

function hasRestart(actions: Actions): boolean {
  return actions.some((action) => action.kind === 'restart' || action.kind === 'restart-task');
}

/** A write to a suspended connector makes no tasks, and so moves none (Connect REST contract 5). */
function causesRebalance(change: UpdateChange): boolean {
  const { before, during, after } = statesOfUpdate(change);
  return after === 'running' || (during === 'stopped' && before !== 'stopped');
}

function setState({ live, state, failed }: SetStateChange, actions: Actions): string[] {
  const { before, after } = state;
  if (after === 'stopped') return [stopped(live), offsetsKept, rebalance];
  const [how, ...rest] = after === 'paused' ? pause(live, before) : resume(live, before);
  const healed =
    hasRestart(actions) && failed ? [`restarts what is FAILED: ${describeFailedInstances(failed)}`] : [];
  return [how, ...healed, ...rest];
}

function pause(live: LiveConnector, before: SetStateChange['state']['before']): [string, ...string[]] {
  if (before === 'stopped') return ['is paused instead of stopped: no task is started'];
  return [`suspends the connector${andTasks(live)}`, offsetsKept];
}

function resume(live: LiveConnector, before: SetStateChange['state']['before']): [string, ...string[]] {
  if (before === 'stopped') return ['starts, and continues from its offsets', rebalance];
  return [`resumes the connector${andTasks(live)}`, offsetsKept];
}

function restart({ failed }: RestartChange): string[] {
  const healthy = failed.taskCount - failed.tasks.length;
  const others =
    healthy === 0 ? [] : [`${healthy === 1 ? 'the other task is' : 'the other tasks are'} not touched`];
  const cause = failed.trace === undefined ? undefined : failureCause(failed.trace);
  const why = cause?.kind === 'outside' ? [`its cause is outside of the connector: ${cause.advice}`] : [];
  return ['restarts what is FAILED', ...why, ...others, offsetsKept];
}

function remove({ live }: DeleteChange): string[] {
  const kept =
    live.type === 'sink' ? 'its consumer group and the offsets in it stay' : 'its offsets and topics stay';
  return [stopped(live), `${kept}: a connector with this name would resume from them`, rebalance];
}

function restarted(live: LiveConnector): string {
  return `restarts the connector${andTasks(live)}`;
}

function restartedPerhaps(live: LiveConnector): string {
  const count = live.taskIds.length;
  if (count === 0) return 'restarts the connector';
  return `restarts the connector, and its ${tasks(count)} if the plugin passes the change on`;
}

function stopped(live: LiveConnector): string {
  return `stops the connector${andTasks(live)}`;
}

function andTasks({ taskIds }: LiveConnector): string {
  return taskIds.length === 0 ? '' : ` and its ${tasks(taskIds.length)}`;
}

function tasks(count: number): string {
  return count === 1 ? 'task' : `${count} tasks`;
}

/** What an update does to secrets, in sentences without values. */
interface SecretEffects {
  /** Why it is an update, where nothing else shows it. */
  readonly first: readonly string[];
  /** What is written along with it. */
  readonly last: readonly string[];
}

/** The effects of an update on secrets: rotated ones, rewritten ones, and masked ones that are written unseen. */
function secretEffects(change: UpdateChange): SecretEffects {
  const compared: Partial<FingerprintComparison> =
    change.desired.fingerprint?.compare(change.live.config) ?? {};
  const { rotated = [], added = [], isOther = false } = compared;
  const rewrites = change.rewrites ?? [];
  const named = new Set([...rotated, ...rewrites]);
  const unseen = (change.incomparable ?? []).filter((key) => !named.has(key));
  return {
    first: [
      ...(rotated.length > 0 ? [`rotates ${rotated.join(', ')}`] : []),
      ...(added.length > 0 ? [`adds ${added.join(', ')} to its fingerprint of secrets`] : []),
      ...(isOther ? [otherKey] : []),
      ...rewrites
        .filter((key) => !rotated.includes(key))
        .map((key) => `rewrites ${key} (masked by the worker, cannot be compared)`),
    ],
    last:
      unseen.length > 0
        ? [`also writes ${listOf(unseen, 'and')}, which the worker masks: whether they differ cannot be seen`]
        : [],
  };
}

const otherKey =
  'renews its fingerprint of secrets, which was made with another key (CONNECT_SYNC_FINGERPRINT_KEY, else CONNECT_SYNC_PLAN_KEY)';
