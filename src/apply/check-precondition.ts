import { type Action, isOffsetsAction } from '../model/action.ts';
import type { Config } from '../model/config.ts';
import type { DesiredState } from '../model/desired-connector.ts';
import { isInState } from '../model/is-in-state.ts';
import { certainState, type ExpectedConnector, type LiveConnector } from '../model/live-connector.ts';
import { canBeEqual, isMasked, maskedKeys } from '../model/masked-value.ts';
import { matchesAnyGlob } from '../model/name-glob.ts';
import type { Step } from '../model/plan.ts';

/** What a reading right before a write leads to. */
export type Precondition =
  /** It is what the plan saw: make this call. */
  | { readonly kind: 'proceed'; readonly action: Action }
  /** It already is as this call would make it: nothing is sent. */
  | { readonly kind: 'already' }
  /** It is no longer what the plan saw: it is left alone. */
  | { readonly kind: 'stale'; readonly reason: string };

/** One call of a step, and what must be live before it: what the plan saw, or what this run wrote. */
export interface Intent {
  readonly step: Pick<
    Step,
    'kind' | 'desiredState' | 'ignoreKeys' | 'actions' | 'forceRestart' | 'rewritesMasked'
  >;
  readonly action: Action;
  readonly expected: ExpectedConnector | undefined;
}

/**
 * Checks a fresh reading of a connector against what the plan saw. Connect has no conditional writes, the last writer
 * wins (Connect REST contract 1): this check keeps a run from undoing the change of somebody else.
 */
export function checkPrecondition(intent: Intent, live: LiveConnector | undefined): Precondition {
  const { action, expected, step } = intent;
  if (!live) return checkAbsent(action, expected);
  const unforeseen = unforeseenState(intent, live);
  if (unforeseen) return { kind: 'stale', reason: unforeseen };
  if (isAlready(intent, live)) return { kind: 'already' };
  const changed = whatChanged(intent, live);
  if (changed) return { kind: 'stale', reason: changed };
  if (action.kind !== 'put-config') return { kind: 'proceed', action };
  const unknown = unknownIgnoredKeys(action.config, step.ignoreKeys, live.config);
  if (unknown.length > 0)
    return { kind: 'stale', reason: `the worker masks ${unknown.join(', ')} now, which must be kept` };
  return {
    kind: 'proceed',
    action: { ...action, config: withIgnoredKeys(action.config, step.ignoreKeys, live.config) },
  };
}

function checkAbsent(action: Action, expected: ExpectedConnector | undefined): Precondition {
  if (action.kind === 'delete') return { kind: 'already' };
  if (expected) return { kind: 'stale', reason: 'it was deleted meanwhile' };
  return { kind: 'proceed', action };
}

/**
 * A state shows that did not when the plan was made (the status was missing, or hidden behind FAILED), it is not the
 * desired one, and no call of the step leads out of it: a new plan has that call.
 */
function unforeseenState({ action, expected, step }: Intent, live: LiveConnector): string | undefined {
  const state = certainState(live.status);
  if (action.kind !== 'put-config' || !step.desiredState || !state || expected?.state) return undefined;
  if (state === step.desiredState || step.actions.some(({ kind }) => kind === 'set-state')) return undefined;
  return expected
    ? `its state did not show when the plan was made, and is ${state} now`
    : 'it was created meanwhile and differs from its connector file';
}

function isAlready({ action, step, expected }: Intent, live: LiveConnector): boolean {
  switch (action.kind) {
    case 'put-config':
      return !step.rewritesMasked && holdsConfig(live, action, step.ignoreKeys);
    case 'create-with-state':
      // A status comes later than the configuration; until then nothing contradicts it.
      return (
        holdsConfig(live, action, step.ignoreKeys) &&
        (certainState(live.status) ?? action.state) === action.state
      );
    case 'delete':
    case 'alter-offsets':
    case 'reset-offsets':
      return false;
    case 'set-state':
      return (
        (isExpected(live, expected, step) && isInState(live, action.state)) ||
        isWrittenAlready(step, live, action.state)
      );
    case 'restart':
    case 'restart-task':
      return isExpected(live, expected, step) && !isRestartNeeded(action, step, live);
  }
}

/** The configuration that the step writes after its change of state is there, in that state or the desired one. */
function isWrittenAlready(step: Intent['step'], live: LiveConnector, state: DesiredState): boolean {
  const put = step.actions.find((action) => action.kind === 'put-config');
  if (!put || step.rewritesMasked || !holdsConfig(live, put, step.ignoreKeys)) return false;
  return isInState(live, state) || (step.desiredState !== undefined && isInState(live, step.desiredState));
}

function isExpected(
  live: LiveConnector,
  expected: ExpectedConnector | undefined,
  step: Intent['step'],
): boolean {
  return expected !== undefined && holdsConfig(live, expected, step.ignoreKeys);
}

type RestartAction = Extract<Action, { kind: 'restart' | 'restart-task' }>;

/**
 * Whether there still is something to restart. After a write everything named is restarted, because on old workers it
 * runs on the old configuration (Connect REST contract 5), and so is what a person requested; otherwise only what is
 * FAILED. A reading without its status, as a worker that is booting gives, proves no recovery. A stopped connector is
 * not restarted: a restart of its former task is refused for as long as it is stopped (Connect REST contract 4.12).
 */
function isRestartNeeded(action: RestartAction, step: Intent['step'], live: LiveConnector): boolean {
  if (!live.status) return action.kind === 'restart' || live.taskIds.includes(action.task);
  if (live.status.connector.state === 'STOPPED') return false;
  const isForced =
    (step.forceRestart || step.kind === 'update') && !(action.kind === 'restart' && action.onlyFailed);
  if (action.kind === 'restart-task') {
    return live.taskIds.includes(action.task) && (isForced || failedTasks(live).includes(action.task));
  }
  if (isForced || live.status.connector.state === 'FAILED') return true;
  return action.includeTasks && failedTasks(live).length > 0;
}

function failedTasks(live: LiveConnector): number[] {
  return (live.status?.tasks ?? []).filter((task) => task.state === 'FAILED').map((task) => task.id);
}

function whatChanged({ action, expected, step }: Intent, live: LiveConnector): string | undefined {
  if (!expected) return 'it was created meanwhile and differs from its connector file';
  if (!holdsConfig(live, expected, step.ignoreKeys)) return 'its configuration was changed meanwhile';
  const state = certainState(live.status);
  if (isOffsetsAction(action) && state !== 'stopped') return 'it is no longer stopped';
  if (!expected.state || !state || state === expected.state || state === step.desiredState) return undefined;
  return `it was ${expected.state} when the plan was made, and is ${state} now`;
}

/** A configuration that a live one is compared with. */
export interface ComparedConfig {
  readonly config: Config;
  /** Left out: none. */
  readonly nullKeys?: readonly string[];
}

/**
 * Whether a live connector has a configuration: the same keys with exactly the same text. Keys that are managed
 * elsewhere do not count, nor do values that the worker masks when read: those can be neither equal nor different.
 */
export function holdsConfig(
  live: Pick<LiveConnector, 'config' | 'nullKeys'>,
  other: ComparedConfig,
  ignoreKeys: readonly string[],
): boolean {
  const keys = [live.config.keys(), other.config.keys(), live.nullKeys, other.nullKeys ?? []];
  return keys.every((some) =>
    [...some].every((key) => matchesAnyGlob(ignoreKeys, key) || isEqualKey(key, live, other)),
  );
}

function isEqualKey(
  key: string,
  live: Pick<LiveConnector, 'config' | 'nullKeys'>,
  other: ComparedConfig,
): boolean {
  const value = live.config.get(key);
  const otherValue = other.config.get(key);
  if (value !== otherValue) return canBeEqual(key, value, otherValue);
  return live.nullKeys.includes(key) === (other.nullKeys ?? []).includes(key);
}

/** Ignored keys that a write would lose: the worker masks them, and they are not in the configuration to write. */
function unknownIgnoredKeys(target: Config, ignoreKeys: readonly string[], live: Config): readonly string[] {
  if (ignoreKeys.length === 0) return [];
  return maskedKeys(live).filter((key) => matchesAnyGlob(ignoreKeys, key) && !target.has(key));
}

/** The configuration to write now: ignored keys keep their live value, and stay absent where they are. */
function withIgnoredKeys(target: Config, ignoreKeys: readonly string[], live: Config): Config {
  if (ignoreKeys.length === 0) return target;
  const config = new Map(target);
  for (const key of new Set([...target.keys(), ...live.keys()])) {
    if (!matchesAnyGlob(ignoreKeys, key)) continue;
    const value = live.get(key);
    if (value === undefined) config.delete(key);
    else if (!isMasked(key, value)) config.set(key, value);
  }
  return config;
}
