import type { ConnectorStatus, InstanceStatus, TaskStatus } from '../model/live-connector.ts';
import { count, items, members, optionalText, text } from './decode.ts';
import { parseExpansion } from './parse-expansion.ts';

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
    state: text(instance['state'], 'a state'),
    workerId: optionalText(instance['worker_id']) ?? '',
    trace: optionalText(instance['trace']) || undefined,
  };
}
