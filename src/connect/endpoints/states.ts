import type { ConnectorName } from '../../model/connector-name.ts';
import type { DesiredState } from '../../model/desired-connector.ts';
import type { ConnectorStatus, InstanceStatus, TaskStatus } from '../../model/live-connector.ts';
import { count, items, members, optionalText, word } from '../decode.ts';
import { endpoint, nothing, pathOf } from './endpoint.ts';
import { largestList, parseExpansion } from './expansion.ts';

/** Larger lists of states have hundreds of traces; each is shortened then. */
const largestWithTraces = 8 * 1024 * 1024;

export const stateEndpoints = {
  /** `GET /connectors?expand=status`: leaves out what has no status yet (Connect REST contract 4.2). */
  readStatuses: endpoint({
    method: 'GET',
    access: 'read',
    path: () => '/connectors?expand=status',
    purpose: () => 'read the states of the connectors',
    limitBytes: largestList,
    shortenAboveBytes: largestWithTraces,
    parse: ({ value }) => parseStatuses(value),
  }),
  /** `PUT …/pause`, `…/resume` or `…/stop` (3.5+). */
  setState: endpoint({
    method: 'PUT',
    access: 'write',
    since: (_name, state) => (state === 'stopped' ? 'stop' : undefined),
    path: (name: ConnectorName, state: DesiredState) => pathOf(name, `/${verbs[state]}`),
    purpose: (name, state) => `${verbs[state]} "${name}"`,
    parse: nothing,
  }),
  /**
   * `POST …/restart`: a flag counts only when it is exactly `true`. `connector-only`: the worker restarted no tasks, an
   * old one because it ignored the flags (Connect REST contract 4.11).
   */
  restart: endpoint({
    method: 'POST',
    access: 'write',
    path: (name: ConnectorName, extent: RestartExtent) => pathOf(name, `/restart${flagsOf(extent)}`),
    purpose: (name) => `restart "${name}"`,
    parse: ({ status }): 'planned' | 'connector-only' => (status === 202 ? 'planned' : 'connector-only'),
  }),
  /** `POST …/tasks/{id}/restart`. */
  restartTask: endpoint({
    method: 'POST',
    access: 'write',
    path: (name: ConnectorName, task: number) => pathOf(name, `/tasks/${task}/restart`),
    purpose: (name, task) => `restart task ${task} of "${name}"`,
    parse: nothing,
  }),
};

const verbs = { running: 'resume', paused: 'pause', stopped: 'stop' } as const;

interface RestartExtent {
  readonly includeTasks: boolean;
  readonly onlyFailed: boolean;
}

function flagsOf(extent: RestartExtent): string {
  const flags = (['includeTasks', 'onlyFailed'] as const).filter((flag) => extent[flag]);
  return flags.length > 0 ? `?${flags.map((flag) => `${flag}=true`).join('&')}` : '';
}

/**
 * `GET /connectors?expand=status`: the states by connector name; what has no status yet is missing
 * (Connect REST contract 4.2). States are kept as they are spelt: newer workers know more of them.
 */
export function parseStatuses(value: unknown): ReadonlyMap<string, ConnectorStatus> {
  return parseExpansion(value, 'status', parseStatus);
}

function parseStatus(value: unknown): ConnectorStatus {
  const status = members(value, 'the status of a connector');
  const tasks = items(status['tasks'], 'the states of the tasks').map(parseTask);
  return {
    connector: parseInstance(members(status['connector'], 'the state of a connector')),
    tasks: tasks.sort((one, other) => one.id - other.id),
  };
}

function parseTask(value: unknown): TaskStatus {
  const task = members(value, 'the state of a task');
  return { id: count(task['id'], 'the id of a task'), ...parseInstance(task) };
}

function parseInstance(instance: Readonly<Record<string, unknown>>): InstanceStatus {
  return {
    state: word(instance['state'], 'a state'),
    workerId: optionalText(instance['worker_id']) ?? '',
    trace: optionalText(instance['trace']) || undefined,
    version: optionalText(instance['version']) || undefined,
  };
}
