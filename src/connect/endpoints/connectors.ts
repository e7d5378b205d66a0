import { type Config, configToObject } from '../../model/config.ts';
import type { ConnectorName } from '../../model/connector-name.ts';
import type { LiveConnector } from '../../model/live-connector.ts';
import type { FailureVerdict } from '../../model/worker-failure.ts';
import { count, items, members, text, UnexpectedAnswer } from '../decode.ts';
import { endpoint, nothing, pathOf, refuseAccepted } from './endpoint.ts';
import { largestList, parseExpansion } from './expansion.ts';

export const connectorEndpoints = {
  /**
   * Waits until the worker has read all that its cluster knows. A booting worker can answer its lists with 200 while
   * they are still empty, partial or old, for up to some hundred milliseconds; what it says of one connector it says
   * only once it has started (seen on 3.4.1, 3.9.1 and 4.3.0). So this reads a connector that nobody has: lists that
   * are read after its answer are complete.
   */
  awaitStarted: endpoint({
    method: 'GET',
    access: 'read',
    path: () => pathOf('connect-sync-asks-whether-this-worker-has-started'),
    purpose: () => 'see whether the worker has started',
    parse: nothing,
    recover: ({ verdict }) => (started.includes(verdict) ? { result: undefined } : undefined),
  }),
  /** `GET /connectors`: what exists. Empty is an answer; HTML, a redirect or a foreign JSON is a failure. */
  listNames: endpoint({
    method: 'GET',
    access: 'read',
    path: () => '/connectors',
    purpose: () => 'list the connectors',
    limitBytes: largestList,
    parse: ({ value }) => parseNames(value),
  }),
  /** `GET /connectors?expand=info`, without statuses. A worker before 2.3 is refused with `unsupported`. */
  readConnectors: endpoint({
    method: 'GET',
    access: 'read',
    path: () => '/connectors?expand=info',
    purpose: () => 'read the connectors',
    limitBytes: largestList,
    parse: ({ value }) => parseConnectors(value),
  }),
  /** `PUT /connectors/{name}/config`. */
  putConfig: endpoint({
    method: 'PUT',
    access: 'write',
    path: (name: ConnectorName, _config: Config) => pathOf(name, '/config'),
    body: (_name, config) => JSON.stringify(configToObject(config)),
    purpose: (name) => `write the configuration of "${name}"`,
    parse: ({ status, value }, name): 'created' | 'replaced' => {
      checkWritten(value, name);
      return status === 201 ? 'created' : 'replaced';
    },
  }),
  /**
   * `PUT /connectors/{name}/config` whose body names another connector: every worker rejects it while the request is
   * read, before the herder gets it, so it shows whether the credentials may write and changes nothing
   * (Connect REST contract 4.5). It has no `connector.class` either, so it would not pass the validation if the name were
   * accepted.
   */
  probeWrite: endpoint({
    method: 'PUT',
    access: 'read',
    path: () => pathOf('connect-sync-doctor', '/config'),
    body: () => JSON.stringify({ name: 'connect-sync-doctor-writes-nothing' }),
    purpose: () => 'see whether configurations may be written',
    parse: refuseAccepted,
    recover: ({ verdict }) => (verdict === 'refused' ? { result: undefined } : undefined),
  }),
  /** `POST /connectors` with `initial_state` (3.7+). */
  createWithState: endpoint({
    method: 'POST',
    access: 'write',
    since: 'initialState',
    path: (_name: ConnectorName, _config: Config, _state: 'paused' | 'stopped') => '/connectors',
    body: (name, config, state) =>
      JSON.stringify({ name, config: configToObject(config), initial_state: state.toUpperCase() }),
    purpose: (name, _config, state) => `create "${name}" ${state}`,
    parse: ({ value }, name) => checkWritten(value, name),
  }),
  /** `DELETE /connectors/{name}`. */
  delete: endpoint({
    method: 'DELETE',
    access: 'write',
    path: (name: ConnectorName) => pathOf(name),
    purpose: (name) => `delete "${name}"`,
    parse: nothing,
  }),
};

/** Where the credentials do not allow to read one connector, the lists show what they allow. */
const started: readonly FailureVerdict[] = ['absent', 'unauthorised', 'forbidden', 'unsupported'];

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

/** The answer to a configuration that was written: the connector as it is now (Connect REST contract 4.5). */
export function checkWritten(value: unknown, name: string): void {
  const written = members(value, 'the connector that was written');
  members(written['config'], 'the configuration that was written');
  if (written['name'] === name) return;
  throw new UnexpectedAnswer(
    "answers with JSON that is not Kafka Connect's: it names another connector than was written",
  );
}
