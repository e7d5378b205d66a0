import type { DesiredState } from '../model/desired-connector.ts';
import { certainState, type ExpectedConnector, type LiveConnector } from '../model/live-connector.ts';
import type { Step } from '../model/plan.ts';
import { aborted, poll, unlessAborted } from '../model/poll.ts';
import { holdsConfig } from './check-precondition.ts';
import type { ReadingAge } from './cluster-readings.ts';
import { lagMilliseconds, orUndefined } from './read-back.ts';
import type { Run } from './run.ts';

/** What this run left behind at one connector, and nobody else may have changed. */
export interface Left {
  readonly step: Pick<Step, 'name' | 'kind' | 'actions' | 'expected' | 'desiredState' | 'ignoreKeys'>;
  /** It was seen in its desired state: another state is the work of somebody else, and not one that is yet to show. */
  readonly reached: boolean;
}

/**
 * Finds what somebody else changed after this run did, and how, by name. The last reading of the wait serves; only where
 * it shows a difference is the cluster read again, since another worker may answer from an older view for a moment.
 */
export function findOvertaken(left: readonly Left[], run: Run): Promise<ReadonlyMap<string, string>> {
  if (left.length === 0) return Promise.resolve(new Map());
  const find = (connectors: Connectors) =>
    left.flatMap((one) => {
      const how = howOvertaken(one, connectors.get(one.step.name));
      return how === undefined ? [] : [[one.step.name, how] as const];
    });
  return findLasting(find, run);
}

/** How somebody else changed a connector after this run did; undefined: nobody did. */
export function howOvertaken({ step, reached }: Left, live: LiveConnector | undefined): string | undefined {
  if (step.kind === 'delete') return live && 'deleted, then created again by someone else';
  if (!live) return 'applied, then deleted by someone else';
  const written = writtenBy(step);
  if (written && !holdsConfig(live, written, step.ignoreKeys))
    return 'applied, then its configuration was changed again by someone else';
  const state = certainState(live.status);
  if (!reached || !step.desiredState || !state || state === step.desiredState) return undefined;
  return `applied, then ${stateVerbs[state]} by someone else`;
}

/** What a person did to a connector that is now in this state. */
export const stateVerbs = {
  running: 'resumed',
  paused: 'paused',
  stopped: 'stopped',
} as const satisfies Record<DesiredState, string>;

/** The connector as a step leaves it, if it comes to its end. */
export function writtenBy(
  step: Pick<Step, 'actions' | 'expected' | 'desiredState'>,
): ExpectedConnector | undefined {
  const written = step.actions.find(
    (action) => action.kind === 'put-config' || action.kind === 'create-with-state',
  );
  const config = written?.config ?? step.expected?.config;
  const setsState = step.actions.some((action) => action.kind === 'set-state');
  const nullKeys = written ? [] : (step.expected?.nullKeys ?? []);
  return config && { config, nullKeys, state: setsState ? step.desiredState : undefined };
}

/** All connectors, by name. */
export type Connectors = ReadonlyMap<string, LiveConnector>;

type Finding = readonly [name: string, how: string];

/** What is found in a recent reading, and again in every one for as long as a reading may lag behind. */
export async function findLasting(
  find: (connectors: Connectors) => readonly Finding[],
  run: Run,
): Promise<ReadonlyMap<string, string>> {
  if (run.shutdown.stopped.aborted) return new Map();
  const recent = await readInTime('recent', run);
  let found = recent ? find(recent) : [];
  if (found.length === 0) return new Map();
  const ends = run.clock.now() + lagMilliseconds;
  await poll(
    async () => {
      const reading = await readInTime('from-now', run);
      if (reading) found = find(reading);
      return found.length === 0 ? true : undefined;
    },
    { clock: run.clock, remaining: () => ends - run.clock.now(), signal: run.shutdown.stopped },
  );
  const confirmed = await Promise.all(
    found.map(async ([name]) => {
      const connectors = await readOne(name, run);
      return connectors ? find(connectors).filter(([one]) => one === name) : [];
    }),
  );
  return new Map(confirmed.flat());
}

/** All connectors; undefined where they cannot be read, or not within half a minute or the time limit. */
export async function readInTime(age: ReadingAge, run: Run): Promise<Connectors | undefined> {
  const over = new AbortController();
  const longest = Math.min(longestReading, Math.max(leastReading, run.budget.remaining()));
  const stopTimer = run.clock.deadline(longest, () => over.abort());
  const signal = AbortSignal.any([over.signal, run.shutdown.stopped]);
  const reading = await unlessAborted(orUndefined(run.readings.readAll(age), run), signal);
  stopTimer();
  return reading === aborted ? undefined : reading;
}

const longestReading = 30_000;
const leastReading = 1_000;

/**
 * One connector, as the lists show it by now; undefined where they contradict each other: an expansion may leave out a
 * connector that the plain list contains, and that proves nothing.
 */
async function readOne(name: string, run: Run): Promise<Connectors | undefined> {
  const reading = await orUndefined(run.readings.read(name, 'recent'), run);
  if (!reading || reading.kind === 'contradictory') return undefined;
  return new Map(reading.kind === 'present' ? [[reading.connector.name, reading.connector]] : []);
}
