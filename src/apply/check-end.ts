import { assessHealth } from '../model/assess-health.ts';
import type { Health } from '../model/health.ts';
import { certainState, type LiveConnector } from '../model/live-connector.ts';
import { matchesAnyGlob } from '../model/name-glob.ts';
import { isFailure, isUnhealthy, type OtherConnector, type Outcome } from '../model/outcome.ts';
import type { DeclaredConnector, StepsToApply } from '../model/plan.ts';
import { awaitHealth } from './await-health.ts';
import { holdsConfig } from './check-precondition.ts';
import {
  type Connectors,
  findLasting,
  findOvertaken,
  type Left,
  readInTime,
  stateVerbs,
} from './find-overtaken.ts';
import { expectationOf, isAsDesired, type Watched } from './follow-health.ts';
import type { OutcomeRecorder } from './outcome-recorder.ts';
import type { Run } from './run.ts';

/** What a run did before its end is checked. */
export interface Done {
  readonly plan: Pick<StepsToApply, 'steps' | 'declared'>;
  readonly recorder: OutcomeRecorder;
  /** What it changed. */
  readonly left: readonly Left[];
  /** The connectors whose health it awaited. */
  readonly watched: readonly Watched[];
  /** When its last change was read back, in milliseconds of the clock; undefined: it changed nothing. */
  readonly lastChange: number | undefined;
}

/**
 * Another run may base a write on a reading that is two seconds old (see `ClusterReadings`): only what is as written for
 * longer was not overwritten by a run at the same time.
 */
const contestedMilliseconds = 2_500;

/**
 * Checks everything that is declared once more, when all changes are made: nobody else may have changed it during the
 * run, and whatever is to run must be healthy, no matter who broke it. What is on its way is waited for, within the time
 * limit. Changes that are not as reported are amended; returns the connectors that the run did not change.
 */
export async function checkEnd(done: Done, run: Run): Promise<readonly OtherConnector[]> {
  const { plan, recorder, left } = done;
  if (run.shutdown.stopped.aborted) return [];
  await outlastOthers(done, run);
  const health = await assessAtEnd(done, run);
  for (const [name, how] of await findOvertaken(left, run)) recorder.amend(name, (it) => asStale(it, how));
  const changed = plan.steps.length > 0 ? await findChanged(others(done), run) : new Map<string, string>();
  if (run.shutdown.stopped.aborted) return [];
  for (const [name, now] of health) {
    if (!isAsDesired(now))
      recorder.amend(name, (it) => (it.kind === 'applied' ? { ...it, health: now } : it));
  }
  return others(done).flatMap((one) => reportOther(one, { health, changed }, run));
}

/** Waits until a run that began to write at the same time has written. A run that has failed reports no success anyway. */
async function outlastOthers({ plan, recorder, lastChange }: Done, run: Run): Promise<void> {
  if (!run.options.wait || lastChange === undefined || !plan.declared?.length) return;
  if (recorder.outcomes.some(isFailure)) return;
  const left = lastChange + contestedMilliseconds - run.clock.now();
  if (left > 0) await run.clock.sleep(left, run.shutdown.stopped);
}

/** The outcome of a change that somebody else changed again. */
function asStale(outcome: Outcome, how: string): Outcome {
  if (outcome.kind !== 'applied') return outcome;
  const { notes, ...rest } = outcome;
  return { ...rest, kind: 'stale', reason: [how, ...notes].join('; ') };
}

/** The declared connectors that the run did not change, and does not report for another reason. */
function others({ plan, recorder }: Pick<Done, 'plan' | 'recorder'>): readonly DeclaredConnector[] {
  const outcomes = new Map(recorder.outcomes.map((outcome) => [outcome.name, outcome]));
  return (plan.declared ?? []).filter(({ desired }) => {
    const outcome = outcomes.get(desired.name);
    return !outcome || (outcome.kind === 'unchanged' && !isUnhealthy(outcome));
  });
}

/**
 * The health of everything declared that is not known to be unhealthy already, by name; healthy ones may be left out. A
 * run that changes nothing has it from the reading of its plan.
 */
async function assessAtEnd(done: Done, run: Run): Promise<ReadonlyMap<string, Health>> {
  const [own, rest] = [healthySoFar(done), others(done)];
  const watched = [...own, ...rest.flatMap((one) => watchOther(one, run))];
  if (watched.length === 0) return new Map();
  const reading =
    done.plan.steps.length > 0 ? await readInTime('from-now', run) : readingOfPlan(done.plan.declared ?? []);
  const first = watched.map((one) => [one, assessNow(one, reading)] as const);
  const sick = first.filter(([, health]) => !isAsDesired(health));
  const contested = new Set(rest.flatMap((one) => (isContested(one, reading) ? [one.desired.name] : [])));
  // A run that has failed reports correctly what it changed, and waits for nothing else.
  const changed = done.recorder.outcomes.some(isFailure) ? new Set(own) : undefined;
  const awaited = sick
    .map(([one]) => one)
    .filter((one) => !isAllowed(one.name, run) && !contested.has(one.name) && (changed?.has(one) ?? true));
  const known = new Map(sick.map(([{ name }, health]) => [name as string, health]));
  if (awaited.length === 0 || !run.options.wait) return known;
  for (const { name } of awaited) {
    const health = known.get(name);
    if (health?.kind === 'progressing') run.emit({ kind: 'awaiting', name, reason: health.reason });
  }
  const ended = await awaitHealth(awaited, run);
  return new Map([...known, ...[...ended].map(([name, { health }]) => [name, health] as const)]);
}

/** What somebody else deleted or changed will not become as declared by itself: nothing waits for it. */
function isContested(one: DeclaredConnector, reading: Connectors | undefined): boolean {
  return reading !== undefined && howChanged(one, reading.get(one.desired.name)) !== undefined;
}

/** What this run changed and saw healthy: a later wave may have broken it. */
function healthySoFar({ recorder, watched }: Done): readonly Watched[] {
  const outcomes = new Map(recorder.outcomes.map((outcome) => [outcome.name, outcome]));
  return watched.filter(({ name }) => {
    const outcome = outcomes.get(name);
    return outcome?.kind === 'applied' && outcome.health !== undefined && isAsDesired(outcome.health);
  });
}

function watchOther({ desired, live }: DeclaredConnector, { options }: Run): readonly Watched[] {
  // What is not there and not created is reported by the plan: a saved one may leave it out.
  if (desired.kind === 'absent' || !live) return [];
  const { name, state, allowNoTasks } = desired;
  // Nothing was written, so that nothing of before passes by itself.
  const since = { before: undefined, writtenAt: Number.NEGATIVE_INFINITY };
  const hadTasks = live.taskIds.length > 0;
  return [{ name, desiredState: state, allowNoTasks, strict: options.strict, hadTasks, ...since }];
}

function readingOfPlan(declared: readonly DeclaredConnector[]): Connectors {
  return new Map(declared.flatMap(({ live }) => (live ? [[live.name, live] as const] : [])));
}

function assessNow(one: Watched, connectors: Connectors | undefined): Health {
  if (!connectors) return { kind: 'progressing', reason: 'it could not be read at the end' };
  const live = connectors.get(one.name);
  if (!live) return { kind: 'progressing', reason: 'it is not there any more' };
  return assessHealth(live, expectationOf(one));
}

function isAllowed(name: string, { options }: Run): boolean {
  return matchesAnyGlob(options.allowUnhealthy ?? [], name);
}

/** What is no longer as declared though the plan saw it so, by name. */
function findChanged(declared: readonly DeclaredConnector[], run: Run): Promise<ReadonlyMap<string, string>> {
  if (declared.length === 0) return Promise.resolve(new Map());
  return findLasting(
    (connectors) =>
      declared.flatMap((one) => {
        const how = howChanged(one, connectors.get(one.desired.name));
        return how === undefined ? [] : [[one.desired.name, how] as const];
      }),
    run,
  );
}

function howChanged({ desired, live: before }: DeclaredConnector, now: LiveConnector | undefined) {
  if (desired.kind === 'absent') return !before && now ? 'it was created' : undefined;
  if (!before) return undefined;
  if (!now) return 'it was deleted';
  const compared = { config: desired.config };
  const wasEqual = holdsConfig(before, compared, desired.ignoreKeys);
  if (wasEqual && !holdsConfig(now, compared, desired.ignoreKeys)) return 'its configuration was changed';
  const [former, state] = [certainState(before.status), certainState(now.status)];
  if (!desired.state || former !== desired.state || !state || state === desired.state) return undefined;
  return `it was ${stateVerbs[state]}`;
}

interface Found {
  readonly health: ReadonlyMap<string, Health>;
  readonly changed: ReadonlyMap<string, string>;
}

function reportOther(one: DeclaredConnector, found: Found, run: Run): readonly OtherConnector[] {
  const { desired, live } = one;
  const { name } = desired;
  const changed = found.changed.get(name);
  const [watched] = watchOther(one, run);
  const health = found.health.get(name);
  const isKnown = health !== undefined && !isAsDesired(health);
  // Without waiting only what will not pass by itself counts.
  const counts = isKnown && (run.options.wait || health.kind === 'failed');
  if (changed === undefined && !counts) return [];
  const before = watched && live && assessHealth(live, expectationOf(watched));
  return [
    {
      name,
      health: health ?? { kind: 'progressing', reason: 'it is not as declared' },
      changed,
      unhealthyBefore: before !== undefined && !isAsDesired(before),
      allowed: changed === undefined && isAllowed(name, run),
      source: desired.kind === 'absent' ? desired.stateSource : desired.source,
    },
  ];
}
