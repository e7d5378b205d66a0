import { type Profile, type Release, reaches } from '../profile.ts';
import type { Handler } from './handler.ts';
import { alterOffsets, getOffsets, resetOffsets } from './offsets.ts';
import { getPluginConfig, listPlugins, validatePluginConfig } from './plugins.ts';
import {
  getConfig,
  getConnector,
  getStatus,
  getTaskStatus,
  getTasks,
  getTasksConfig,
  getTopics,
  listConnectors,
} from './read-connectors.ts';
import { getHealth, getLogger, getServerInfo, listLoggers, setLogger } from './root.ts';
import { pauseConnector, restartConnector, restartTask, resumeConnector, stopConnector } from './states.ts';
import {
  createConnector,
  deleteConnector,
  patchConfig,
  putConfig,
  refuseInternal,
  refuseTaskConfigs,
  resetTopics,
} from './write-connectors.ts';

/** One call of the REST API. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `{name}` stands for any text, `{task}` for a number. */
  readonly path: string;
  readonly handler: Handler;
  /** Whether it needs a body, and so a Content-Type. */
  readonly readsBody?: true;
  /** The first release that has it; left out: all of them. */
  readonly since?: Release;
  /** The first release that no longer has it. */
  readonly until?: Release;
}

/** Every call, and the releases that know it (Connect REST contract 3). */
const routes: readonly Route[] = [
  { method: 'GET', path: '/', handler: getServerInfo },
  { method: 'GET', path: '/health', handler: getHealth, since: [3, 9, 0] },

  { method: 'GET', path: '/connectors', handler: listConnectors },
  { method: 'POST', path: '/connectors', handler: createConnector, readsBody: true },
  { method: 'GET', path: '/connectors/{name}', handler: getConnector },
  { method: 'DELETE', path: '/connectors/{name}', handler: deleteConnector },
  { method: 'GET', path: '/connectors/{name}/config', handler: getConfig },
  { method: 'PUT', path: '/connectors/{name}/config', handler: putConfig, readsBody: true },
  {
    method: 'PATCH',
    path: '/connectors/{name}/config',
    handler: patchConfig,
    readsBody: true,
    since: [3, 8, 0],
  },

  { method: 'GET', path: '/connectors/{name}/status', handler: getStatus },
  { method: 'POST', path: '/connectors/{name}/restart', handler: restartConnector },
  { method: 'PUT', path: '/connectors/{name}/pause', handler: pauseConnector },
  { method: 'PUT', path: '/connectors/{name}/resume', handler: resumeConnector },
  { method: 'PUT', path: '/connectors/{name}/stop', handler: stopConnector, since: [3, 5, 0] },

  { method: 'GET', path: '/connectors/{name}/tasks', handler: getTasks },
  { method: 'POST', path: '/connectors/{name}/tasks', handler: refuseTaskConfigs },
  { method: 'PUT', path: '/connectors/{name}/fence', handler: refuseInternal, since: [3, 3, 0] },
  { method: 'GET', path: '/connectors/{name}/tasks-config', handler: getTasksConfig, until: [4, 0, 0] },
  { method: 'GET', path: '/connectors/{name}/tasks/{task}/status', handler: getTaskStatus },
  { method: 'POST', path: '/connectors/{name}/tasks/{task}/restart', handler: restartTask },

  { method: 'GET', path: '/connectors/{name}/topics', handler: getTopics },
  { method: 'PUT', path: '/connectors/{name}/topics/reset', handler: resetTopics },
  { method: 'GET', path: '/connectors/{name}/offsets', handler: getOffsets, since: [3, 5, 0] },
  {
    method: 'PATCH',
    path: '/connectors/{name}/offsets',
    handler: alterOffsets,
    readsBody: true,
    since: [3, 6, 0],
  },
  { method: 'DELETE', path: '/connectors/{name}/offsets', handler: resetOffsets, since: [3, 6, 0] },

  { method: 'GET', path: '/connector-plugins', handler: listPlugins },
  { method: 'GET', path: '/connector-plugins/{name}/config', handler: getPluginConfig, since: [3, 2, 0] },
  {
    method: 'PUT',
    path: '/connector-plugins/{name}/config/validate',
    handler: validatePluginConfig,
    readsBody: true,
  },

  { method: 'GET', path: '/admin/loggers', handler: listLoggers },
  { method: 'GET', path: '/admin/loggers/{name}', handler: getLogger },
  { method: 'PUT', path: '/admin/loggers/{name}', handler: setLogger, readsBody: true },
];

/** The calls that a worker of this release knows. */
export function routesOf(profile: Profile): readonly Route[] {
  return routes.filter(
    ({ since, until }) => (!since || reaches(profile, since)) && !(until && reaches(profile, until)),
  );
}

/** The parameters of a path. */
export interface PathParameters {
  readonly name: string;
  /** Undefined where the text is not a 32-bit integer. */
  readonly task: number | undefined;
}

/** The path parameters, or undefined where the path is another one. */
export function matchPath(path: string, segments: readonly string[]): PathParameters | undefined {
  const parts = path.split('/').slice(1);
  if (parts.length !== segments.length) return undefined;
  let name = '';
  let task: number | undefined = 0;
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? '';
    if (part === '{name}' && segment !== '') name = segment;
    else if (part === '{task}' && segment !== '') task = isInt(segment) ? Number(segment) : undefined;
    else if (part !== segment) return undefined;
  }
  return { name, task };
}

function isInt(text: string): boolean {
  return /^[+-]?\d{1,10}$/.test(text) && Math.abs(Number(text)) <= 2_147_483_647;
}
