import type { RequestedStep, StepsToApply } from '../model/plan.ts';
import { awaitHealth } from './await-health.ts';
import { findOvertaken, type Left } from './find-overtaken.ts';
import { type Awaited, type Watched, watchedOf } from './follow-health.ts';
import { ObservedHealth } from './observe-health.ts';
import type { OutcomeRecorder, RecordedOutcome, StepRecord } from './outcome-recorder.ts';
import { performStep } from './perform-step.ts';
import { recheckBatches } from './recheck-batches.ts';
import { rolloutGate } from './rollout-gate.ts';
import { confirmIdentity, type Run } from './run.ts';
import { TimeBudget } from './time-budget.ts';
import { whySkipped } from './why-skipped.ts';

/**
 * Applies wave after wave, and in a wave batch after batch, each healthy before the next. Returns what ended.
 */
export async function runWaves(
  plan: StepsToApply,
  recorder: OutcomeRecorder,
  run: Run,
): Promise<readonly EndedWave[]> {
  const waves = orderWaves(plan.steps);
  const ended: EndedWave[] = [];
  for (const [index, wave] of waves.entries()) {
    if (run.shutdown.stopped.aborted) break;
    recorder.leaveOutBefore(wave[0]?.wave ?? 0);
    const earlier = recorder.outcomes;
    const batches: (readonly Ended[])[] = [];
    ended.push({ batches });
    const isAwaited = waves[index + 1]?.some((step) => step.kind !== 'delete') ?? false;
    for (const batch of byBatch(wave)) {
      await confirmIdentity(run);
      if (run.shutdown.stopped.aborted) break;
      if (plan.rollouts) await recheckBatches(writtenIn(ended, run), recorder, run);
      if (run.shutdown.stopped.aborted) break;
      const whyStopped = rolloutGate(plan, recorder.outcomes);
      const steps = batch.filter((step) => {
        const reason = whySkipped(step, earlier, run.options.onFailure) ?? whyStopped(step);
        if (reason) recorder.finish(step, { kind: 'skipped', reason });
        return reason === undefined;
      });
      batches.push(await runWave({ steps, isAwaited }, recorder, openBatch(steps, plan, run)));
    }
  }
  // What was read since may come from elsewhere: that a connector is gone, or healthy.
  await confirmIdentity(run);
  return ended;
}

function writtenIn(waves: readonly EndedWave[], run: Run): readonly Watched[] {
  const records = waves.flatMap(({ batches }) => batches.flat()).map(({ record }) => record);
  return records.filter(({ outcome }) => outcome.kind === 'applied').map((record) => watch(record, run));
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

/** A wave in the order of its rollouts; without one, in one piece. */
function byBatch(wave: readonly RequestedStep[]): readonly (readonly RequestedStep[])[] {
  const numbers = [...new Set(wave.map(({ batch = 0 }) => batch))].sort((one, other) => one - other);
  return numbers.map((number) => wave.filter(({ batch = 0 }) => batch === number));
}

/** The rollout that steps belong to, and the number of their batch in it, from 0. */
function rolloutOf(steps: readonly RequestedStep[], { rollouts = [] }: StepsToApply) {
  const names = new Set<string>(steps.map(({ name }) => name));
  for (const rollout of rollouts) {
    const index = rollout.batches.findIndex((batch) => batch.some((name) => names.has(name)));
    if (index >= 0) return { rollout, index };
  }
  return undefined;
}

/**
 * Announces the batch of a rollout, and returns the run to perform it with: each batch has the whole time limit, and
 * must stay healthy for as long as the rollout says. Other steps are performed with the run itself.
 */
function openBatch(steps: readonly RequestedStep[], plan: StepsToApply, run: Run): Run {
  const found = rolloutOf(steps, plan);
  if (!found) return run;
  const { rollout, index } = found;
  run.emit({
    kind: 'batch',
    names: steps.flatMap(({ name }) => (rollout.batches[index]?.includes(name) ? [name] : [])),
    index: index + 1,
    total: rollout.batches.length,
    isCanary: index === 0 && rollout.canary === 'first-batch',
  });
  const { options } = run;
  const { bakeMilliseconds = options.stableForMilliseconds } = rollout;
  return {
    ...run,
    budget: new TimeBudget(options.timeoutMilliseconds, run.clock),
    options: { ...options, stableForMilliseconds: bakeMilliseconds },
  };
}

/** A wave that has ended: its batches, in the order in which they were applied. */
export interface EndedWave {
  readonly batches: readonly (readonly Ended[])[];
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
export interface Ended {
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

/** What is watched of a step that has ended. */
export function watch({ step, before, endedAt }: StepRecord, { options }: Run): Watched {
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

/** What a step left behind. */
export function leftBy({ record, reached }: Ended): Left {
  return { step: record.step, reached };
}
