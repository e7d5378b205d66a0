import { compareText } from '../../model/config.ts';
import { toPrintableLine } from '../../model/printable.ts';
import type { WorkerLogger } from '../../model/worker-details.ts';
import { members, optionalWord } from '../decode.ts';
import { endpoint } from './endpoint.ts';

export const loggerEndpoints = {
  /** `GET /admin/loggers`, sorted by name: those that have a level of their own, of the worker that answered. */
  readLoggers: endpoint({
    method: 'GET',
    access: 'read',
    path: () => '/admin/loggers',
    setting: 'admin.listeners',
    purpose: () => 'read the loggers',
    parse: ({ value }) => parseLoggers(value),
  }),
  /** `GET /admin/loggers/{logger}`; `absent` where the worker has no such logger. */
  readLogger: endpoint({
    method: 'GET',
    access: 'read',
    path: (name: string) => `/admin/loggers/${encodeURIComponent(name)}`,
    setting: 'admin.listeners',
    purpose: (name) => `read the logger ${toPrintableLine(name)}`,
    parse: ({ value }, name) => parseLogger(value, name),
  }),
  /**
   * `PUT /admin/loggers/{logger}`: the result is how far it went. `cluster` is heard from 3.7 on; workers before it
   * ignore the scope and change only themselves (Connect REST contract 4.21).
   */
  setLogger: endpoint({
    method: 'PUT',
    access: 'write',
    path: (name: string, { scope }: LoggerLevel) =>
      `/admin/loggers/${encodeURIComponent(name)}${scope === 'cluster' ? '?scope=cluster' : ''}`,
    body: (_name, { level }) => JSON.stringify({ level }),
    setting: 'admin.listeners',
    purpose: (name) => `set the logger ${toPrintableLine(name)}`,
    parse: ({ status }): LoggerLevel['scope'] => (status === 204 ? 'cluster' : 'worker'),
  }),
};

interface LoggerLevel {
  readonly level: string;
  readonly scope: 'worker' | 'cluster';
}

/** `GET /admin/loggers` (Connect REST contract 4.21). */
export function parseLoggers(value: unknown): readonly WorkerLogger[] {
  return Object.entries(members(value, 'the list of loggers'))
    .map(([name, logger]) => parseLogger(logger, name))
    .sort((one, other) => compareText(one.name, other.name));
}

/** One of them: the answer does not repeat its name. */
export function parseLogger(value: unknown, name: string): WorkerLogger {
  const logger = members(value, 'a logger');
  const modified = logger['last_modified'];
  return {
    name,
    // A logger can be there without a level of its own.
    level: optionalWord(logger['level']) ?? 'none',
    lastModified: typeof modified === 'number' ? modified : undefined,
  };
}
