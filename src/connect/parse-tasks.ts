import type { TaskConfig } from '../model/worker-details.ts';
import { count, items, members } from './decode.ts';

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
