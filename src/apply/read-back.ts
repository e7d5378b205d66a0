import { type Action, isOffsetsAction, type OffsetsAction } from '../model/action.ts';
import type { DesiredState } from '../model/desired-connector.ts';
import { formatDuration } from '../model/duration.ts';
import { isInState } from '../model/is-in-state.ts';
import { type DesiredOffsets, offsetChanges } from '../model/offset-changes.ts';
import type { IncompleteStep } from '../model/outcome.ts';
import type { Step } from '../model/plan.ts';
import { poll } from '../model/poll.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import { holdsConfig } from './check-precondition.ts';
import { notStarted } from './outcome-recorder.ts';
import type { Run } from './run.ts';
import { isReplaced, type SentAction, showsOutcome } from './shows-outcome.ts';

/** What reading showed of a call that was sent. */
export type ReadBack =
  /** It was applied. */
  | 'seen'
  /** Readings came, and none showed it. */
  | 'not-seen'
  /** Readings show a configuration that is neither the former nor the written one. */
  | 'replaced'
  /** No reading came. */
  | 'not-read';

/** How long a follower may lag behind, and how long an unknown outcome is read for, before it stays unknown. */
const windowMilliseconds = 30_000;

/** Enough for one reading, also where the time limit was reached before the outcome became unknown. */
const leastMilliseconds = 1_000;

/**
 * How far the worker that is read may lag behind the one that writes, with room to spare (Connect REST contract 11).
 */
export const lagMilliseconds = 1_500;

/** Reads until a call without an answer shows, for up to 30 s, and for no longer than the time limit allows. */
export async function readForOutcome(step: Step, sent: SentAction, run: Run): Promise<ReadBack> {
  if (isHiddenByMask(step, sent)) return 'not-read';
  const milliseconds = Math.min(windowMilliseconds, Math.max(leastMilliseconds, run.budget.remaining()));
  return run.budget.during(() => readBack(step, { sent, milliseconds }, run));
}

/** Reads whether a call that the worker denied was applied all the same, for as long as a reading may lag behind. */
export async function readDespiteRefusal(step: Step, sent: SentAction, run: Run): Promise<ReadBack> {
  if (isHiddenByMask(step, sent)) return 'not-read';
  return readBack(step, { sent, milliseconds: lagMilliseconds }, run);
}

/** Whether a reading looks the same before and after a call, because only values that the worker masks are written. */
function isHiddenByMask({ rewritesMasked }: Step, { action, before, ignoreKeys }: SentAction): boolean {
  if (!rewritesMasked || action.kind !== 'put-config') return false;
  return !before || holdsConfig(before, action, ignoreKeys);
}

/** Reads back what was written: the configuration is there, the connector gone. States are a matter of health. */
export async function confirmWritten(
  step: Step,
  written: readonly SentAction[],
  run: Run,
): Promise<IncompleteStep | undefined> {
  for (const sent of written) {
    if (!showsAtOnce(sent)) continue;
    const limits = { milliseconds: windowMilliseconds, replacedAfter: replacedMilliseconds };
    const read = await readBack(step, { sent, ...limits }, run);
    if (read !== 'seen') return notReadBack(sent.action, read, endOfReading(step, run));
  }
  return undefined;
}

/** States and restarts show some time after the call: that they do not show yet proves nothing. */
export function showsAtOnce({ action }: SentAction): boolean {
  return action.kind !== 'set-state' && action.kind !== 'restart' && action.kind !== 'restart-task';
}

function notReadBack(action: Action, read: ReadBack, end: AbortSignal): IncompleteStep {
  if (end.aborted || read === 'not-read')
    return { kind: 'unknown', reason: 'the worker accepted it, but it could not be read back' };
  if (read === 'replaced') return { kind: 'failed', reason: `the worker accepted ${replaced}` };
  return { kind: 'failed', reason: `the worker accepted ${contradiction(action)}` };
}

const replaced =
  'the configuration, and reports one that is neither this nor the former one: somebody else changed it at the same time, or a gateway changes what is written';

function contradiction(action: Action): string {
  if (action.kind === 'delete') return 'the deletion, but still lists the connector';
  if (isOffsetsAction(action)) return 'the offsets, but still reports other ones';
  return 'the configuration, but still reports another one';
}

/** Confirms what was written before the next call of the same step builds upon it. */
export async function confirmBetween(
  step: Step,
  written: readonly SentAction[],
  run: Run,
): Promise<IncompleteStep | undefined> {
  const ended = await confirmWritten(step, written, run);
  if (ended) return ended;
  for (const { action } of written) {
    const late = action.kind === 'set-state' && (await confirmState(step, action.state, run));
    if (late) return late;
  }
  return undefined;
}

/** Waits until a state shows; returns why it did not. */
export async function confirmState(
  step: Step,
  state: DesiredState,
  run: Run,
): Promise<IncompleteStep | undefined> {
  const { clock, budget, shutdown } = run;
  const limits = { clock, remaining: () => budget.remaining(), signal: shutdown.stopped };
  const seen = await budget.during(() => poll(() => showsState(step, state, run), limits));
  if (seen) return undefined;
  if (shutdown.stopped.aborted) return notStarted(shutdown);
  const limit = formatDuration(run.options.timeoutMilliseconds);
  return { kind: 'failed', reason: `it is not ${state} ${limit} after the request` };
}

/** A FAILED connector hides whether it is paused or running; only a stop shows in it (Connect REST contract 10.2). */
async function showsState(step: Step, state: DesiredState, run: Run): Promise<true | undefined> {
  const reading = await orUndefined(run.readings.read(step.name, 'from-now'), run);
  if (reading?.kind !== 'present') return undefined;
  const { connector } = reading;
  // Offsets cannot be changed while a task is left.
  if (step.kind === 'offsets' && state === 'stopped' && connector.status?.tasks.length !== 0)
    return undefined;
  const isHidden = state !== 'stopped' && connector.status?.connector.state === 'FAILED';
  return isHidden || isInState(connector, state) ? true : undefined;
}

/**
 * Reads until a call shows: the guarantee of a write is the leader's only, another worker may answer from an older view
 * (Connect REST contract 11).
 */
async function readBack(
  step: Step,
  {
    sent,
    milliseconds,
    replacedAfter = milliseconds,
  }: { readonly sent: SentAction; readonly milliseconds: number; readonly replacedAfter?: number },
  run: Run,
): Promise<ReadBack> {
  const { clock, shutdown } = run;
  const ends = clock.now() + milliseconds;
  let wasRead = false;
  let replacedSince: number | undefined;
  const read = async () => {
    const shows = await readOutcome(step, sent, run);
    if (shows !== undefined) wasRead = true;
    if (shows === true) return 'seen';
    replacedSince = shows === 'replaced' ? (replacedSince ?? clock.now()) : undefined;
    if (replacedSince !== undefined && clock.now() - replacedSince >= replacedAfter) return 'replaced';
    const { kind } = shutdown.reason ?? {};
    const isDenied = kind === 'unauthorised' || kind === 'other-cluster';
    return isDenied && shows === undefined ? 'denied' : undefined;
  };
  const timer = new AbortController();
  const over = new AbortController();
  void clock.sleep(milliseconds, timer.signal).then(() => over.abort());
  try {
    const answer = await poll(read, {
      clock,
      remaining: () => ends - clock.now(),
      // A reading may take longer than there is time.
      signal: AbortSignal.any([endOfReading(step, run), over.signal]),
    });
    if (answer === 'seen' || answer === 'replaced') return answer;
    return wasRead ? 'not-seen' : 'not-read';
  } finally {
    timer.abort();
  }
}

/** Aborts when a call is no longer read for. With offsets the rest of the grace period is for the way back. */
export function endOfReading({ kind }: Pick<Step, 'kind'>, { shutdown }: Run): AbortSignal {
  return kind === 'offsets' ? shutdown.draining : shutdown.abandoned;
}

/** For so long a third configuration must show: longer than any reading lags behind. */
const replacedMilliseconds = 5_000;

/**
 * Whether a reading from now on proves that a call was applied, or that a configuration took the place of the written
 * one; undefined where the reading failed.
 */
async function readOutcome(
  { name }: Step,
  sent: SentAction,
  run: Run,
): Promise<boolean | 'replaced' | undefined> {
  if (isOffsetsAction(sent.action)) {
    const offsets = await orUndefined(run.cluster.readOffsets(name, { budgetMilliseconds: 0 }), run);
    return offsets && offsetChanges(offsets.entries, desiredOffsets(sent.action)).length === 0;
  }
  const reading = await orUndefined(run.readings.read(name, 'from-now'), run);
  if (!reading) return undefined;
  return showsOutcome(sent, reading) || (isReplaced(sent, reading) && 'replaced');
}

function desiredOffsets(action: OffsetsAction): DesiredOffsets {
  return action.kind === 'reset-offsets' ? { kind: 'reset' } : { kind: 'set', entries: action.entries };
}

/** A reading, or undefined where it failed, since the caller reads again. Some failures end the run. */
export async function orUndefined<T>(reading: Promise<T>, run: Run): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof WorkerFailure)) throw error;
    run.shutdown.stopAfter(error);
    return undefined;
  }
}
