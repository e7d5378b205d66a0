import { compareText } from '../../model/config.ts';
import type { ConnectorName } from '../../model/connector-name.ts';
import type { TaskConfig } from '../../model/worker-details.ts';
import { count, items, members, text } from '../decode.ts';
import { endpoint, nothing, pathOf } from './endpoint.ts';

/** What a connector has at run time: its tasks, and the topics that they used. */
export const taskEndpoints = {
  /**
   * `GET /connectors/{name}/tasks`, by id: the configuration of each task, as its plugin made it. Secrets may stand in
   * it in clear (Connect REST contract 13).
   */
  readTasks: endpoint({
    method: 'GET',
    access: 'read',
    path: (name: ConnectorName) => pathOf(name, '/tasks'),
    purpose: (name) => `read the tasks of "${name}"`,
    parse: ({ value }) => parseTasks(value),
  }),
  /** `GET /connectors/{name}/topics`, sorted (2.5+). An unknown connector has none (Connect REST contract 4.15). */
  readTopics: endpoint({
    method: 'GET',
    access: 'read',
    since: 'topics',
    setting: 'topic.tracking.enable',
    path: (name: ConnectorName) => pathOf(name, '/topics'),
    purpose: (name) => `read the topics of "${name}"`,
    parse: ({ value }, name) => parseTopics(value, name),
  }),
  /** `PUT /connectors/{name}/topics/reset`. */
  resetTopics: endpoint({
    method: 'PUT',
    access: 'write',
    since: 'topics',
    setting: 'topic.tracking.allow.reset',
    path: (name: ConnectorName) => pathOf(name, '/topics/reset'),
    purpose: (name) => `reset the topics of "${name}"`,
    parse: nothing,
  }),
};

/** `GET /connectors/{name}/tasks` (Connect REST contract 4.9): what the plugin gave to each task, by id. */
export function parseTasks(value: unknown): readonly TaskConfig[] {
  const tasks = items(value, 'the list of tasks').map((item) => {
    const task = members(item, 'a task');
    const config = members(task['config'], 'the configuration of a task');
    const pairs = Object.entries(config).flatMap(([key, one]) =>
      typeof one === 'string' ? [[key, one] as const] : [],
    );
    return {
      id: count(members(task['id'], 'the id of a task')['task'], 'the id of a task'),
      config: new Map(pairs),
    };
  });
  return tasks.sort((one, other) => one.id - other.id);
}

/** `GET /connectors/{name}/topics`: under the name of the connector. */
export function parseTopics(value: unknown, name: string): readonly string[] {
  const topics = members(members(value, 'the answer')[name], 'the topics of a connector')['topics'];
  return items(topics, 'the topics of a connector')
    .map((topic) => text(topic, 'a topic'))
    .sort(compareText);
}
