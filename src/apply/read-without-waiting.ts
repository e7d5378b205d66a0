import type { ConnectorName } from '../model/connector-name.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import type { ConnectorReading } from './cluster-readings.ts';
import type { Run } from './run.ts';

/**
 * A look that was asked for from now on, for those who go on looking until something shows; undefined where the
 * reading failed. Credentials that are refused end the run.
 */
export async function readWithoutWaiting(
  name: ConnectorName,
  run: Run,
): Promise<ConnectorReading | undefined> {
  try {
    return await run.readings.look(name, 'from-now');
  } catch (error) {
    if (!(error instanceof WorkerFailure)) throw error;
    if (error.verdict === 'unauthorised') run.stopping.stop({ kind: 'unauthorised' });
    return undefined;
  }
}
