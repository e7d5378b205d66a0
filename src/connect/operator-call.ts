import type { ConnectorName } from '../model/connector-name.ts';
import { toPrintableLine } from '../model/printable.ts';
import { type Call, largestAnswer } from './call.ts';

/** `GET /health` */
export function healthCall(): Call {
  return { ...get('/health', 'read the health of the worker'), endpoint: 'health' };
}

/** `GET /connectors/{name}/topics` */
export function topicsCall(name: ConnectorName): Call {
  return { ...get(pathOf(name, '/topics'), `read the topics of "${name}"`), endpoint: 'topics' };
}

/** `PUT /connectors/{name}/topics/reset` */
export function resetTopicsCall(name: ConnectorName): Call {
  return {
    endpoint: 'reset-topics',
    method: 'PUT',
    path: pathOf(name, '/topics/reset'),
    purpose: `reset the topics of "${name}"`,
    limitBytes: largestAnswer,
  };
}

/** `PATCH /connectors/{name}/offsets`; `text` is the body, `{"offsets":[{"partition":…,"offset":…}]}`. */
export function alterOffsetsCall(name: ConnectorName, text: string): Call {
  return {
    endpoint: 'change-offsets',
    method: 'PATCH',
    path: pathOf(name, '/offsets'),
    body: text,
    purpose: `set the offsets of "${name}"`,
    limitBytes: largestAnswer,
  };
}

/** `DELETE /connectors/{name}/offsets` */
export function resetOffsetsCall(name: ConnectorName): Call {
  return {
    endpoint: 'change-offsets',
    method: 'DELETE',
    path: pathOf(name, '/offsets'),
    purpose: `reset the offsets of "${name}"`,
    limitBytes: largestAnswer,
  };
}

/** `GET /admin/loggers`, or one of them */
export function loggersCall(logger?: string): Call {
  const call =
    logger === undefined
      ? get('/admin/loggers', 'read the loggers')
      : get(`/admin/loggers/${encodeURIComponent(logger)}`, `read the logger ${toPrintableLine(logger)}`);
  return { ...call, endpoint: 'loggers' };
}

/**
 * `PUT /admin/loggers/{logger}`; `cluster` is heard from 3.7 on and means this worker alone before
 * (Connect REST contract 4.21).
 */
export function setLoggerCall(
  logger: string,
  { level, scope }: { readonly level: string; readonly scope: 'worker' | 'cluster' },
): Call {
  const query = scope === 'cluster' ? '?scope=cluster' : '';
  return {
    endpoint: 'set-logger',
    method: 'PUT',
    path: `/admin/loggers/${encodeURIComponent(logger)}${query}`,
    body: JSON.stringify({ level }),
    purpose: `set the logger ${toPrintableLine(logger)}`,
    limitBytes: largestAnswer,
  };
}

function get(path: string, purpose: string): Omit<Call, 'endpoint'> {
  return { method: 'GET', path, purpose, limitBytes: largestAnswer };
}

function pathOf(name: ConnectorName, rest: string): string {
  return `/connectors/${encodeURIComponent(name)}${rest}`;
}
