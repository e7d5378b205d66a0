import { type Expectation, isWithoutTasks } from '../model/assess-health.ts';
import type { Config } from '../model/config.ts';
import type { ConnectorName } from '../model/connector-name.ts';
import { contradictionFailure } from '../model/contradicting-keys.ts';
import type { Health } from '../model/health.ts';
import type { ConnectorStatus, LiveConnector } from '../model/live-connector.ts';
import type { Step } from '../model/plan.ts';
import type { Left } from './find-overtaken.ts';
import { lagMilliseconds } from './read-back.ts';

/** A connector whose health is awaited. */
export interface Watched extends Baseline {
  readonly name: ConnectorName;
  /** Undefined: whichever state it has. */
  readonly desiredState: Step['desiredState'];
  readonly allowNoTasks?: Step['allowNoTasks'];
  /** `--strict`. */
  readonly strict?: boolean | undefined;
  /** It had tasks before the first call. */
  readonly hadTasks?: boolean;
  /** Its configuration before the first call; left out if this run created it. */
  readonly former?: Config;
  /** What the run did to it; left out: nothing. */
  readonly step?: Left['step'];
}

/** A step whose health is awaited, with the connector right before its first call. */
export function watchedOf(
  {
    name,
    desiredState,
    allowNoTasks,
    strict,
  }: Pick<Watched, 'name' | 'desiredState' | 'allowNoTasks' | 'strict'>,
  { before, writtenAt }: { readonly before: LiveConnector | undefined; readonly writtenAt: number },
): Watched {
  const hadTasks = before !== undefined && before.taskIds.length > 0;
  const watched = { name, desiredState, allowNoTasks, strict, hadTasks, before: before?.status, writtenAt };
  return { ...watched, ...(before && { former: before.config }) };
}

/** What a watched connector is expected to be, after what has been seen of it. */
export function expectationOf(
  { desiredState, allowNoTasks, strict, hadTasks }: Watched,
  followed?: Pick<Followed, 'hasShownTasks'>,
): Expectation {
  return {
    state: desiredState,
    allowNoTasks,
    strict,
    hadTasks: hadTasks || followed?.hasShownTasks,
  };
}

/** The last assessment of a connector, and since when it has held. */
export type Awaited = Pick<Followed, 'health' | 'since'> & Partial<Pick<Followed, 'reached'>>;

/** One connector on its way to health, after the last reading. */
export interface Followed {
  readonly health: Health;
  /** Since when `health` has held, in milliseconds of the clock. */
  readonly since: number;
  /** How many readings in a row showed FAILED. */
  readonly failures: number;
  /** A reading has shown something else than the failure from before the write. */
  readonly hasMoved: boolean;
  /** A reading has shown at least one task. */
  readonly hasShownTasks: boolean;
  /** A reading has shown it in its desired state. */
  readonly reached: boolean;
  /** Since when readings have shown that somebody else changed it again; undefined: the last one does not. */
  readonly overtakenSince: number | undefined;
  /** They have for longer than a reading may lag behind. */
  readonly isOvertaken: boolean;
}

/** One reading of it, assessed. */
export interface HealthReading {
  readonly health: Health;
  readonly status: ConnectorStatus | undefined;
  readonly at: number;
  /** It shows that somebody else changed the connector after this run did. */
  readonly isOvertaken?: boolean;
}

/** What was known of it when its last call was answered. */
export interface Baseline {
  /** Its status right before the first call. */
  readonly before: ConnectorStatus | undefined;
  readonly writtenAt: number;
}

/** FAILED in so many readings in a row ends the wait. */
const failuresThatEnd = 2;

/** How long FAILED exactly as before the write counts as old: a write shows after up to three rebalances of 3 s. */
const staleFailureMilliseconds = 10_000;

/** How long a connector must run without any task before that counts as intended by its plugin. */
const leastMillisecondsWithoutTasks = 10_000;

const untouched = { reached: false, overtakenSince: undefined, isOvertaken: false };

/** Nothing has been read yet. */
export function startFollowing(now: number): Followed {
  const health: Health = { kind: 'progressing', reason: 'its status has not been read' };
  return { health, since: now, failures: 0, hasMoved: false, hasShownTasks: false, ...untouched };
}

/** Takes one more reading into account. A connector whose wait has ended stays as it is. */
export function followHealth(followed: Followed, reading: HealthReading, baseline: Baseline): Followed {
  if (hasEnded(followed)) return followed;
  const isOther = reading.status !== undefined && failuresIn(reading.status) !== failuresIn(baseline.before);
  const hasMoved = followed.hasMoved || isOther;
  const isOld = !hasMoved && reading.at - baseline.writtenAt < staleFailureMilliseconds;
  const since = isSameKind(followed.health, reading.health) ? followed.since : reading.at;
  const health = assessInTime(reading.health, { isOld, milliseconds: reading.at - since });
  const overtakenSince = reading.isOvertaken ? (followed.overtakenSince ?? reading.at) : undefined;
  return {
    health,
    reached: followed.reached || isAsDesired(health),
    overtakenSince,
    isOvertaken: overtakenSince !== undefined && reading.at - overtakenSince >= lagMilliseconds,
    hasMoved,
    hasShownTasks: followed.hasShownTasks || (reading.status?.tasks.length ?? 0) > 0,
    failures: health.kind === 'failed' && !health.withoutTasks ? followed.failures + 1 : 0,
    since: isSameKind(followed.health, health) ? since : reading.at,
  };
}

/** What a failure comes to that may be older than the write, or pass: tasks may still be starting. */
function assessInTime(
  health: Health,
  { isOld, milliseconds }: { readonly isOld: boolean; readonly milliseconds: number },
): Health {
  if (health.kind !== 'failed') return health;
  if (health.withoutTasks) {
    if (milliseconds >= leastMillisecondsWithoutTasks) return health;
    return { kind: 'progressing', reason: 'it has no tasks yet', withoutTasks: true };
  }
  return isOld ? { kind: 'progressing', reason: `${health.reason}, as before` } : health;
}

/** Whether it is healthy with at least one task. */
export function hasRunningTasks({ health }: Followed): boolean {
  return health.kind === 'healthy' && health.tasks > 0;
}

/** Its tasks contradict its configuration in these keys: they may still be replaced, for some seconds after a write. */
export function markContradicted(
  followed: Followed,
  keys: readonly string[],
  { at, writtenAt }: { readonly at: number; readonly writtenAt: number },
): Followed {
  if (at - writtenAt >= staleFailureMilliseconds)
    return { ...followed, health: contradictionFailure(keys), since: at, failures: failuresThatEnd };
  const health: Health = { kind: 'progressing', reason: 'its tasks still run an earlier configuration' };
  return { ...followed, health, since: at };
}

/** Whether it has FAILED for good, or somebody else changed it again: nothing waits for it any longer. */
export function hasEnded(followed: Followed): boolean {
  return followed.failures >= failuresThatEnd || followed.isOvertaken;
}

/**
 * How long until all that has not FAILED has been in its desired state for long enough, together; Infinity while
 * something is not in it. A connector without any task must stay so for ten seconds: tasks may still be starting.
 */
export function untilStable(all: Iterable<Followed>, now: number, stableFor: number): number {
  let longest = 0;
  for (const followed of all) {
    if (hasEnded(followed)) continue;
    const withoutTasks = isWithoutTasks(followed.health);
    if (!withoutTasks && !isAsDesired(followed.health)) return Number.POSITIVE_INFINITY;
    const needed = withoutTasks ? Math.max(leastMillisecondsWithoutTasks, stableFor) : stableFor;
    if (needed > 0) longest = Math.max(longest, followed.since + needed - now);
  }
  return longest;
}

/** Healthy, or suspended where that is the desired state. */
export function isAsDesired(health: Health): boolean {
  return health.kind === 'healthy' || health.kind === 'suspended';
}

function isSameKind(one: Health, other: Health): boolean {
  if (isWithoutTasks(one) || isWithoutTasks(other)) return isWithoutTasks(one) === isWithoutTasks(other);
  return one.kind === other.kind;
}

/** Everything that is FAILED, with where and why, as one text to compare. */
function failuresIn(status: ConnectorStatus | undefined): string {
  const instances = status ? [{ id: 'connector', ...status.connector }, ...status.tasks] : [];
  const failed = instances.filter((instance) => instance.state === 'FAILED');
  return JSON.stringify(failed.map(({ id, workerId, trace }) => [id, workerId, trace]));
}
