import { type Answer, jsonAnswer } from '../http/answer.ts';
import type { StringMap } from '../http/jackson.ts';
import { RestError } from '../http/rest-error.ts';
import type { SandboxConnector } from '../worker/connector.ts';
import { connectorInfo, connectorState, instanceEntity, mapEntity } from '../worker/entities.ts';
import type { Handler, Worker } from './handler.ts';

/**
 * `GET /connectors`: names, or with `expand` an object; reads memory only, and is never refused
 * (Connect REST contract 4.2).
 */
export const listConnectors: Handler = (worker, { query }) => {
  const connectors = worker.herder.listSeen();
  if (!query.has('expand'))
    return jsonAnswer(
      200,
      connectors.map((connector) => connector.name),
    );
  const expansions = query.getAll('expand');
  const entries = connectors.flatMap((connector) => {
    const entry = expand(worker, connector, expansions);
    return entry ? [[connector.name, entry] as const] : [];
  });
  return jsonAnswer(200, Object.fromEntries(entries));
};

/** Undefined where a status is requested and there is none: the whole connector is then left out. */
function expand(
  { profile, herder, masking }: Worker,
  connector: SandboxConnector,
  expansions: readonly string[],
): Readonly<Record<string, unknown>> | undefined {
  const reported = herder.findStatus(connector.name) ?? connector;
  const status = expansions.includes('status') ? connectorState(profile, reported) : null;
  if (status === undefined) return undefined;
  return {
    ...(expansions.includes('info') && { info: connectorInfo(connector, masking) }),
    ...(status && { status }),
  };
}

/** `GET /connectors/{n}` (Connect REST contract 4.4). */
export const getConnector: Handler = (worker, { name }) =>
  jsonAnswer(200, connectorInfo(settled(worker, name), worker.masking));

/** `GET /connectors/{n}/config` (Connect REST contract 4.4). */
export const getConfig: Handler = (worker, { name }) => {
  const { config, plugin } = settled(worker, name);
  return jsonAnswer(200, mapEntity(worker.masking.config(config, plugin.keys)));
};

/**
 * `GET /connectors/{n}/status`: from the status cache, whether a configuration exists or not
 * (Connect REST contract 4.8).
 */
export const getStatus: Handler = ({ profile, herder }, { name }) => {
  const connector = herder.findStatus(name);
  const state = connector && connectorState(profile, connector);
  if (!state) throw new RestError(404, `No status found for connector ${name}`);
  return jsonAnswer(200, state);
};

/** `GET /connectors/{n}/tasks/{id}/status`. */
export const getTaskStatus: Handler = ({ profile, herder }, { name, task }) => {
  const instance = herder.findStatus(name)?.tasks.get(task);
  if (!instance) throw new RestError(404, `No status found for task ${name}-${task}`);
  return jsonAnswer(200, { id: task, ...instanceEntity(profile, instance) });
};

/** `GET /connectors/{n}/tasks` (Connect REST contract 4.9). */
export const getTasks: Handler = (worker, { name }) => {
  const configs = shownTaskConfigs(worker, name);
  return jsonAnswer(
    200,
    configs.map((config, task) => ({ id: { connector: name, task }, config: mapEntity(config) })),
  );
};

/** `GET /connectors/{n}/tasks-config` (2.8 to 3.9, Connect REST contract 4.10). */
export const getTasksConfig: Handler = (worker, { name }) => {
  const configs = shownTaskConfigs(worker, name);
  const entries = configs.map((config, task) => [`${name}-${task}`, mapEntity(config)]);
  return jsonAnswer(200, Object.fromEntries(entries));
};

function shownTaskConfigs(worker: Worker, name: string): readonly StringMap[] {
  const { taskConfigs, plugin } = settled(worker, name);
  return taskConfigs.map((config) => worker.masking.config(config, plugin.keys));
}

/** `GET /connectors/{n}/topics`: an unknown connector has none (Connect REST contract 4.15). */
export const getTopics: Handler = ({ herder }, { name }) =>
  topics(name, [...(herder.find(name)?.topics ?? [])]);

function topics(name: string, names: readonly string[]): Answer {
  return jsonAnswer(200, { [name]: { topics: names } });
}

/** What is refused while a rebalance is expected (Connect REST contract 8.2). */
function settled({ outages, herder }: Worker, name: string): SandboxConnector {
  outages.checkRebalance();
  return herder.getSeen(name);
}
