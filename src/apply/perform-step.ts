import type { Action } from '../model/action.ts';
import { formatDuration } from '../model/duration.ts';
import { confirmBetween, confirmWritten } from './confirm-written.ts';
import type { ExpectedConnector, Job } from './job.ts';
import { returnToState } from './return-to-state.ts';
import type { Run } from './run.ts';
import type { SentAction } from './shows-outcome.ts';
import { type Ended, notStarted, StepProgress, type StepResult } from './step-result.ts';
import { type WriteResult, type WriteTask, writeAction } from './write-action.ts';
import type { ReleaseSlot } from './write-slots.ts';

/**
 * Carries out the calls of one connector, in order, each after a look and each read back. Never throws: what is
 * unexpected ends the run and is part of the result. `announce` is called when its turn has come.
 */
export async function performStep(job: Job, run: Run, announce: () => void): Promise<StepResult> {
  const release = await run.slots.acquire();
  const progress = new StepProgress(job.actions.length);
  try {
    if (run.stopping.signal.aborted) return progress.end(notStarted(run.stopping));
    if (run.budget.remaining() <= 0) return progress.end(outOfTime(run));
    announce();
    return await performActions(job, run, { progress, release });
  } catch (error) {
    run.stopping.stop({ kind: 'unexpected', error });
    return progress.endUnexpectedly();
  } finally {
    release();
  }
}

/** On a cluster that has used up all patience each further change would cost one more time-out. */
function outOfTime(run: Run): Ended {
  const reason = `the ${formatDuration(run.options.timeoutMilliseconds)} that this cluster may be waited for are over`;
  return { kind: 'not-started', reason, workerMessage: undefined };
}

interface Course {
  readonly progress: StepProgress;
  readonly release: ReleaseSlot;
}

async function performActions(job: Job, run: Run, { progress, release }: Course): Promise<StepResult> {
  const unverified: SentAction[] = [];
  let expected = job.expected;
  let follows: WriteTask['follows'] = 'nothing';
  const end = async (ended: Ended, callsDone: number) => {
    const done = follows === 'nothing' ? [] : job.actions.slice(0, callsDone);
    await returnToState({ job, done, expected, ended, progress }, run);
    return progress.end(ended);
  };
  for (const [index, action] of job.actions.entries()) {
    const result = await writeAction({ job, action, expected, follows, progress }, run);
    if (isEnded(result)) return end(result, index);
    expected = expectAfter(action, expected);
    if (result.kind === 'already') continue;
    follows = job.change === 'create' ? 'own-creation' : 'own-write';
    if (result.kind === 'written') unverified.push(result.sent);
    const isBetween = follows === 'own-write' && index < job.actions.length - 1;
    const ended =
      note(job, result, progress) ?? (isBetween && (await confirmBetween(job, unverified.splice(0), run)));
    if (ended) return end(ended, index + 1);
  }
  // Reading back is shared and does no harm: the next connector need not wait for it.
  release();
  const ended = await confirmWritten(job, unverified, run);
  return ended ? progress.end(ended) : progress.finish();
}

function isEnded(result: WriteResult): result is Ended {
  return result.kind !== 'written' && result.kind !== 'settled' && result.kind !== 'already';
}

const tasksLeft: Ended = {
  kind: 'failed',
  reason:
    'this worker is too old to restart tasks together with their connector: only the connector was restarted',
  workerMessage: undefined,
};

/** What the next call of the same job must find. */
function expectAfter(action: Action, expected: ExpectedConnector | undefined): ExpectedConnector | undefined {
  if (action.kind === 'put-config' || action.kind === 'create-with-state') {
    return { config: action.config, nullKeys: [], state: undefined };
  }
  return expected && { ...expected, state: undefined };
}

/** Notes that a call was carried out, and where the worker did something else than the look let expect. */
function note(
  job: Job,
  result: Extract<WriteResult, { kind: 'written' | 'settled' }>,
  progress: StepProgress,
): Ended | undefined {
  const { action } = result.sent;
  if (action.kind !== 'put-config' && action.kind !== 'create-with-state') {
    progress.carriedOut({ created: false });
    return result.kind === 'written' && result.answer.leftTasks ? tasksLeft : undefined;
  }
  // Where no answer came it did what the look right before it let expect.
  const created = result.kind === 'written' ? result.answer.created : job.expected === undefined;
  progress.carriedOut({ created });
  if (created && job.expected)
    progress.note('it was deleted at that very moment: the write created it again');
  if (!created && !job.expected) progress.note('it was created at that very moment: the write replaced it');
  return undefined;
}
