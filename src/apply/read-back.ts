import type { ConnectorName } from '../model/connector-name.ts';
import { poll } from '../model/poll.ts';
import { readWithoutWaiting } from './read-without-waiting.ts';
import type { Run } from './run.ts';
import { type SentAction, showsOutcome } from './shows-outcome.ts';

/** How long a follower may lag behind, and how long an unknown outcome is read for, before it stays unknown. */
const windowMilliseconds = 30_000;

/** Enough for one look, also where the time for waiting was over before the outcome became unknown. */
const leastMilliseconds = 1_000;

/**
 * How far a worker that is read may lag behind the one that writes, with room to spare (Connect REST contract 11).
 */
const lagMilliseconds = 1_500;

/** What reading said of a call that was sent. */
export type ReadBack =
  /** It was carried out. */
  | 'seen'
  /** Readings came, and none showed it. */
  | 'not-seen'
  /** No reading came. */
  | 'not-read';

/** What is read for, and for how long. */
interface Search {
  readonly sent: SentAction;
  readonly milliseconds: number;
}

/**
 * Reads until a call that was answered shows, for up to 30 s: the guarantee of a write is the leader's only, another
 * worker may answer from an older view (Connect REST contract 11).
 */
export function readBack(name: ConnectorName, sent: SentAction, run: Run): Promise<ReadBack> {
  return search(name, { sent, milliseconds: windowMilliseconds }, run);
}

/** Reads until a call without an answer shows, for up to 30 s, and for no longer than the cluster may be waited for. */
export function readForOutcome(name: ConnectorName, sent: SentAction, run: Run): Promise<ReadBack> {
  const milliseconds = Math.min(windowMilliseconds, Math.max(leastMilliseconds, run.budget.remaining()));
  return run.budget.during(() => search(name, { sent, milliseconds }, run));
}

/** Reads whether a call that the worker refused was done all the same, for as long as a reading may lag behind. */
export function readDespiteRefusal(name: ConnectorName, sent: SentAction, run: Run): Promise<ReadBack> {
  return search(name, { sent, milliseconds: lagMilliseconds }, run);
}

async function search(name: ConnectorName, { sent, milliseconds }: Search, run: Run): Promise<ReadBack> {
  const { clock, stopping } = run;
  const ends = clock.now() + milliseconds;
  let wasRead = false;
  const ask = async () => {
    const look = await readWithoutWaiting(name, run);
    if (look) wasRead = true;
    if (look && showsOutcome(sent, look)) return 'seen';
    return stopping.reason?.kind === 'unauthorised' && !look ? 'denied' : undefined;
  };
  const timer = new AbortController();
  const over = new AbortController();
  void clock.sleep(milliseconds, timer.signal).then(() => over.abort());
  try {
    const answer = await poll(ask, {
      clock,
      remaining: () => ends - clock.now(),
      // A reading may stand for longer than there is time.
      signal: AbortSignal.any([stopping.giveUp, over.signal]),
    });
    if (answer === 'seen') return answer;
    return wasRead ? 'not-seen' : 'not-read';
  } finally {
    timer.abort();
  }
}
