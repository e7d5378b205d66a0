import type { Action } from '../model/action.ts';
import { formatDuration } from '../model/duration.ts';
import type { ExpectedConnector } from '../model/live-connector.ts';
import type { IncompleteStep } from '../model/outcome.ts';
import type { Step } from '../model/plan.ts';
import { notStarted, StepProgress, type StepRecord } from './outcome-recorder.ts';
import { confirmBetween, confirmState, confirmWritten, type SentAction } from './read-back.ts';
import type { Run } from './run.ts';
import { type WriteResult, type WriteTask, writeAction } from './write-action.ts';
import type { ReleaseSlot } from './write-slots.ts';

/**
 * Makes the calls of one step, in order, each after a precondition check and each read back. Never throws: an
 * unexpected error ends the run and is part of the record. `announce` is called when its turn has come.
 */
export async function performStep(step: Step, run: Run, announce: () => void): Promise<StepRecord> {
  const release = await run.slots.acquire();
  const progress = new StepProgress(step, run.clock);
  try {
    if (run.shutdown.stopped.aborted) return progress.end(notStarted(run.shutdown));
    if (run.budget.remaining() <= 0) return progress.end(outOfTime(run));
    announce();
    return await performActions(step, run, { progress, release });
  } catch (error) {
    run.shutdown.stop({ kind: 'unexpected', error });
    return progress.endUnexpectedly();
  } finally {
    release();
  }
}

/** Where the time limit is reached, each further change would cost one more time-out. */
function outOfTime(run: Run): IncompleteStep {
  const limit = formatDuration(run.options.timeoutMilliseconds);
  return { kind: 'not-started', reason: `the time limit of ${limit} for this cluster is reached` };
}

interface Course {
  readonly progress: StepProgress;
  readonly release: ReleaseSlot;
}

async function performActions(step: Step, run: Run, { progress, release }: Course): Promise<StepRecord> {
  const unverified: SentAction[] = [];
  let expected = step.expected;
  let follows: WriteTask['follows'] = 'nothing';
  const end = async (ended: IncompleteStep, callsMade: number) => {
    const made = follows === 'nothing' ? [] : step.actions.slice(0, callsMade);
    await returnToState({ step, made, expected, ended, progress }, run);
    return progress.end(ended);
  };
  for (const [index, action] of step.actions.entries()) {
    const result = await writeAction({ step, action, expected, follows, progress }, run);
    if (isIncomplete(result)) return end(result, index);
    expected = expectAfter(action, expected);
    if (result.kind === 'already') continue;
    follows = step.kind === 'create' ? 'own-creation' : 'own-write';
    if (result.answer) unverified.push(result.sent);
    const isBetween = follows === 'own-write' && index < step.actions.length - 1;
    const ended =
      record(step, result, progress) ??
      (isBetween && (await confirmBetween(step, unverified.splice(0), run)));
    if (ended) return end(ended, index + 1);
  }
  // Readings are shared and change nothing: the next connector need not wait for them.
  release();
  const ended = await confirmWritten(step, unverified, run);
  return ended ? progress.end(ended) : progress.complete();
}

function isIncomplete(result: WriteResult): result is IncompleteStep {
  return result.kind !== 'written' && result.kind !== 'already';
}

const tasksNotRestarted: IncompleteStep = {
  kind: 'failed',
  reason:
    'this worker is too old to restart tasks together with their connector: only the connector was restarted',
};

/** What must be live before the next call of the same step. */
function expectAfter(action: Action, expected: ExpectedConnector | undefined): ExpectedConnector | undefined {
  if (action.kind === 'put-config' || action.kind === 'create-with-state') {
    return { config: action.config, nullKeys: [], state: undefined };
  }
  return expected && { ...expected, state: undefined };
}

/** Records that a call was applied, and notes where the worker did something else than the precondition promised. */
function record(
  step: Step,
  { sent, answer }: Extract<WriteResult, { kind: 'written' }>,
  progress: StepProgress,
): IncompleteStep | undefined {
  const { action } = sent;
  if (action.kind !== 'put-config' && action.kind !== 'create-with-state') {
    progress.applied({ created: false });
    return answer?.leftTasks ? tasksNotRestarted : undefined;
  }
  // Where no answer came it did what the precondition promised.
  const created = answer ? answer.created : step.expected === undefined;
  progress.applied({ created });
  if (created && step.expected)
    progress.note('it was deleted at that very moment: the write created it again');
  if (!created && !step.expected) progress.note('it was created at that very moment: the write replaced it');
  return undefined;
}

/** A step that has ended before all of its calls were made. */
interface EndedStep {
  readonly step: Step;
  readonly made: readonly Action[];
  /** The connector as these calls left it. */
  readonly expected: ExpectedConnector | undefined;
  readonly ended: IncompleteStep;
  readonly progress: StepProgress;
}

/**
 * A failure or an interrupt does not leave a connector suspended that was suspended only for a write: it gets back its
 * former state, or, once its configuration is written, the desired one. Where that is impossible, because the outcome
 * of the write is unknown or somebody else changed the connector, a note says so.
 */
async function returnToState({ step, made, expected, ended, progress }: EndedStep, run: Run): Promise<void> {
  const last = made.findLast((action) => action.kind === 'set-state');
  if (!last || !step.suspendedOnlyForWrite || last.state === step.desiredState) return;
  const isWritten = made.some((action) => action.kind === 'put-config');
  const state = (isWritten ? undefined : step.expected?.state) ?? step.desiredState;
  const left = `it is left ${last.state}: the next apply continues from there`;
  // After the write it is the way back itself that has failed.
  const isWorthAnAttempt = ended.kind === 'not-started' || (ended.kind === 'failed' && !isWritten);
  if (!state || !expected || !isWorthAnAttempt) {
    progress.note(left);
    return;
  }
  const action: Action = { kind: 'set-state', state };
  const result = await writeAction({ step, action, expected, follows: 'own-suspension', progress }, run);
  if (isIncomplete(result)) progress.note(left);
  else if (await confirmState(step, state, run)) progress.note(`a return to ${state} was requested`);
  else progress.note(`it is ${state} again`);
}
