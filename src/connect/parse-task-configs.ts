import type { Config } from '../model/config.ts';
import { items, members } from './shape.ts';

/** `GET /connectors/{name}/tasks` (contract 4.9): what the plugin gave to each task. */
export function parseTaskConfigs(value: unknown): readonly Config[] {
  return items(value, 'the tasks of a connector').map((item) => {
    const task = members(item, 'a task');
    const config = Object.entries(members(task['config'], 'the configuration of a task'));
    // Nothing is done with a task's configuration but to look for texts in it: what is none is no answer.
    return new Map(config.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  });
}
