import type { StringMap } from '../http/jackson.ts';
import type { Masking } from '../masking.ts';
import { does, type Profile } from '../profile.ts';
import type { Instance, SandboxConnector } from './connector.ts';

/** ConnectorInfo: `info` of the expanded list, and the answer to most writes (Connect REST contract 4.2). */
export function connectorInfo(
  connector: SandboxConnector,
  masking: Masking,
): Readonly<Record<string, unknown>> {
  const tasks = connector.taskConfigs.map((_, task) => ({ connector: connector.name, task }));
  const { name, plugin } = connector;
  return { name, config: mapEntity(masking.config(connector.config, plugin.keys)), tasks, type: plugin.type };
}

/** ConnectorStateInfo: `status` of the expanded list; undefined while there is none. */
export function connectorState(
  profile: Profile,
  connector: SandboxConnector,
): Readonly<Record<string, unknown>> | undefined {
  if (!connector.status) return undefined;
  return {
    name: connector.name,
    connector: instanceEntity(profile, connector.status),
    tasks: sortedTasks(connector).map(([id, task]) => ({ id, ...instanceEntity(profile, task) })),
    type: connector.isDeleted ? 'unknown' : connector.plugin.type,
  };
}

/** One instance: `version` only where the release has it, `trace` only where there is one. */
export function instanceEntity(profile: Profile, instance: Instance): Readonly<Record<string, unknown>> {
  return {
    state: instance.state,
    worker_id: instance.workerId,
    ...(does(profile, 'pluginVersionKeys') && { version: instance.version }),
    ...(instance.trace !== undefined && { trace: instance.trace }),
  };
}

/** The tasks by id, lowest first. */
export function sortedTasks(connector: SandboxConnector): readonly (readonly [number, Instance])[] {
  return [...connector.tasks].sort(([one], [other]) => one - other);
}

/** A configuration as a JSON object. */
export function mapEntity(config: StringMap): Readonly<Record<string, string | null>> {
  return Object.fromEntries(config);
}
