import type { StringMap } from '../http/jackson.ts';
import { splitList } from '../java-text.ts';
import type { ConnectorPlugin, TaskConfig } from '../plugins/plugin.ts';

/** The state that was asked for; REST shows only what came of it (Connect REST contract 10.2). */
export type TargetState = 'STARTED' | 'PAUSED' | 'STOPPED';

/** The states that REST shows. */
export type InstanceState = 'RUNNING' | 'PAUSED' | 'STOPPED' | 'FAILED' | 'UNASSIGNED' | 'RESTARTING';

/** One reading of a connector or task. */
export interface Instance {
  readonly state: InstanceState;
  readonly workerId: string;
  /** Shown from 4.1 on; null while nothing runs. */
  readonly version: string | null;
  readonly trace?: string;
}

/** Everything the cluster knows of one connector. */
export interface SandboxConnector {
  readonly name: string;
  plugin: ConnectorPlugin;
  /** As stored: `name` included, values as text, null only before 3.2. */
  config: StringMap;
  target: TargetState;
  /** Absent until `start()` has returned for the first time (Connect REST contract 4.8). */
  status: Instance | undefined;
  /** What the connector made last; empty while stopped. `info.tasks` and `/tasks` show these. */
  taskConfigs: readonly TaskConfig[];
  /** The connector configuration that `taskConfigs` were made from. */
  appliedConfig: StringMap | undefined;
  /** The tasks that were started, by id. */
  readonly tasks: Map<number, Instance>;
  /**
   * How many tasks it ever had at once: a stopped connector's old tasks are still known (Connect REST contract 4.12).
   */
  taskCountEver: number;
  readonly topics: Set<string>;
  isDeleted: boolean;
  /** The end of what is being done for it: one thing after another, in the order of the requests. */
  work: Promise<void>;
}

/** The topics that the configuration names. */
export function configuredTopics({ config, plugin }: SandboxConnector): readonly string[] {
  return splitList(config.get(plugin.type === 'sink' ? 'topics' : 'topic'));
}

/** A connector of which nothing has been done yet. */
export function newConnector(
  name: string,
  { plugin, config, target }: Pick<SandboxConnector, 'plugin' | 'config' | 'target'>,
): SandboxConnector {
  return {
    name,
    plugin,
    config,
    target,
    status: undefined,
    taskConfigs: [],
    appliedConfig: undefined,
    tasks: new Map(),
    taskCountEver: 0,
    topics: new Set(),
    isDeleted: false,
    work: Promise.resolve(),
  };
}
