import type { WorkerFeature } from '../model/worker-version.ts';
import { connectorEndpoints } from './endpoints/connectors.ts';
import type { Endpoint } from './endpoints/endpoint.ts';
import { loggerEndpoints } from './endpoints/loggers.ts';
import { offsetEndpoints } from './endpoints/offsets.ts';
import { pluginEndpoints } from './endpoints/plugins.ts';
import { stateEndpoints } from './endpoints/states.ts';
import { taskEndpoints } from './endpoints/tasks.ts';
import { workerEndpoints } from './endpoints/worker.ts';

/** Every endpoint of the Connect REST API that is used, by the name of its call. */
export const endpoints = {
  ...workerEndpoints,
  ...connectorEndpoints,
  ...stateEndpoints,
  ...taskEndpoints,
  ...offsetEndpoints,
  ...pluginEndpoints,
  ...loggerEndpoints,
};

export type EndpointName = keyof typeof endpoints;

/** One request to an endpoint, as it will be sent to some URL of the cluster. */
export interface Request {
  readonly endpoint: EndpointName;
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  readonly access: 'read' | 'write';
  readonly path: string;
  readonly body: string | undefined;
  readonly purpose: string;
  readonly limitBytes: number;
  readonly shortenAboveBytes: number | undefined;
  readonly timeoutMilliseconds: number | undefined;
  /** What a worker must be able to do, where not every one is. */
  readonly since: WorkerFeature | undefined;
  readonly setting: string | undefined;
}

/** An endpoint of any types; the types of `ConnectCluster` have checked the arguments of its call. */
export type AnyEndpoint = Endpoint<readonly unknown[], unknown, 'read' | 'write'>;

/** The row of a name. */
export function endpointOf(name: EndpointName): AnyEndpoint {
  return endpoints[name] as unknown as AnyEndpoint;
}

const largestAnswer = 8 * 1024 * 1024;

/** The request that a call sends. */
export function makeRequest(name: EndpointName, args: readonly unknown[]): Request {
  const row = endpointOf(name);
  const { method, access, limitBytes = largestAnswer, timeoutMilliseconds, since, setting } = row;
  return {
    endpoint: name,
    method,
    access,
    path: row.path(...args),
    body: row.body?.(...args),
    purpose: row.purpose(...args),
    limitBytes,
    shortenAboveBytes: row.shortenAboveBytes,
    timeoutMilliseconds,
    since: typeof since === 'function' ? since(...args) : since,
    setting,
  };
}

/** Whether a call changes nothing. */
export function isRead(name: EndpointName): boolean {
  return endpoints[name].access === 'read';
}
