import type { LiveConnector } from '../model/live-connector.ts';
import { count, items, members, text } from './decode.ts';
import { parseExpansion } from './parse-expansion.ts';

/** `GET /connectors`: the names. */
export function parseNames(value: unknown): readonly string[] {
  return items(value, 'the list of connectors').map((name) => text(name, 'the name of a connector'));
}

/** `GET /connectors?expand=info`: every connector by name, without its status (Connect REST contract 4.2). */
export function parseConnectors(value: unknown): ReadonlyMap<string, LiveConnector> {
  return parseExpansion(value, 'info', parseInfo);
}

function parseInfo(value: unknown, name: string): LiveConnector {
  const info = members(value, 'the information on a connector');
  const { config, nullKeys } = parseConfig(info['config'], name);
  return {
    name,
    type: parseType(info['type']),
    config,
    nullKeys,
    taskIds: parseTaskIds(info['tasks']),
    status: undefined,
  };
}

/**
 * The worker adds `name` to what it stores; what only repeats the connector's name is left out
 * (Connect REST contract 6).
 */
function parseConfig(value: unknown, name: string): Pick<LiveConnector, 'config' | 'nullKeys'> {
  const config = new Map<string, string>();
  const nullKeys: string[] = [];
  const stores = members(value, 'the configuration of a connector');
  for (const key of Object.keys(stores)) {
    const stored = stores[key];
    if (stored === null) nullKeys.push(key);
    else if (key !== 'name' || stored !== name) config.set(key, text(stored, 'a value in a configuration'));
  }
  return { config, nullKeys };
}

function parseType(value: unknown): LiveConnector['type'] {
  return value === 'source' || value === 'sink' ? value : 'unknown';
}

function parseTaskIds(value: unknown): readonly number[] {
  const ids = items(value, 'the tasks of a connector').map((task) =>
    count(members(task, 'a task')['task'], 'the id of a task'),
  );
  return ids.sort((one, other) => one - other);
}
