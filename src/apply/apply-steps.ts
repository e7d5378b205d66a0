import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { hasErrors } from '../model/diagnostic.ts';
import { ConnectSyncError } from '../model/error.ts';
import { type ApplyReport, isFailure } from '../model/outcome.ts';
import type { RequestedStep, StepsToApply } from '../model/plan.ts';
import type { ApplyContext } from './apply-options.ts';
import { awaitHealth } from './await-health.ts';
import { checkEnd, type Done } from './check-end.ts';
import { findOvertaken, type Left } from './find-overtaken.ts';
import { type Awaited, type Watched, watchedOf } from './follow-health.ts';
import { startHeartbeat } from './heartbeat.ts';
import { ObservedHealth } from './observe-health.ts';
import { OutcomeRecorder, type RecordedOutcome, type StepRecord } from './outcome-recorder.ts';
import { performStep } from './perform-step.ts';
import { rollBack } from './roll-back.ts';
import { confirmIdentity, type Run, startRun } from './run.ts';
import { whySkipped } from './why-skipped.ts';

// Both are part of the signature below, so that a caller finds them in one place.
export type { ApplyContext, ApplyOptions } from './apply-options.ts';

/**
 * Applies a plan to its cluster: wave after wave, each healthy before the next, deletions last. Every planned change
 * has exactly one outcome in the report, whatever happens; what a worker does is never thrown.
 *
 * @throws ConnectSyncError where something blocks the plan: a safety check, or the worker's validation
 */
export async function applySteps(
  plan: StepsToApply,
  connection: ConnectCluster,
  context: ApplyContext,
): Promise<ApplyReport> {
  refuseBlocked(plan);
  const run = startRun(connection, context);
  const recorder = new OutcomeRecorder(plan, run);
  const endHeartbeat = startHeartbeat(run);
  const started = run.clock.now();
  const { rollback, others } = await applyWaves(plan, recorder, run);
  endHeartbeat();
  run.shutdown.dispose();
  const outcomes = recorder.close(run.shutdown.describe());
  const { interrupted, unexpected } = run.shutdown;
  return {
    planned: plan.steps.length + (plan.leftOut?.length ?? 0),
    outcomes,
    others,
    interrupted,
    rollback,
    milliseconds: run.clock.now() - started,
    ...(run.shutdown.reason?.kind === 'other-cluster' && { otherCluster: true }),
    ...(unexpected !== undefined && { unexpected }),
  };
}

/** The safety checks belong to the plan and are evaluated there; no caller gets past them. */
function refuseBlocked(plan: StepsToApply): void {
  const [refusal] = plan.refusals;
  if (refusal) {
    throw new ConnectSyncError({
      code: 'plan-guarded',
      message: `this plan must not be applied: ${refusal.message}`,
      hint: refusal.hint,
      category: 'safety-check',
    });
  }
  if (!hasErrors(plan.findings)) return;
  throw new ConnectSyncError({
    code: 'plan-with-errors',
    message: 'this plan must not be applied: the worker rejects its configurations',
    category: 'invalid-input',
  });
}

async function applyWaves(
  plan: StepsToApply,
  recorder: OutcomeRecorder,
  run: Run,
): Promise<Pick<ApplyReport, 'rollback' | 'others'>> {
  try {
    const ended = await runWaves(orderWaves(plan.steps), recorder, run);
    const others = await checkEnd(doneBy(ended, { plan, recorder }, run), run);
    const mustRollBack = run.options.onFailure === 'rollback' && recorder.outcomes.some(isFailure);
    // What a gateway hides cannot be restored, and what else it hides is unknown.
    const isHidden = run.shutdown.reason?.kind === 'hidden';
    if (!mustRollBack || run.shutdown.interrupted || isHidden) return { rollback: undefined, others };
    const records = ended.map((wave) => wave.map(({ record }) => record));
    return { rollback: await rollBack(records, run, plan.cluster.worker.version), others };
  } catch (error) {
    run.shutdown.stop({ kind: 'unexpected', error });
    return { rollback: undefined, others: [] };
  }
}

function doneBy(
  waves: readonly (readonly Ended[])[],
  { plan, recorder }: { readonly plan: StepsToApply; readonly recorder: OutcomeRecorder },
  run: Run,
): Done {
  const changed = waves.flat().filter(({ record }) => record.outcome.kind === 'applied');
  return {
    plan,
    recorder,
    left: changed.map(leftBy),
    watched: changed.map(({ record }) => watch(record, run)),
    lastChange: changed.length > 0 ? Math.max(...changed.map(({ record }) => record.endedAt)) : undefined,
  };
}

function leftBy({ record, reached }: Ended): Left {
  return { step: record.step, reached };
}

/** The steps in groups that are applied one after the other: by wave, and all deletions after everything else. */
export function orderWaves<S extends RequestedStep>(steps: readonly S[]): S[][] {
  const isDeletion = (step: RequestedStep) => step.kind === 'delete';
  return [...byWave(steps.filter((step) => !isDeletion(step))), ...byWave(steps.filter(isDeletion))];
}

function byWave<S extends RequestedStep>(steps: readonly S[]): S[][] {
  const waves = [...new Set(steps.map(({ wave = 0 }) => wave))].sort((one, other) => one - other);
  return waves.map((wave) => steps.filter((step) => (step.wave ?? 0) === wave));
}

async function runWaves(
  waves: readonly (readonly RequestedStep[])[],
  recorder: OutcomeRecorder,
  run: Run,
): Promise<readonly (readonly Ended[])[]> {
  const ended: (readonly Ended[])[] = [];
  for (const [index, wave] of waves.entries()) {
    await confirmIdentity(run);
    if (run.shutdown.stopped.aborted) break;
    recorder.leaveOutBefore(wave[0]?.wave ?? 0);
    const earlier = recorder.outcomes;
    const steps = wave.filter((step) => {
      const reason = whySkipped(step, earlier, run.options.onFailure);
      if (reason) recorder.finish(step, { kind: 'skipped', reason });
      return reason === undefined;
    });
    const isAwaited = waves[index + 1]?.some((step) => step.kind !== 'delete') ?? false;
    ended.push(await runWave({ steps, isAwaited }, recorder, run));
  }
  // What was read since may come from elsewhere: that a connector is gone, or healthy.
  await confirmIdentity(run);
  return ended;
}

/** Steps that are performed side by side. */
interface Wave {
  readonly steps: readonly RequestedStep[];
  /** A later wave waits for it: then what is already in the desired state must be healthy too. */
  readonly isAwaited: boolean;
}

interface Performed {
  readonly step: RequestedStep;
  readonly record: StepRecord;
}

/** A step that has ended. */
interface Ended {
  readonly record: StepRecord;
  /** It was seen in its desired state. */
  readonly reached: boolean;
}

/**
 * Performs the steps of one wave and waits until all that they changed is healthy. A failure of one stops none of the
 * others. Returns the records in the order in which the steps ended.
 */
async function runWave(wave: Wave, recorder: OutcomeRecorder, run: Run): Promise<readonly Ended[]> {
  const records: StepRecord[] = [];
  const watched: Performed[] = [];
  const observed = new ObservedHealth(run);
  const endListening = run.readings.listen((reading) => observed.take(reading));
  const perform = async (step: RequestedStep) => {
    const record = await performStep(step, run, () => recorder.start(step));
    records.push(record);
    if (record.outcome.kind === 'applied') run.emit({ kind: 'written', name: step.name, change: step.kind });
    if (isWatched(record, wave, run)) {
      recorder.note(step, recorded(record));
      watched.push({ step, record });
      observed.watch(watch(record, run));
    } else recorder.finish(step, recorded(record));
  };
  await Promise.all(wave.steps.map(perform));
  endListening();
  const reached = await awaitHealthOf(watched, { recorder, observed }, run);
  return records.map((record) => ({ record, reached: reached.has(record.step.name) }));
}

function isWatched({ step, outcome }: StepRecord, wave: Wave, run: Run): boolean {
  if (!run.options.wait || step.kind === 'delete') return false;
  return outcome.kind === 'applied' || (outcome.kind === 'unchanged' && wave.isAwaited);
}

function recorded({ outcome, wrote }: StepRecord): RecordedOutcome {
  return { ...outcome, wrote };
}

function watch({ step, before, endedAt }: StepRecord, { options }: Run): Watched {
  return { ...watchedOf({ ...step, strict: options.strict }, { before, writtenAt: endedAt }), step };
}

/** Returns the names of those that were seen in their desired state. */
async function awaitHealthOf(
  watched: readonly Performed[],
  { recorder, observed }: { readonly recorder: OutcomeRecorder; readonly observed: ObservedHealth },
  run: Run,
): Promise<ReadonlySet<string>> {
  const reached = new Set<string>();
  if (run.shutdown.stopped.aborted || watched.length === 0) return reached;
  const health = await awaitHealth(
    watched.map(({ record }) => watch(record, run)),
    run,
    observed,
  );
  for (const [name, one] of health) if (one.reached) reached.add(name);
  const written = watched.filter(({ record }) => record.outcome.kind === 'applied');
  const overtaken = await findOvertaken(
    written.map(({ record }) => leftBy({ record, reached: reached.has(record.step.name) })),
    run,
  );
  for (const { step, record } of watched) finishWatched({ step, record }, { health, overtaken }, recorder);
  return reached;
}

function finishWatched(
  { step, record }: Performed,
  found: { readonly health: ReadonlyMap<string, Awaited>; readonly overtaken: ReadonlyMap<string, string> },
  recorder: OutcomeRecorder,
): void {
  const awaited = found.health.get(step.name);
  const how = found.overtaken.get(step.name);
  const outcome = recorded(record);
  if (how !== undefined) recorder.finish(step, { kind: 'stale', reason: how, wrote: record.wrote });
  else if (!awaited) recorder.finish(step, outcome);
  else recorder.finish(step, { ...outcome, health: awaited.health }, awaited.since);
}
