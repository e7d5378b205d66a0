import type { ConnectorName } from '../model/connector-name.ts';
import { lookQuietly } from './look-quietly.ts';
import { poll } from './poll.ts';
import type { Run } from './run.ts';
import { type SentAction, showsOutcome } from './shows-outcome.ts';

/** How long a follower may lag behind, and how long an unknown outcome is read for, before it stays unknown. */
const windowMilliseconds = 30_000;

/** What reading said of a call that was sent. */
export type ReadBack =
  /** It was carried out. */
  | 'seen'
  /** Readings came, and none showed it. */
  | 'not-seen'
  /** No reading came. */
  | 'not-read';

/**
 * Reads until a call that was sent shows, for up to 30 s: the guarantee of a write is the leader's only, another
 * worker may answer from an older view (contract 11).
 */
export async function readBack(name: ConnectorName, sent: SentAction, run: Run): Promise<ReadBack> {
  const started = run.clock.now();
  let wasRead = false;
  const ask = async () => {
    const look = await lookQuietly(name, run);
    if (look) wasRead = true;
    if (look && showsOutcome(sent, look)) return 'seen';
    return run.stopping.reason?.kind === 'unauthorised' && !look ? 'denied' : undefined;
  };
  const answer = await poll(ask, {
    clock: run.clock,
    remaining: () => started + windowMilliseconds - run.clock.now(),
    signal: run.stopping.giveUp,
  });
  if (answer === 'seen') return answer;
  return wasRead ? 'not-seen' : 'not-read';
}
