import { confirmState } from './confirm-written.ts';
import type { ExpectedConnector, Job } from './job.ts';
import type { Run } from './run.ts';
import type { Ended, StepProgress } from './step-result.ts';
import { writeAction } from './write-action.ts';

/** A job that has ended before its time. */
export interface Course {
  readonly job: Job;
  /** What it has carried out so far. */
  readonly done: Job['actions'];
  /** The connector as that left it. */
  readonly expected: ExpectedConnector | undefined;
  readonly ended: Ended;
  readonly progress: StepProgress;
}

/**
 * A connector that was suspended only for the time of its write is not left so by a failure or an interrupt: it gets
 * back the state it had, or, once its configuration is written, the wished one. Where that cannot be, because nobody
 * knows what came of the write or somebody else changed it, it is told that the next apply does it.
 */
export async function returnToState(
  { job, done, expected, ended, progress }: Course,
  run: Run,
): Promise<void> {
  const last = done.findLast((action) => action.kind === 'set-state');
  if (!last || !isSuspendedForWrite(job) || last.state === job.desiredState) return;
  const isWritten = done.some((action) => action.kind === 'put-config');
  const state = (isWritten ? undefined : job.expected?.state) ?? job.desiredState;
  const left = `it is left ${last.state}: the next apply goes on from there`;
  // After the write it is the way back itself that has failed.
  const isWorthATry = ended.kind === 'not-started' || (ended.kind === 'failed' && !isWritten);
  if (!state || !expected || !isWorthATry) {
    progress.note(left);
    return;
  }
  const result = await writeAction(
    { job, action: { kind: 'set-state', state }, expected, follows: 'own-suspension', progress },
    run,
  );
  const isAsked = result.kind === 'written' || result.kind === 'settled' || result.kind === 'already';
  if (!isAsked) progress.note(left);
  else if (await confirmState(job, state, run)) progress.note(`it was asked to be ${state} again`);
  else progress.note(`it is ${state} again`);
}

/** The first change of its state is for the write, the second for good. */
function isSuspendedForWrite({ change, actions }: Job): boolean {
  return change === 'update' && actions.filter((action) => action.kind === 'set-state').length > 1;
}
