import { assessHealth } from '../model/assess-health.ts';
import { formatDuration } from '../model/duration.ts';
import type { Health } from '../model/health.ts';
import { type LiveConnector, workerIdsOf } from '../model/live-connector.ts';
import { aborted, firstInterval, nextInterval, unlessAborted } from '../model/poll.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import { checkTasks } from './check-tasks.ts';
import { howOvertaken } from './find-overtaken.ts';
import {
  type Awaited,
  expectationOf,
  type Followed,
  followHealth,
  hasEnded,
  isAsDesired,
  startFollowing,
  untilStable,
  type Watched,
} from './follow-health.ts';
import type { HealthChanges } from './health-changes.ts';
import { ObservedHealth } from './observe-health.ts';
import type { Run } from './run.ts';

/**
 * Waits until every connector is in its desired state and all have stayed so together for `--stable-for`, or have
 * FAILED, or the time limit is reached, or the run ends. One reading of the cluster serves all of them, however many.
 * What was observed before counts as if the wait had begun then.
 */
export async function awaitHealth(
  watched: readonly Watched[],
  run: Run,
  observed = new ObservedHealth(run),
): Promise<ReadonlyMap<string, Awaited>> {
  const started = new Map(
    watched.map(({ name }) => [name, { ...startFollowing(run.clock.now()), ...observed.of(name) }]),
  );
  if (watched.length === 0) return started;
  return run.budget.during(() => follow(watched, { started, changes: observed.changes }, run));
}

async function follow(
  watched: readonly Watched[],
  { started, changes }: { readonly started: ReadonlyMap<string, Followed>; readonly changes: HealthChanges },
  run: Run,
): Promise<ReadonlyMap<string, Awaited>> {
  const { clock, budget, shutdown } = run;
  let followed = started;
  const sound = new Set<string>();
  for (let interval = firstInterval; ; interval = nextInterval(interval)) {
    // A slow answer may show how things were when it was requested: stable since then is all that it proves.
    const askedAt = clock.now();
    const reading = await readAll(watched, run);
    let left = interval;
    if (typeof reading === 'string') reportUnread(followed, reading, changes);
    else {
      followed = assessAll(watched, followed, { reading, now: clock.now() });
      left = untilStable(followed.values(), askedAt, run.options.stableForMilliseconds);
      if (left <= 0) {
        followed = await checkTasks(watched, { followed, connectors: reading.connectors, sound }, run);
        left = untilStable(followed.values(), askedAt, run.options.stableForMilliseconds);
      }
      for (const [name, { health }] of followed) changes.report(name, health);
      if (left <= 0) return followed;
    }
    if (shutdown.reason?.kind === 'other-cluster') return unread(followed, shutdown.describe());
    if (shutdown.stopped.aborted) return followed;
    if (budget.remaining() <= 0) return tooLate(followed, { reading, askedAt }, run);
    await clock.sleep(Math.min(interval, left, budget.remaining()), shutdown.stopped);
  }
}

function reportUnread(followed: ReadonlyMap<string, Followed>, why: string, changes: HealthChanges): void {
  for (const [name, one] of followed) {
    if (!hasEnded(one)) changes.report(name, { kind: 'progressing', reason: `it cannot be read: ${why}` });
  }
}

/** What was seen of them before may be gone: the cluster cannot be read any more. */
function unread(followed: ReadonlyMap<string, Followed>, why: string): ReadonlyMap<string, Awaited> {
  const assess = (one: Followed) =>
    hasEnded(one) ? one : progressing(`it could not be read any more: ${why}`, one);
  return new Map([...followed].map(([name, one]) => [name, assess(one)]));
}

/** All connectors, and which of the workers that are said to run them are unreachable. */
interface Reading {
  readonly connectors: ReadonlyMap<string, LiveConnector>;
  readonly refusing: ReadonlySet<string>;
}

/** Why not, where the cluster could not be read. */
async function readAll(watched: readonly Watched[], run: Run): Promise<Reading | string> {
  try {
    const reading = await unlessAborted(readOnce(watched, run), run.shutdown.stopped);
    return reading === aborted ? run.shutdown.describe() : reading;
  } catch (error) {
    if (!(error instanceof WorkerFailure)) throw error;
    run.shutdown.stopAfter(error);
    return error.message;
  }
}

async function readOnce(watched: readonly Watched[], { readings, cluster }: Run): Promise<Reading> {
  const connectors = await readings.readAll();
  const those = watched.flatMap(({ name }) => connectors.get(name) ?? []);
  return { connectors, refusing: await cluster.findUnreachable(workerIdsOf(those)) };
}

function assessAll(
  watched: readonly Watched[],
  followed: ReadonlyMap<string, Followed>,
  { reading, now }: { readonly reading: Reading; readonly now: number },
): ReadonlyMap<string, Followed> {
  const entries = watched.map((one) => {
    const live = reading.connectors.get(one.name);
    const last = followed.get(one.name) ?? startFollowing(now);
    const facts = { status: live?.status, taskIds: live?.taskIds, ...(live && { type: live.type }) };
    const health = assessHealth({ ...facts, refusing: reading.refusing }, expectationOf(one, last));
    const { step } = one;
    const isOvertaken = step && howOvertaken({ step, reached: last.reached }, live) !== undefined;
    const seen = { health, status: live?.status, at: now, ...(isOvertaken && { isOvertaken }) };
    return [one.name, followHealth(last, seen, one)] as const;
  });
  return new Map(entries);
}

/** What had not been in its desired state for long enough when the time limit was reached is not healthy. */
function tooLate(
  followed: ReadonlyMap<string, Followed>,
  { reading, askedAt }: { readonly reading: Reading | string; readonly askedAt: number },
  run: Run,
): ReadonlyMap<string, Awaited> {
  const limit = formatDuration(run.options.timeoutMilliseconds);
  const assess = (one: Followed): Awaited => {
    if (hasEnded(one) || one.health.kind === 'failed') return one;
    if (typeof reading === 'string') return progressing(`it could not be read any more: ${reading}`, one);
    const isStable = untilStable([one], askedAt, run.options.stableForMilliseconds) <= 0;
    if (isStable) return one;
    if (isAsDesired(one.health))
      return progressing(`not stable for long enough within ${limit} of waiting`, one);
    return progressing(`${describe(one.health)}, after ${limit} of waiting`, one);
  };
  return new Map([...followed].map(([name, one]) => [name, assess(one)]));
}

function progressing(reason: string, { since, reached }: Followed): Awaited {
  return { health: { kind: 'progressing', reason }, since, reached };
}

function describe(health: Health): string {
  return health.kind === 'progressing' || health.kind === 'failed' ? health.reason : health.kind;
}
