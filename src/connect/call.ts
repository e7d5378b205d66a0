import { type Config, configToObject } from '../model/config.ts';
import type { ConnectorName } from '../model/connector-name.ts';
import type { DesiredState } from '../model/desired-connector.ts';
import { toPrintableLine } from '../model/printable.ts';
import type { Endpoint } from './endpoint.ts';

/** One call of the REST API, as it will be sent to some URL of the cluster. */
export interface Call {
  readonly endpoint: Endpoint;
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** Behind the base URL, encoded, with the query. */
  readonly path: string;
  /** JSON text. */
  readonly body?: string;
  /** For messages, behind "cannot": `read the connectors`. */
  readonly purpose: string;
  readonly limitBytes: number;
}

const megabyte = 1024 * 1024;
/** A list of 1,000 connectors has 1.2 MB, with traces some more (Connect REST contract 17). */
const largestList = 64 * megabyte;
/** The limit of all other answers. */
export const largestAnswer = 8 * megabyte;

/** `GET /` */
export function readWorkerCall(): Call {
  return {
    endpoint: 'worker',
    method: 'GET',
    path: '/',
    purpose: 'read the worker',
    limitBytes: largestAnswer,
  };
}

/** `GET /connectors/{name}` of a name that nobody has: a worker answers it only when it has started. */
export function startedCall(): Call {
  return {
    endpoint: 'connector',
    method: 'GET',
    path: '/connectors/connect-sync-asks-whether-this-worker-has-started',
    purpose: 'see whether the worker has started',
    limitBytes: largestAnswer,
  };
}

/** `GET /connectors`: names alone, or with what `expand` adds to each. */
export function listCall(expand?: 'info' | 'status'): Call {
  const read = { info: 'read the connectors', status: 'read the states of the connectors' };
  return {
    endpoint: 'list',
    method: 'GET',
    path: expand ? `/connectors?expand=${expand}` : '/connectors',
    purpose: expand ? read[expand] : 'list the connectors',
    limitBytes: largestList,
  };
}

/** `GET /connector-plugins` */
export function pluginsCall(which: 'connectors' | 'all'): Call {
  return {
    endpoint: 'plugins',
    method: 'GET',
    path: which === 'all' ? '/connector-plugins?connectorsOnly=false' : '/connector-plugins',
    purpose: 'read the plugins',
    limitBytes: largestAnswer,
  };
}

/** `GET /connector-plugins/{class}/config` */
export function pluginKeysCall(className: string): Call {
  return {
    endpoint: 'plugin-keys',
    method: 'GET',
    path: `/connector-plugins/${encodeURIComponent(className)}/config`,
    purpose: `read the configuration keys of ${toPrintableLine(className)}`,
    limitBytes: largestAnswer,
  };
}

/**
 * `PUT /connector-plugins/{class}/config/validate`. The worker wants the name as a key, too
 * (Connect REST contract 7.2).
 */
export function validateCall(name: string, className: string, config: Config): Call {
  return {
    endpoint: 'validate',
    method: 'PUT',
    path: `/connector-plugins/${encodeURIComponent(className)}/config/validate`,
    body: JSON.stringify({ name, ...configToObject(config) }),
    purpose: `validate "${toPrintableLine(name)}"`,
    limitBytes: largestAnswer,
  };
}

/** `GET /connectors/{name}/offsets` */
export function offsetsCall(name: ConnectorName): Call {
  return {
    ...ofConnector(name, '/offsets'),
    endpoint: 'offsets',
    method: 'GET',
    purpose: `read the offsets of "${name}"`,
  };
}

/** `GET /connectors/{name}/tasks`: judged like a read of the connector itself, and as one refused in a rebalance. */
export function tasksCall(name: ConnectorName): Call {
  return {
    ...ofConnector(name, '/tasks'),
    endpoint: 'tasks',
    method: 'GET',
    purpose: `read the tasks of "${name}"`,
  };
}

/** `PUT /connectors/{name}/config` */
export function putConfigCall(name: ConnectorName, config: Config): Call {
  return {
    ...ofConnector(name, '/config'),
    endpoint: 'config',
    method: 'PUT',
    body: JSON.stringify(configToObject(config)),
    purpose: `write the configuration of "${name}"`,
  };
}

/** `POST /connectors` with an initial state */
export function createCall(name: ConnectorName, config: Config, state: 'paused' | 'stopped'): Call {
  return {
    endpoint: 'create',
    method: 'POST',
    path: '/connectors',
    body: JSON.stringify({ name, config: configToObject(config), initial_state: state.toUpperCase() }),
    purpose: `create "${name}" ${state}`,
    limitBytes: largestAnswer,
  };
}

/** `DELETE /connectors/{name}` */
export function deleteCall(name: ConnectorName): Call {
  return { ...ofConnector(name, ''), endpoint: 'delete', method: 'DELETE', purpose: `delete "${name}"` };
}

/** `PUT /connectors/{name}/pause`, `…/resume` or `…/stop` */
export function setStateCall(name: ConnectorName, state: DesiredState): Call {
  const verb = ({ running: 'resume', paused: 'pause', stopped: 'stop' } as const)[state];
  const endpoint = state === 'stopped' ? 'stop' : 'state';
  return { ...ofConnector(name, `/${verb}`), endpoint, method: 'PUT', purpose: `${verb} "${name}"` };
}

/** `POST /connectors/{name}/restart`: a flag counts only when it is exactly `true` (Connect REST contract 4.11). */
export function restartCall(name: ConnectorName, flags: readonly ('includeTasks' | 'onlyFailed')[]): Call {
  const query = flags.length > 0 ? `?${flags.map((flag) => `${flag}=true`).join('&')}` : '';
  return {
    ...ofConnector(name, `/restart${query}`),
    endpoint: 'restart',
    method: 'POST',
    purpose: `restart "${name}"`,
  };
}

/** `POST /connectors/{name}/tasks/{id}/restart` */
export function restartTaskCall(name: ConnectorName, task: number): Call {
  return {
    ...ofConnector(name, `/tasks/${task}/restart`),
    endpoint: 'restart-task',
    method: 'POST',
    purpose: `restart task ${task} of "${name}"`,
  };
}

function ofConnector(name: ConnectorName, path: string): Pick<Call, 'path' | 'limitBytes'> {
  return { path: `/connectors/${encodeURIComponent(name)}${path}`, limitBytes: largestAnswer };
}
