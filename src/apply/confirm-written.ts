import type { Action } from '../model/action.ts';
import type { DesiredState } from '../model/desired-connector.ts';
import { formatDuration } from '../model/duration.ts';
import { isInState } from '../model/is-in-state.ts';
import { poll } from '../model/poll.ts';
import type { Job } from './job.ts';
import { type ReadBack, readBack } from './read-back.ts';
import { readWithoutWaiting } from './read-without-waiting.ts';
import type { Run } from './run.ts';
import type { SentAction } from './shows-outcome.ts';
import { type Ended, notStarted } from './step-result.ts';

/** Reads back what was written: the configuration there, the connector gone. States are a matter of health. */
export async function confirmWritten(
  job: Job,
  written: readonly SentAction[],
  run: Run,
): Promise<Ended | undefined> {
  for (const sent of written) {
    const { kind } = sent.action;
    if (kind !== 'put-config' && kind !== 'create-with-state' && kind !== 'delete') continue;
    const read = await readBack(job.name, sent, run);
    if (read !== 'seen') return notReadBack(kind, read, run);
  }
  return undefined;
}

function notReadBack(kind: Action['kind'], read: ReadBack, run: Run): Ended {
  if (run.stopping.giveUp.aborted || read === 'not-read') {
    return {
      kind: 'unknown',
      reason: 'the worker accepted it, but it could not be read back',
      workerMessage: undefined,
    };
  }
  const reason =
    kind === 'delete'
      ? 'the worker accepted the deletion, but goes on listing the connector'
      : 'the worker accepted the configuration, but goes on reporting another one';
  return { kind: 'failed', reason, workerMessage: undefined };
}

/** Makes sure of what was written before the next call of the same job builds upon it. */
export async function confirmBetween(
  job: Job,
  written: readonly SentAction[],
  run: Run,
): Promise<Ended | undefined> {
  const ended = await confirmWritten(job, written, run);
  if (ended) return ended;
  for (const { action } of written) {
    const late = action.kind === 'set-state' && (await confirmState(job, action.state, run));
    if (late) return late;
  }
  return undefined;
}

/** Waits until a state shows. */
export async function confirmState(job: Job, state: DesiredState, run: Run): Promise<Ended | undefined> {
  const seen = await run.budget.during(() =>
    poll(() => isThere(job, state, run), {
      clock: run.clock,
      remaining: () => run.budget.remaining(),
      signal: run.stopping.signal,
    }),
  );
  if (seen) return undefined;
  if (run.stopping.signal.aborted) return notStarted(run.stopping);
  const limit = formatDuration(run.options.timeoutMilliseconds);
  return {
    kind: 'failed',
    reason: `it was asked to be ${state} and is not, after ${limit} of waiting`,
    workerMessage: undefined,
  };
}

/** A FAILED connector hides whether it is paused or running; only a stop shows in it (Connect REST contract 10.2). */
async function isThere(job: Job, state: DesiredState, run: Run): Promise<true | undefined> {
  const look = await readWithoutWaiting(job.name, run);
  if (look?.kind !== 'present') return undefined;
  const isHidden = state !== 'stopped' && look.connector.status?.connector.state === 'FAILED';
  return isHidden || isInState(look.connector, state) ? true : undefined;
}
