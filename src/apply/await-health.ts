import { assessHealth } from '../model/assess-health.ts';
import type { DesiredState } from '../model/desired-connector.ts';
import { formatDuration } from '../model/duration.ts';
import type { Health } from '../model/health.ts';
import { type ConnectorStatus, type LiveConnector, workerIdsOf } from '../model/live-connector.ts';
import { firstInterval, nextInterval } from '../model/poll.ts';
import { givenUp, unlessAborted } from '../model/unless-aborted.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import {
  type Followed,
  followHealth,
  hasEnded,
  isAsDesired,
  startFollowing,
  untilStable,
} from './follow-health.ts';
import type { HealthChanges } from './health-changes.ts';
import { ObservedHealth } from './observe-health.ts';
import type { Run } from './run.ts';

/** A connector whose health is waited for. */
export interface Watched {
  readonly name: string;
  /** Undefined: whichever state it has. */
  readonly desiredState: DesiredState | undefined;
  /** Its status right before the first call of this run. */
  readonly before: ConnectorStatus | undefined;
  readonly writtenAt: number;
}

/** The last judgement of a connector, and since when it held. */
export type Awaited = Pick<Followed, 'health' | 'since'>;

/**
 * Waits until every connector is as wished and all have stayed so together for `--stable-for`, or have FAILED, or the
 * time is over, or the run is to end. One reading of the cluster serves all of them, however many. What `early` has
 * seen before counts as if it had been waited for from then on.
 */
export async function awaitHealth(
  watched: readonly Watched[],
  run: Run,
  early = new ObservedHealth(run),
): Promise<ReadonlyMap<string, Awaited>> {
  const started = new Map(
    watched.map(({ name }) => [name, { ...startFollowing(run.clock.now()), ...early.of(name) }]),
  );
  if (watched.length === 0) return started;
  return run.budget.during(() => follow(watched, { started, teller: early.teller }, run));
}

async function follow(
  watched: readonly Watched[],
  { started, teller }: { readonly started: ReadonlyMap<string, Followed>; readonly teller: HealthChanges },
  run: Run,
): Promise<ReadonlyMap<string, Awaited>> {
  const { clock, budget, stopping } = run;
  let followed = started;
  for (let interval = firstInterval; ; interval = nextInterval(interval)) {
    const reading = await readAll(watched, run);
    const now = clock.now();
    let left = interval;
    if (typeof reading === 'string') tellUnread(followed, reading, teller);
    else {
      followed = takeIn(watched, followed, { reading, now });
      for (const [name, { health }] of followed) teller.tell(name, health);
      left = untilStable(followed.values(), now, run.options.stableForMilliseconds);
      if (left <= 0) return followed;
    }
    if (stopping.signal.aborted) return followed;
    if (budget.remaining() <= 0) return tooLate(followed, reading, run);
    await clock.sleep(Math.min(interval, left, budget.remaining()), stopping.signal);
  }
}

function tellUnread(followed: ReadonlyMap<string, Followed>, why: string, teller: HealthChanges): void {
  for (const [name, one] of followed) {
    if (!hasEnded(one)) teller.tell(name, { kind: 'progressing', reason: `it cannot be read: ${why}` });
  }
}

/** All connectors, and which of the workers that are said to run them are gone. */
interface Reading {
  readonly connectors: ReadonlyMap<string, LiveConnector>;
  readonly refusing: ReadonlySet<string>;
}

/** A text where the cluster could not be read. */
async function readAll(watched: readonly Watched[], run: Run): Promise<Reading | string> {
  try {
    const reading = await unlessAborted(readOnce(watched, run), run.stopping.signal);
    return reading === givenUp ? run.stopping.describe() : reading;
  } catch (error) {
    if (!(error instanceof WorkerFailure)) throw error;
    if (error.verdict === 'unauthorised') run.stopping.stop({ kind: 'unauthorised' });
    return error.message;
  }
}

async function readOnce(watched: readonly Watched[], { readings, cluster }: Run): Promise<Reading> {
  const connectors = await readings.lookAtAll();
  const those = watched.flatMap(({ name }) => connectors.get(name) ?? []);
  return { connectors, refusing: await cluster.findUnreachable(workerIdsOf(those)) };
}

function takeIn(
  watched: readonly Watched[],
  followed: ReadonlyMap<string, Followed>,
  { reading, now }: { readonly reading: Reading; readonly now: number },
): ReadonlyMap<string, Followed> {
  const entries = watched.map((one) => {
    const live = reading.connectors.get(one.name);
    const { refusing } = reading;
    const health = assessHealth({ status: live?.status, taskIds: live?.taskIds, refusing }, one.desiredState);
    const last = followed.get(one.name) ?? startFollowing(now);
    return [one.name, followHealth(last, { health, status: live?.status, at: now }, one)] as const;
  });
  return new Map(entries);
}

/** What was not as wished for long enough when the time was over is not healthy. */
function tooLate(
  followed: ReadonlyMap<string, Followed>,
  reading: Reading | string,
  run: Run,
): ReadonlyMap<string, Awaited> {
  const limit = formatDuration(run.options.timeoutMilliseconds);
  const now = run.clock.now();
  const judge = (one: Followed): Awaited => {
    if (hasEnded(one) || one.health.kind === 'failed') return one;
    if (typeof reading === 'string') return progressing(`it could not be read any more: ${reading}`, one);
    const isStable = untilStable([one], now, run.options.stableForMilliseconds) <= 0;
    if (isStable) return one;
    if (isAsDesired(one.health))
      return progressing(`not stable for long enough within ${limit} of waiting`, one);
    return progressing(`${describe(one.health)}, after ${limit} of waiting`, one);
  };
  return new Map([...followed].map(([name, one]) => [name, judge(one)]));
}

function progressing(reason: string, { since }: Followed): Awaited {
  return { health: { kind: 'progressing', reason }, since };
}

function describe(health: Health): string {
  return health.kind === 'progressing' || health.kind === 'failed' ? health.reason : health.kind;
}
