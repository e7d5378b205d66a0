import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { WorkerLoggersView } from '../model/loggers-view.ts';
import type { Scrub } from '../model/redaction/scrub.ts';
import type { WorkerLogger } from '../model/worker-details.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import type { UrlResult } from './on-each-cluster.ts';

/**
 * A logger that has a level of its own on one worker; undefined if it has none.
 *
 * @throws WorkerFailure
 */
export async function readLogger(
  connection: ConnectCluster,
  logger: string,
): Promise<WorkerLogger | undefined> {
  try {
    return await connection.readLogger(logger);
  } catch (error) {
    if (error instanceof WorkerFailure && error.verdict === 'absent') return undefined;
    throw error;
  }
}

/** The loggers of one worker, or why they could not be read. */
export function viewWorkerLoggers(
  result: UrlResult<readonly WorkerLogger[]>,
  scrub: Scrub,
): WorkerLoggersView {
  const { url } = result;
  if (!result.ok) return { url, problem: result.error.message };
  return {
    url,
    loggers: result.value.map(({ name, level, lastModified }) => ({
      name: scrub(name),
      level,
      lastModified: lastModified === undefined ? null : new Date(lastModified).toISOString(),
    })),
  };
}
