import type { Health } from '../model/health.ts';
import type { ConnectorStatus } from '../model/live-connector.ts';
import type { Step } from '../model/plan.ts';

/** A connector whose health is awaited. */
export interface Watched extends Baseline {
  readonly name: string;
  /** Undefined: whichever state it has. */
  readonly desiredState: Step['desiredState'];
}

/** The last assessment of a connector, and since when it has held. */
export type Awaited = Pick<Followed, 'health' | 'since'>;

/** One connector on its way to health, after the last reading. */
export interface Followed {
  readonly health: Health;
  /** Since when `health` has held, in milliseconds of the clock. */
  readonly since: number;
  /** How many readings in a row showed FAILED. */
  readonly failures: number;
  /** A reading has shown something else than the failure from before the write. */
  readonly hasMoved: boolean;
}

/** One reading of it, assessed. */
export interface HealthReading {
  readonly health: Health;
  readonly status: ConnectorStatus | undefined;
  readonly at: number;
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

/** Nothing has been read yet. */
export function startFollowing(now: number): Followed {
  const health: Health = { kind: 'progressing', reason: 'its status has not been read' };
  return { health, since: now, failures: 0, hasMoved: false };
}

/** Takes one more reading into account. A connector whose wait has ended stays as it is. */
export function followHealth(followed: Followed, reading: HealthReading, baseline: Baseline): Followed {
  if (hasEnded(followed)) return followed;
  const isOther = reading.status !== undefined && failuresIn(reading.status) !== failuresIn(baseline.before);
  const hasMoved = followed.hasMoved || isOther;
  const isOld = !hasMoved && reading.at - baseline.writtenAt < staleFailureMilliseconds;
  const health: Health =
    reading.health.kind === 'failed' && isOld
      ? { kind: 'progressing', reason: `${reading.health.reason}, as before` }
      : reading.health;
  return {
    health,
    hasMoved,
    failures: health.kind === 'failed' ? followed.failures + 1 : 0,
    since: isSameKind(followed.health, health) ? followed.since : reading.at,
  };
}

/** Whether it has FAILED for good: nothing waits for it any longer. */
export function hasEnded(followed: Followed): boolean {
  return followed.failures >= failuresThatEnd;
}

/**
 * How long until all that has not FAILED has been in its desired state for long enough, together; Infinity while
 * something is not in it. A connector without any task must stay so for ten seconds: tasks may still be starting.
 */
export function untilStable(all: Iterable<Followed>, now: number, stableFor: number): number {
  let longest = 0;
  for (const followed of all) {
    if (hasEnded(followed)) continue;
    if (!isAsDesired(followed.health)) return Number.POSITIVE_INFINITY;
    const needed = isWithoutTasks(followed.health)
      ? Math.max(leastMillisecondsWithoutTasks, stableFor)
      : stableFor;
    longest = Math.max(longest, followed.since + needed - now);
  }
  return longest;
}

/** Healthy, or suspended where that is the desired state. */
export function isAsDesired(health: Health): boolean {
  return health.kind === 'healthy' || health.kind === 'suspended';
}

function isWithoutTasks(health: Health): boolean {
  return health.kind === 'healthy' && health.tasks === 0;
}

function isSameKind(one: Health, other: Health): boolean {
  if (one.kind !== other.kind) return false;
  return isWithoutTasks(one) === isWithoutTasks(other);
}

/** Everything that is FAILED, with where and why, as one text to compare. */
function failuresIn(status: ConnectorStatus | undefined): string {
  const instances = status ? [{ id: 'connector', ...status.connector }, ...status.tasks] : [];
  const failed = instances.filter((instance) => instance.state === 'FAILED');
  return JSON.stringify(failed.map(({ id, workerId, trace }) => [id, workerId, trace]));
}
