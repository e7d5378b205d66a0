import { formatDuration } from '../model/duration.ts';
import { retryDelay } from '../model/retry-delay.ts';
import { givenUp, unlessAborted } from '../model/unless-aborted.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import { checkPrecondition, type Intent } from './check-precondition.ts';
import { afterReadFailure, afterWriteFailure } from './decide-retry.ts';
import type { Job } from './job.ts';
import { readDespiteRefusal, readForOutcome } from './read-back.ts';
import type { Run } from './run.ts';
import { type Answer, sendAction } from './send-action.ts';
import type { SentAction } from './shows-outcome.ts';
import { type Ended, notStarted, type StepProgress } from './step-result.ts';

/** One call of a job that is to be made. */
export interface WriteTask extends Intent {
  readonly job: Job;
  /** An earlier call of the same job was carried out: readings may lag behind it. */
  readonly follows: 'nothing' | 'own-write' | 'own-creation' | 'own-suspension';
  readonly progress: StepProgress;
}

/** What came of one call. */
export type WriteResult =
  /** Carried out, to be read back. */
  | { readonly kind: 'written'; readonly sent: SentAction; readonly answer: Answer }
  /** Carried out: reading showed it. */
  | { readonly kind: 'settled'; readonly sent: SentAction }
  /** The connector already is as the call would make it. */
  | { readonly kind: 'already' }
  | Ended;

interface Again {
  readonly kind: 'again';
  readonly reason: string;
  readonly workerMessage: string | undefined;
  /** What was sent and may be done: the worker said that it did not do it, and may be wrong (a leader that died). */
  readonly doubtful: SentAction | undefined;
}

/** How often a reading may contradict this run's own write before somebody else is behind it. */
const lagTolerance = 3;

/**
 * Looks at the connector, makes the call if that is still right, and goes on trying while the worker is busy and
 * there is time left. A call whose outcome is unknown is never made again: it is read for.
 */
export async function writeAction(task: WriteTask, run: Run): Promise<WriteResult> {
  const first = await attempt(task, run, { failures: 0, doubtful: undefined });
  return first.kind === 'again' ? run.budget.during(() => keepTrying(task, run, first)) : first;
}

async function keepTrying(task: WriteTask, run: Run, first: Again): Promise<WriteResult> {
  let last = first;
  for (let failures = 1; ; failures++) {
    const ended = await waitForNext(task, run, { last, failures });
    if (ended) return last.doubtful ? settleRefused(task, run, { doubtful: last.doubtful, ended }) : ended;
    const result = await attempt(task, run, { failures, doubtful: last.doubtful });
    if (result.kind !== 'again') return result;
    last = result;
  }
}

async function waitForNext(
  { job }: WriteTask,
  run: Run,
  { last, failures }: { readonly last: Again; readonly failures: number },
): Promise<Ended | undefined> {
  const remaining = run.budget.remaining();
  if (remaining <= 0) {
    const limit = formatDuration(run.options.timeoutMilliseconds);
    const reason = `the ${limit} that this cluster may be waited for are over: ${last.reason}`;
    return { kind: 'failed', reason, workerMessage: last.workerMessage };
  }
  if (!run.stopping.signal.aborted) {
    const milliseconds = Math.min(remaining, retryDelay(failures, run.clock.random()));
    run.emit({ kind: 'waiting', name: job.name, reason: last.reason, milliseconds });
    await run.clock.sleep(milliseconds, run.stopping.signal);
  }
  return run.stopping.signal.aborted ? notStarted(run.stopping) : undefined;
}

interface Try {
  /** How often it has failed so far. */
  readonly failures: number;
  /** What was sent before, and may be done. */
  readonly doubtful: SentAction | undefined;
}

async function attempt(task: WriteTask, run: Run, { failures, doubtful }: Try): Promise<WriteResult | Again> {
  // What this run has created or suspended a moment ago is not left so while it is looked at, and may not show yet.
  if (isToBeFinished(task) && failures === 0) return send(task, run);
  try {
    const age = failures === 0 && task.follows === 'nothing' ? 'recent' : 'from-now';
    const look = await unlessAborted(run.readings.look(task.job.name, age), run.stopping.giveUp);
    if (look === givenUp) return doubted(notStarted(run.stopping), doubtful);
    if (look.kind === 'unsettled')
      return { ...again('the list and the configurations of the cluster contradict each other'), doubtful };
    const live = look.kind === 'present' ? look.connector : undefined;
    const found = checkPrecondition(task, live);
    if (found.kind === 'proceed') return send({ ...task, action: found.action }, run, { live, doubtful });
    if (found.kind === 'already') return doubtful ? { kind: 'settled', sent: doubtful } : found;
    if (task.follows !== 'nothing' && failures < lagTolerance)
      return { ...again('readings lag behind what was written'), doubtful };
    return { kind: 'stale', reason: found.reason, workerMessage: undefined };
  } catch (error) {
    return afterLook(error, run, doubtful);
  }
}

function afterLook(error: unknown, run: Run, doubtful: SentAction | undefined): Ended | Again {
  if (!(error instanceof WorkerFailure)) throw error;
  const { message, brief, workerMessage } = error;
  const move = afterReadFailure(error);
  if (move === 'again') return { ...again(brief, workerMessage), doubtful };
  if (move === 'stop-cluster') run.stopping.stop({ kind: 'unauthorised' });
  const reason = `it could not be looked at before the write: ${message}`;
  return doubted({ kind: 'failed', reason, workerMessage }, doubtful);
}

/** There is no time for another try: reading tells whether what was refused was done all the same. */
async function settleRefused(
  { job }: WriteTask,
  run: Run,
  { doubtful, ended }: { readonly doubtful: SentAction; readonly ended: Ended },
): Promise<WriteResult> {
  const read = await readDespiteRefusal(job.name, doubtful, run);
  if (read === 'seen') return { kind: 'settled', sent: doubtful };
  return read === 'not-seen' && showsAtOnce(doubtful) ? ended : doubted(ended, doubtful);
}

/** States and restarts show some time after they were asked for: that they do not yet is no proof. */
function showsAtOnce({ action }: SentAction): boolean {
  return action.kind === 'put-config' || action.kind === 'create-with-state' || action.kind === 'delete';
}

function doubted(ended: Ended, doubtful: SentAction | undefined): Ended {
  if (!doubtful) return ended;
  return unknown(
    `the worker refused it, and whether it was done did not show: ${ended.reason}`,
    ended.workerMessage,
  );
}

interface Found {
  /** The connector as the look right before showed it. */
  readonly live?: SentAction['before'];
  /** What was sent before, though that look did not show it. */
  readonly doubtful?: SentAction | undefined;
}

async function send(task: WriteTask, run: Run, found: Found = {}): Promise<WriteResult | Again> {
  const { job, action, progress } = task;
  const { live } = found;
  if (!mayBeSent(task, run)) return notStarted(run.stopping);
  progress.sending(live);
  try {
    const answer = await unlessAborted(sendAction(run.cluster, job.name, action), run.stopping.readInstead);
    const sent = sentOf(task, live);
    const result: WriteResult =
      answer === givenUp
        ? await settle(sent, run, { job, reason: 'the run was interrupted before an answer came' })
        : { kind: 'written', sent, answer };
    progress.answered();
    return result;
  } catch (error) {
    if (!(error instanceof WorkerFailure)) throw error;
    const result = await afterSending(task, run, { failure: error, ...found });
    progress.answered();
    return result;
  }
}

/**
 * An interrupt leaves no connector running that was created to be paused, and none suspended that was so only for the
 * time of its write.
 */
function mayBeSent(task: WriteTask, { stopping }: Run): boolean {
  if (!stopping.signal.aborted) return true;
  return isToBeFinished(task) && stopping.reason?.kind === 'interrupted' && !stopping.giveUp.aborted;
}

function isToBeFinished({ follows }: WriteTask): boolean {
  return follows === 'own-creation' || follows === 'own-suspension';
}

async function afterSending(
  task: WriteTask,
  run: Run,
  { failure, live, doubtful }: Found & { readonly failure: WorkerFailure },
): Promise<WriteResult | Again> {
  const { message, brief, workerMessage, verdict } = failure;
  switch (afterWriteFailure(failure, task.action)) {
    case 'again': {
      // What is there already may be what was sent before.
      const earlier = verdict === 'exists' ? doubtful : undefined;
      return {
        ...again(brief, workerMessage),
        doubtful: verdict === 'busy' ? sentOf(task, live) : earlier,
      };
    }
    case 'settle':
      return settle(sentOf(task, live), run, { job: task.job, reason: brief, workerMessage });
    case 'tried':
      task.progress.note(`the worker could not restart it: ${message}`, workerMessage);
      return { kind: 'written', sent: sentOf(task, live), answer: { created: false, leftTasks: false } };
    case 'stop-cluster':
      run.stopping.stop({ kind: 'unauthorised' });
      return { kind: 'failed', reason: message, workerMessage };
    case 'fail':
      return { kind: 'failed', reason: message, workerMessage };
  }
}

interface Unsettled {
  readonly job: Job;
  readonly reason: string;
  readonly workerMessage?: string | undefined;
}

/** Reads until the outcome of a call shows, for as long as that is worth while. */
async function settle(
  sent: SentAction,
  run: Run,
  { job, reason, workerMessage }: Unsettled,
): Promise<WriteResult> {
  run.emit({ kind: 'settling', name: job.name, reason });
  const read = await readForOutcome(job.name, sent, run);
  if (read === 'seen') return { kind: 'settled', sent };
  return unknown(`reading did not show whether it was carried out: ${reason}`, workerMessage);
}

function sentOf({ action, job }: WriteTask, before?: SentAction['before']): SentAction {
  return { action, before, ignoreKeys: job.ignoreKeys };
}

function again(reason: string, workerMessage?: string): Again {
  return { kind: 'again', reason, workerMessage, doubtful: undefined };
}

function unknown(reason: string, workerMessage: string | undefined): Ended {
  return { kind: 'unknown', reason, workerMessage };
}
