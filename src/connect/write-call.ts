import type { FineAnswer } from './attempt.ts';
import type { Call } from './call.ts';
import type { Connection } from './connection.ts';

/** The worker gives up itself after 90 s, and its answer says more than our time-out (Connect REST contract 2). */
const writeTimeout = 100_000;

/**
 * Sends a call that changes something: to one URL, once. Whether it may be sent again is for the caller to judge
 * from the verdict: a write that was sent twice restarts a connector twice, or undoes what another did in between.
 *
 * @throws WorkerFailure
 */
export async function writeCall(session: Connection, call: Call): Promise<FineAnswer> {
  session.assertUsable(call);
  const [base] = session.bases;
  if (!base) throw new Error('a cluster without a URL was written to');
  const timeoutMilliseconds = Math.min(writeTimeout, session.options.timeoutMilliseconds ?? writeTimeout);
  const attempt = await session.attempt({ call, base, timeoutMilliseconds });
  if (attempt.kind === 'fine') return attempt;
  throw session.failure(call, [attempt]);
}
