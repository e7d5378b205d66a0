import { formatDuration } from '../model/duration.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import type { IncompleteStep } from '../model/outcome.ts';
import type { Step } from '../model/plan.ts';
import { aborted, retryDelay, unlessAborted } from '../model/poll.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import { checkPrecondition, type Intent } from './check-precondition.ts';
import { decideReadRetry, decideRetry } from './decide-retry.ts';
import { notStarted, type StepProgress } from './outcome-recorder.ts';
import { endOfReading, readDespiteRefusal, readForOutcome, showsAtOnce } from './read-back.ts';
import type { Run } from './run.ts';
import { type Answer, sendAction } from './send-action.ts';
import type { SentAction } from './shows-outcome.ts';

/** One call of a step that is to be made. */
export interface WriteTask extends Intent {
  readonly step: Step;
  /** An earlier call of the same step was applied: readings may lag behind it. */
  readonly follows: 'nothing' | 'own-write' | 'own-creation' | 'own-suspension';
  readonly progress: StepProgress;
}

/** The outcome of one call. */
export type WriteResult =
  /** Applied; `answer` is undefined where no answer came and a reading showed it. */
  | { readonly kind: 'written'; readonly sent: SentAction; readonly answer: Answer | undefined }
  /** The connector already is as the call would make it. */
  | { readonly kind: 'already' }
  | IncompleteStep;

/** The call is to be attempted again. */
interface Retry {
  readonly kind: 'retry';
  /** How often it has been attempted. */
  readonly failures: number;
  readonly reason: string;
  readonly workerMessage?: string | undefined;
  /**
   * An attempt that may have been applied: the worker denied it and may be wrong (a leader that died). Once set it
   * stays, whatever the later attempts say.
   */
  readonly possiblyApplied: SentAction | undefined;
}

/** How often a reading may contradict this run's own write before it counts as the change of somebody else. */
const lagTolerance = 3;

const firstAttempt = { failures: 0, possiblyApplied: undefined } as const;
type Earlier = Pick<Retry, 'failures' | 'possiblyApplied'>;

/**
 * Checks the precondition, makes the call, and retries while the worker is busy and there is time left. A call whose
 * outcome is unknown is never made again: reading resolves it.
 */
export async function writeAction(task: WriteTask, run: Run): Promise<WriteResult> {
  const first = await attempt(task, run, firstAttempt);
  return first.kind === 'retry' ? run.budget.during(() => retry(task, run, first)) : first;
}

async function retry(task: WriteTask, run: Run, first: Retry): Promise<WriteResult> {
  let last = first;
  for (;;) {
    const ended = await backOff(task, run, last);
    if (ended) return resolveDenied(task, run, { last, ended });
    const result = await attempt(task, run, last);
    if (result.kind !== 'retry') return result;
    last = result;
  }
}

/** Waits for the next attempt; returns why there is none. */
async function backOff(task: WriteTask, run: Run, last: Retry): Promise<IncompleteStep | undefined> {
  const remaining = run.budget.remaining();
  if (remaining <= 0) {
    const limit = formatDuration(run.options.timeoutMilliseconds);
    const reason = `the time limit of ${limit} for this cluster is reached: ${last.reason}`;
    return { kind: 'failed', reason, workerMessage: last.workerMessage };
  }
  const end = endOf(task, run);
  if (!end.aborted) {
    const milliseconds = Math.min(remaining, retryDelay(last.failures, run.clock.random()));
    run.emit({ kind: 'waiting', name: task.step.name, reason: last.reason, milliseconds });
    await run.clock.sleep(milliseconds, end);
  }
  return end.aborted ? notStarted(run.shutdown) : undefined;
}

/** The precondition check, and the call where it holds. */
async function attempt(task: WriteTask, run: Run, earlier: Earlier): Promise<WriteResult | Retry> {
  // No time is lost with a check while a connector runs that must not, or is suspended that must run.
  if (mustBeFinished(task) && earlier.failures === 0) return send(task, run, { ...earlier, live: undefined });
  const { possiblyApplied } = earlier;
  try {
    const age = earlier.failures === 0 && task.follows === 'nothing' ? 'recent' : 'from-now';
    const end = possiblyApplied ? endOfReading(task.step, run) : endOf(task, run);
    const reading = await unlessAborted(run.readings.read(task.step.name, age), end);
    if (reading === aborted) return unlessApplied(notStarted(run.shutdown), earlier);
    if (reading.kind === 'contradictory')
      return retryAfter(earlier, 'the list and the configurations of the cluster contradict each other');
    const live = reading.kind === 'present' ? reading.connector : undefined;
    const found = checkPrecondition(task, live);
    if (found.kind === 'proceed')
      return await send({ ...task, action: found.action }, run, { ...earlier, live });
    if (found.kind === 'already') {
      // That there is nothing to delete may be true of another cluster only.
      if (task.action.kind === 'delete') await run.cluster.confirmIdentity();
      return possiblyApplied ? { kind: 'written', sent: possiblyApplied, answer: undefined } : found;
    }
    if (task.follows !== 'nothing' && earlier.failures < lagTolerance)
      return retryAfter(earlier, 'readings lag behind what was written');
    return found;
  } catch (error) {
    return afterFailedReading(error, run, earlier);
  }
}

function afterFailedReading(error: unknown, run: Run, earlier: Earlier): IncompleteStep | Retry {
  if (!(error instanceof WorkerFailure)) throw error;
  const { message, brief, workerMessage } = error;
  const decision = decideReadRetry(error);
  if (decision === 'retry') return retryAfter(earlier, brief, workerMessage);
  if (decision === 'stop-cluster') run.shutdown.stopAfter(error);
  if (error.verdict === 'other-cluster') return unlessApplied(notStarted(run.shutdown), earlier);
  const reason = `it could not be read before the write: ${message}`;
  return unlessApplied({ kind: 'failed', reason, workerMessage }, earlier);
}

/** There is no time for another attempt: reads whether a denied one was applied all the same. */
async function resolveDenied(
  { step }: WriteTask,
  run: Run,
  { last, ended }: { readonly last: Retry; readonly ended: IncompleteStep },
): Promise<WriteResult> {
  const sent = last.possiblyApplied;
  if (!sent) return ended;
  const read = await readDespiteRefusal(step, sent, run);
  if (read === 'seen') return { kind: 'written', sent, answer: undefined };
  return read === 'not-seen' && showsAtOnce(sent) ? ended : unlessApplied(ended, last);
}

/** The outcome is unknown instead where an earlier attempt may have been applied. */
function unlessApplied(ended: IncompleteStep, { possiblyApplied }: Earlier): IncompleteStep {
  if (!possiblyApplied) return ended;
  const reason = `the worker denied it, and reading did not show whether it was applied: ${ended.reason}`;
  return { kind: 'unknown', reason, workerMessage: ended.workerMessage };
}

interface Attempt extends Earlier {
  /** The connector in the precondition check; undefined: it was not there, or was not read. */
  readonly live: LiveConnector | undefined;
}

async function send(task: WriteTask, run: Run, now: Attempt): Promise<WriteResult | Retry> {
  const { step, action, progress } = task;
  if (endOf(task, run).aborted) return notStarted(run.shutdown);
  progress.sending(now.live);
  const sent: SentAction = { action, before: now.live, ignoreKeys: step.ignoreKeys };
  const { draining, abandoned } = run.shutdown;
  let isOnItsWay = false;
  // Called right before the call is sent: first the worker is asked who it is.
  const stillHolds = () => {
    isOnItsWay = !endOf(task, run).aborted && (mustBeFinished(task) || run.readings.allow(task));
    return isOnItsWay;
  };
  try {
    const answer = await unlessAborted(
      sendAction(run.cluster, { name: step.name, action, stillHolds }),
      draining.aborted ? abandoned : draining,
    );
    const isUnsent = !isOnItsWay && endOf(task, run).aborted;
    let result: WriteResult;
    if (answer !== aborted) result = { kind: 'written', sent, answer };
    else if (isUnsent) result = unlessApplied(notStarted(run.shutdown), now);
    else result = await resolve(sent, run, { step, reason: 'the run was interrupted before an answer came' });
    progress.answered();
    return result;
  } catch (error) {
    if (!(error instanceof WorkerFailure)) throw error;
    const result = await afterFailedWrite(task, run, { failure: error, sent, now });
    progress.answered();
    return result;
  }
}

/**
 * Aborts when a call is no longer sent. An interrupt must not leave a connector running that was created to be paused,
 * or suspended that was running: such a call is sent until the run is abandoned. After a change of offsets there is no
 * later apply that would resume the connector, so there it is sent whatever ended the run.
 */
function endOf(task: WriteTask, { shutdown }: Run): AbortSignal {
  const isInterrupted = shutdown.reason === undefined || shutdown.reason.kind === 'interrupted';
  const isExcepted = isInterrupted || task.step.kind === 'offsets';
  return mustBeFinished(task) && isExcepted ? shutdown.abandoned : shutdown.stopped;
}

function mustBeFinished({ follows }: WriteTask): boolean {
  return follows === 'own-creation' || follows === 'own-suspension';
}

async function afterFailedWrite(
  task: WriteTask,
  run: Run,
  {
    failure,
    sent,
    now,
  }: { readonly failure: WorkerFailure; readonly sent: SentAction; readonly now: Attempt },
): Promise<WriteResult | Retry> {
  const { message, brief, workerMessage, verdict } = failure;
  switch (decideRetry(failure, task.action)) {
    case 'retry': {
      const possiblyApplied = now.possiblyApplied ?? (verdict === 'busy' ? sent : undefined);
      return retryAfter({ ...now, possiblyApplied }, brief, workerMessage);
    }
    case 'read-back':
      return resolve(sent, run, { step: task.step, reason: brief, workerMessage });
    case 'check-health':
      task.progress.note(`the worker could not restart it: ${message}`, workerMessage);
      return { kind: 'written', sent, answer: { created: false, leftTasks: false } };
    case 'stop-cluster':
      run.shutdown.stopAfter(failure);
      if (verdict === 'other-cluster') return unlessApplied(notStarted(run.shutdown), now);
      return { kind: 'failed', reason: message, workerMessage };
    case 'fail':
      return { kind: 'failed', reason: message, workerMessage };
  }
}

interface Unresolved {
  readonly step: Step;
  readonly reason: string;
  readonly workerMessage?: string | undefined;
}

/** Reads until the outcome of a call shows, for as long as that is worth while. */
async function resolve(
  sent: SentAction,
  run: Run,
  { step, reason, workerMessage }: Unresolved,
): Promise<WriteResult> {
  run.emit({ kind: 'resolving', name: step.name, reason });
  const read = endOfReading(step, run).aborted ? 'not-read' : await readForOutcome(step, sent, run);
  if (read === 'seen') return { kind: 'written', sent, answer: undefined };
  return { kind: 'unknown', reason: `reading did not show whether it was applied: ${reason}`, workerMessage };
}

function retryAfter({ failures, possiblyApplied }: Earlier, reason: string, workerMessage?: string): Retry {
  return { kind: 'retry', failures: failures + 1, reason, workerMessage, possiblyApplied };
}
