import { onTestFinished } from 'vitest';
import type { ConnectCluster } from '../../src/connect/connect-cluster.ts';
import { type ClusterOptions, openCluster } from '../../src/connect/open-cluster.ts';
import type { ConnectorName } from '../../src/model/connector-name.ts';
import type { ClusterTarget } from '../../src/model/project.ts';
import { WorkerFailure } from '../../src/model/worker-failure.ts';
import { fastClock } from './fast-clock.ts';
import type { MisbehavingServer } from './misbehaving-server.ts';

/** Opens a cluster with these URLs on a fast clock; it is closed when the test ends. */
export function openTestCluster(
  urls: readonly [string, ...string[]],
  more: { readonly target?: Partial<ClusterTarget>; readonly options?: Partial<ClusterOptions> } = {},
): ConnectCluster {
  const target: ClusterTarget = {
    name: 'test',
    urls,
    kafkaClusterId: undefined,
    auth: undefined,
    tls: undefined,
    headers: new Map(),
    ...more.target,
  };
  const cluster = openCluster(target, {
    clock: fastClock(),
    timeoutMilliseconds: undefined,
    signal: undefined,
    ...more.options,
  });
  onTestFinished(() => cluster.close());
  return cluster;
}

/** The failure that a call ends with. */
export async function failureOf(call: Promise<unknown>): Promise<WorkerFailure> {
  const ending = await call.then(
    () => 'it succeeded',
    (reason: unknown) => reason,
  );
  if (ending instanceof WorkerFailure) return ending;
  throw new Error(`a WorkerFailure was expected, but: ${String(ending)}`);
}

/** The requests of a server, as `METHOD path`. */
export function seen(server: MisbehavingServer): readonly string[] {
  return server.requests.map(({ method, path }) => `${method} ${path}`);
}

export const orders = 'orders' as ConnectorName;
