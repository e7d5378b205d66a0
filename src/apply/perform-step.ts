import type { Action } from '../model/action.ts';
import type { DesiredState } from '../model/desired-connector.ts';
import { formatDuration } from '../model/duration.ts';
import { certainState, type ExpectedConnector } from '../model/live-connector.ts';
import type { IncompleteStep } from '../model/outcome.ts';
import type { Step } from '../model/plan.ts';
import { haveWrittenConfig } from './check-tasks.ts';
import { notStarted, StepProgress, type StepRecord } from './outcome-recorder.ts';
import { confirmBetween, confirmState, confirmWritten, orUndefined } from './read-back.ts';
import type { Run } from './run.ts';
import type { SentAction } from './shows-outcome.ts';
import { TimeBudget } from './time-budget.ts';
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
    return progress.end(progress.unexpectedEnd());
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
  const position: Position = { index: 0, expected: step.expected, follows: 'nothing', unverified: [] };
  const ended = await makeCalls(step, run, { progress, position }).catch((error: unknown) => {
    run.shutdown.stop({ kind: 'unexpected', error });
    return progress.unexpectedEnd();
  });
  if (ended) {
    await returnToState({ step, position, ended, progress }, run);
    return progress.end(ended);
  }
  // Readings are shared and change nothing: the next connector need not wait for them.
  release();
  const unconfirmed = await confirmWritten(step, position.unverified, run);
  return unconfirmed ? progress.end(unconfirmed) : progress.complete();
}

/** How far a step has come. */
interface Position {
  /** The calls before it were made. */
  index: number;
  /** The connector as the calls so far have left it. */
  expected: ExpectedConnector | undefined;
  follows: WriteTask['follows'];
  /** Whether its tasks already run the configuration that was written; undefined: not checked. */
  areTasksNew?: boolean;
  /** What was sent and not yet read back. */
  unverified: SentAction[];
}

/** Makes the calls; returns why not all of them were made. */
async function makeCalls(
  step: Step,
  run: Run,
  { progress, position }: { readonly progress: StepProgress; readonly position: Position },
): Promise<IncompleteStep | undefined> {
  for (const action of step.actions) {
    const { expected, follows } = position;
    const result = await writeUnlessNeedless({ step, action, expected, follows, progress }, position, run);
    if (isIncomplete(result)) return result;
    position.index += 1;
    position.expected = expectAfter(action, expected);
    if (result.kind === 'already') continue;
    position.follows = step.kind === 'create' ? 'own-creation' : 'own-write';
    if (result.answer) position.unverified.push(result.sent);
    const ended = record(step, result, progress) ?? (await checkReplaced(step, result, { run, progress }));
    if (ended) return ended;
    if (position.follows === 'own-creation' || position.index === step.actions.length) continue;
    const unconfirmed = await confirmBetween(step, position.unverified.splice(0), run);
    if (unconfirmed) return unconfirmed;
  }
  return undefined;
}

/** A restart after a write has nothing left to do where the write restarted the tasks itself. */
async function writeUnlessNeedless(task: WriteTask, position: Position, run: Run): Promise<WriteResult> {
  const { action, step, follows } = task;
  const isRestart = action.kind === 'restart-task' || (action.kind === 'restart' && !action.onlyFailed);
  if (!isRestart || follows !== 'own-write') return writeAction(task, run);
  position.areTasksNew ??= await haveWrittenConfig(step, run);
  return position.areTasksNew ? { kind: 'already' } : writeAction(task, run);
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
    if (answer?.message) progress.answer(answer.message);
    return answer?.leftTasks ? tasksNotRestarted : undefined;
  }
  // Where no answer came it did what the precondition promised.
  const created = answer ? answer.created : step.expected === undefined;
  progress.applied({ created });
  if (created && step.expected)
    progress.note('it was deleted at that very moment: the write created it again');
  return undefined;
}

/**
 * A creation that the worker answers with 200 replaced a connector. Either somebody else created it at that very moment,
 * or the lists do not show it (a gateway hides it): then nothing that follows can be relied upon, and the run stops.
 */
async function checkReplaced(
  step: Step,
  { sent, answer }: Extract<WriteResult, { kind: 'written' }>,
  { run, progress }: { readonly run: Run; readonly progress: StepProgress },
): Promise<IncompleteStep | undefined> {
  const isReplaced = sent.action.kind === 'put-config' && answer?.created === false && !step.expected;
  if (!isReplaced) return undefined;
  if (await isListed(step, run)) {
    progress.note('it was created at that very moment: the write replaced it');
    return undefined;
  }
  run.shutdown.stop({ kind: 'hidden', name: step.name });
  return {
    kind: 'failed',
    reason:
      'it exists, and the lists of this cluster do not show it: the write replaced its configuration, of which there is no backup; nothing is restored',
  };
}

/** Whether the lists show a connector; another worker may show it a little later than the leader. */
async function isListed({ name }: Step, run: Run): Promise<boolean> {
  for (let attempt = 1; attempt <= listAttempts; attempt += 1) {
    const reading = await orUndefined(run.readings.read(name, 'from-now'), run);
    // A list that cannot be read hides nothing for certain.
    if (reading?.kind !== 'absent') return true;
    await run.clock.sleep(listPauseMilliseconds, run.shutdown.stopped);
  }
  return false;
}

const listAttempts = 3;
const listPauseMilliseconds = 500;

/** A step that has ended before all of its calls were made. */
interface EndedStep {
  readonly step: Step;
  readonly position: Position;
  readonly ended: IncompleteStep;
  readonly progress: StepProgress;
}

/**
 * After a failure or an interrupt, a connector that was suspended only for a write gets back its former state or, once
 * its configuration is written, the desired one. Where that is impossible, a note says so.
 */
async function returnToState(course: EndedStep, run: Run): Promise<void> {
  const { step, position, ended, progress } = course;
  if (!step.suspendedOnlyForWrite) return;
  if (step.kind === 'offsets') return returnAfterOffsets(course, run);
  const made = position.follows === 'nothing' ? [] : step.actions.slice(0, position.index);
  const last = made.findLast((action) => action.kind === 'set-state');
  if (!last || last.state === step.desiredState) return;
  const isWritten = made.some((action) => action.kind === 'put-config');
  const state = (isWritten ? undefined : step.expected?.state) ?? step.desiredState;
  const left = `it is left ${last.state}: the next apply continues from there`;
  // After the write it is the way back itself that has failed.
  const isWorthAnAttempt = ended.kind === 'not-started' || (ended.kind === 'failed' && !isWritten);
  if (!state || !position.expected || !isWorthAnAttempt) progress.note(left);
  else if (await requestState(state, course, run)) progress.note(left);
}

/**
 * No later apply resumes a connector that was stopped for its offsets, so the way back is attempted whatever went wrong,
 * twice, and within a time limit of its own: the limit of the run may be what was reached.
 */
async function returnAfterOffsets(course: EndedStep, run: Run): Promise<void> {
  const { step, position, ended, progress } = course;
  const isStopped = position.follows !== 'nothing' || (position.index === 0 && ended.kind === 'unknown');
  const state = step.desiredState;
  if (!isStopped || !state || (ended.kind === 'stale' && !(await isStillStopped(step, run)))) return;
  if (position.index === 0 && ended.kind === 'unknown') progress.note('the stop may still be applied');
  const patient: Run = { ...run, budget: new TimeBudget(returnMilliseconds, run.clock) };
  const failed = (await requestState(state, course, patient)) && (await requestState(state, course, patient));
  if (failed) progress.note(`it could not be returned to ${state}: ${failed.reason}`, failed.workerMessage);
}

/** Whether somebody else who changed the connector left it stopped. */
async function isStillStopped({ name }: Step, run: Run): Promise<boolean> {
  const reading = await orUndefined(run.readings.read(name, 'from-now'), run);
  if (!reading) return true;
  return reading.kind === 'present' && certainState(reading.connector.status) === 'stopped';
}

/** How long the way back after a change of offsets may be retried. */
const returnMilliseconds = 60_000;

/** Requests a state and notes whether it shows; returns why the request failed. */
async function requestState(
  state: DesiredState,
  { step, position, progress }: EndedStep,
  run: Run,
): Promise<IncompleteStep | undefined> {
  const { expected } = position;
  const action: Action = { kind: 'set-state', state };
  const result = await writeAction({ step, action, expected, follows: 'own-suspension', progress }, run);
  if (isIncomplete(result)) return result;
  const isLate = await confirmState(step, state, run);
  progress.note(isLate ? `a return to ${state} was requested` : `it is ${state} again`);
  return undefined;
}
