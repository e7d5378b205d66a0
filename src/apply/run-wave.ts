import type { Step } from '../model/plan.ts';
import { awaitHealth, type Watched } from './await-health.ts';
import { type Job, jobOf } from './job.ts';
import { ObservedHealth } from './observe-health.ts';
import type { OutcomeFacts, OutcomeRecorder } from './outcome-recorder.ts';
import { performStep } from './perform-step.ts';
import { readTaskConfigs } from './read-task-configs.ts';
import type { Run } from './run.ts';
import type { StepResult } from './step-result.ts';

/** A step that was performed, and what came of it. */
export interface Performed {
  readonly step: Step;
  readonly job: Job;
  readonly result: StepResult;
  /** In milliseconds of the clock. */
  readonly endedAt: number;
}

/** Steps that are carried out side by side. */
export interface Wave {
  readonly steps: readonly Step[];
  /** Others wait for it: then what turns out to be as wished already must be healthy too. */
  readonly isAwaited: boolean;
}

/**
 * Carries out the steps of one wave and waits until all that they changed is healthy. A failure of one stops none of
 * the others. Returns the steps in the order in which they ended.
 */
export async function runWave(wave: Wave, account: OutcomeRecorder, run: Run): Promise<readonly Performed[]> {
  const ended: Performed[] = [];
  const watched: Performed[] = [];
  const early = new ObservedHealth(run);
  const endListening = run.readings.listen((reading) => early.take(reading));
  const perform = async (step: Step) => {
    const job = jobOf(step);
    const result = await performStep(job, run, () => account.start(step));
    const performed = { step, job, result, endedAt: run.clock.now() };
    ended.push(performed);
    if (result.kind === 'applied') run.emit({ kind: 'written', name: job.name, change: job.change });
    if (isWatched(performed, wave, run)) {
      account.note(step, factsOf(result));
      watched.push(performed);
      early.watch(watchedOf(performed));
    } else account.finish(step, factsOf(result));
  };
  await Promise.all(wave.steps.map(perform));
  endListening();
  await judgeHealth(watched, { account, early }, run);
  return ended;
}

function isWatched({ job, result }: Performed, wave: Wave, run: Run): boolean {
  if (!run.options.wait || job.change === 'delete') return false;
  return result.kind === 'applied' || (result.kind === 'unchanged' && wave.isAwaited);
}

function factsOf({ kind, reason, workerMessage, wrote }: StepResult): OutcomeFacts {
  return { kind, reason, workerMessage, ...(wrote && { wrote }) };
}

function watchedOf({ job, result, endedAt }: Performed): Watched {
  const { name, desiredState } = job;
  return { name, desiredState, before: result.before?.status, writtenAt: endedAt };
}

async function judgeHealth(
  watched: readonly Performed[],
  { account, early }: { readonly account: OutcomeRecorder; readonly early: ObservedHealth },
  run: Run,
): Promise<void> {
  if (run.stopping.signal.aborted) return;
  const health = await awaitHealth(watched.map(watchedOf), run, early);
  const finish = async ({ step, job, result }: Performed) => {
    const awaited = health.get(job.name);
    const facts = factsOf(result);
    if (!awaited) account.finish(step, facts);
    else {
      const seen = await readTaskConfigs({ job, result }, awaited.health, run);
      account.finish(step, { ...facts, health: seen }, awaited.since);
    }
  };
  await Promise.all(watched.map(finish));
}
