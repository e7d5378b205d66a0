import { type FailureVerdict, WorkerFailure } from '../model/worker-failure.ts';
import { startedCall } from './call.ts';
import type { ReadPatience } from './connect-cluster.ts';
import type { Connection } from './connection.ts';
import { readCall } from './send-request.ts';

// Where asking for one connector is not allowed, the lists will tell what the credentials are good for.
const started: readonly FailureVerdict[] = ['absent', 'unauthorised', 'unsupported'];

/**
 * Asks for a connector that nobody has, and so waits until the worker has read its config topic to the end.
 *
 * @throws WorkerFailure where it does not come to that within the budget
 */
export async function awaitStarted(session: Connection, patience?: ReadPatience): Promise<void> {
  try {
    await readCall(session, startedCall(), patience);
  } catch (error) {
    if (error instanceof WorkerFailure && started.includes(error.verdict)) return;
    throw error;
  }
}
