import { compareText } from '../model/config.ts';
import type { WorkerHealth, WorkerLogger } from '../model/worker-details.ts';
import { items, members, optionalText, text } from './decode.ts';

/** `GET /health` (Connect REST contract 4.20), whatever its status. */
export function parseHealth(value: unknown): WorkerHealth {
  const health = members(value, 'the health of the worker');
  return {
    status: text(health['status'], 'the health of the worker'),
    message: optionalText(health['message']) ?? '',
  };
}

/** `GET /connectors/{name}/topics`: under the name of the connector (Connect REST contract 4.15). */
export function parseTopics(value: unknown, name: string): readonly string[] {
  const topics = members(members(value, 'the answer')[name], 'the topics of a connector')['topics'];
  return items(topics, 'the topics of a connector')
    .map((topic) => text(topic, 'a topic'))
    .sort(compareText);
}

/**
 * What a change of offsets is answered with (Connect REST contract 4.17); empty where that says nothing: it was done
 * all the same.
 */
export function parseMessage(value: unknown): string {
  const answer: Readonly<Record<string, unknown>> =
    typeof value === 'object' && value !== null ? { ...value } : {};
  return optionalText(answer['message']) ?? '';
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
    level: optionalText(logger['level']) ?? 'none',
    lastModified: typeof modified === 'number' ? modified : undefined,
  };
}
