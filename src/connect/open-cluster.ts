import type { ClusterTarget } from '../model/project.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import type { ClusterOptions } from './cluster-options.ts';
import type { ConnectCluster, LastCheck, ReadPatience } from './connect-cluster.ts';
import { Connection } from './connection.ts';
import { UnexpectedAnswer } from './decode.ts';
import { type EndpointName, endpointOf, endpoints, makeRequest, type Request } from './endpoints.ts';
import { checkUrl } from './failure-text.ts';
import { findUnreachable } from './find-unreachable-workers.ts';
import { sendRead, sendWrite } from './send-request.ts';
import { verifyUrl } from './verify-identity.ts';

export type { ClusterOptions } from './cluster-options.ts';

/**
 * The REST API of one Connect cluster over HTTP. Nothing is sent before the first call; a target that cannot be used
 * (a URL that is none, a header that cannot be sent, a managed service that only resembles Connect) is refused by
 * every call.
 */
export function openCluster(target: ClusterTarget, options: ClusterOptions): ConnectCluster {
  const connection = new Connection(target, options);
  const names = Object.keys(endpoints) as EndpointName[];
  const calls = names.map((name) => [
    name,
    (...args: readonly unknown[]) => callEndpoint(connection, name, args),
  ]);
  const methods = {
    get url() {
      return connection.url;
    },
    findUnreachable: (workerIds: ReadonlySet<string>) => findUnreachable(connection, workerIds),
    confirmIdentity: async () => {
      const other = await verifyUrl(connection);
      if (other) throw connection.failure(makeRequest('readWorker', []), [other]);
    },
    close: () => connection.close(),
  };
  // The types of the calls follow from the same table.
  return Object.assign(methods, Object.fromEntries(calls)) as ConnectCluster;
}

async function callEndpoint(
  connection: Connection,
  name: EndpointName,
  given: readonly unknown[],
): Promise<unknown> {
  const row = endpointOf(name);
  const args = given.slice(0, row.path.length);
  const known = row.known?.(...args);
  if (known !== undefined) return known;
  const request = makeRequest(name, args);
  try {
    const answer =
      row.access === 'read'
        ? await sendRead(connection, request, given[row.path.length] as ReadPatience | undefined)
        : await sendWrite(connection, request, given[row.path.length] as LastCheck | undefined);
    return explaining(connection, request, () => row.parse(answer, ...args));
  } catch (error) {
    const recovered = error instanceof WorkerFailure ? row.recover?.(error, ...args) : undefined;
    if (recovered) return recovered.result;
    throw error;
  }
}

/** JSON that no worker sends is another service's, or an old worker's: a failure like any other. */
function explaining<Value>(connection: Connection, request: Request, parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof UnexpectedAnswer)) throw error;
    const next = error.verdict === 'unsupported' ? 'Workers that old are not supported.' : checkUrl;
    throw new WorkerFailure({
      verdict: error.verdict,
      method: request.method,
      url: `${connection.url}${request.path}`,
      message: `cannot ${request.purpose}: ${connection.url} ${error.message}. ${next}`,
      brief: `${connection.url} ${error.message}`,
      next,
      status: 200,
    });
  }
}
