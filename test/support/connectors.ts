import type { Config } from '../../src/model/config.ts';
import { type ConnectorName, isConnectorName } from '../../src/model/connector-name.ts';
import type {
  AbsentConnector,
  DesiredState,
  KeyOrigin,
  PresentConnector,
  SuspendedState,
} from '../../src/model/desired-connector.ts';
import type { ConnectorStatus, LiveConnector, TaskStatus } from '../../src/model/live-connector.ts';
import type { Source } from '../../src/model/source.ts';
import type { ClusterReading, WorkerInfo } from '../../src/model/worker-info.ts';
import { parseWorkerVersion } from '../../src/model/worker-version.ts';

/** The default config of the connectors of these builders. */
export const someConfig = { 'connector.class': 'org.example.SomeSource', 'tasks.max': '1' } as const;

const workerId = '127.0.0.1:8083';

/** A name that connect-sync can manage. */
export function named(text: string): ConnectorName {
  if (!isConnectorName(text)) throw new Error(`not a connector name: ${text}`);
  return text;
}

/** A position in the file of a connector. */
export function lineOf(name: string, line: number): Source {
  return { file: `connectors/${name}.yaml`, line, column: 1 };
}

/** The parts of a desired connector that matter to a test. */
export interface PresentParts {
  readonly config?: Readonly<Record<string, string>>;
  readonly state?: DesiredState | undefined;
  /** Declared on line 3. */
  readonly changeWhile?: SuspendedState | undefined;
  readonly ignoreKeys?: readonly string[];
  readonly secretKeys?: readonly string[];
  readonly dependsOn?: readonly string[];
}

/** A connector file: name on line 1, state on line 2, then `config:`, with the first key on line 4. */
export function present(name: string, parts: PresentParts = {}): PresentConnector {
  const config: Config = new Map(Object.entries(parts.config ?? someConfig));
  const origins = [...config.keys()].map((key, index): [string, KeyOrigin] => [
    key,
    { layer: 'connector', source: lineOf(name, 4 + index) },
  ]);
  return {
    kind: 'present',
    name: named(name),
    source: lineOf(name, 1),
    state: parts.state,
    stateSource: parts.state && lineOf(name, 2),
    ...(parts.changeWhile && { changeWhile: { state: parts.changeWhile, source: lineOf(name, 3) } }),
    dependsOn: dependencies(name, parts.dependsOn),
    config,
    origins: new Map(origins),
    secretKeys: new Set(parts.secretKeys),
    ignoreKeys: parts.ignoreKeys ?? [],
  };
}

/** A file with `state: absent` on line 2. */
export function absent(
  name: string,
  parts: { readonly dependsOn?: readonly string[] } = {},
): AbsentConnector {
  return {
    kind: 'absent',
    name: named(name),
    source: lineOf(name, 1),
    stateSource: lineOf(name, 2),
    dependsOn: dependencies(name, parts.dependsOn),
  };
}

function dependencies(name: string, names: readonly string[] = []): PresentConnector['dependsOn'] {
  return names.map((dependency) => ({ name: dependency, source: lineOf(name, 3) }));
}

/** The parts of a live connector that matter to a test. */
export interface LiveParts {
  readonly config?: Readonly<Record<string, string>>;
  readonly nullKeys?: readonly string[];
  readonly type?: LiveConnector['type'];
  /** The connector's own state; null: no status yet. */
  readonly state?: string | null | undefined;
  readonly trace?: string | undefined;
  /** The state of each task, by id. */
  readonly tasks?: readonly string[];
  /** The trace of every FAILED task. */
  readonly taskTrace?: string | undefined;
}

/** A connector as a worker reports it: RUNNING with one task, which is RUNNING. */
export function live(name: string, parts: LiveParts = {}): LiveConnector {
  const tasks = (parts.tasks ?? ['RUNNING']).map(
    (state, id): TaskStatus => ({
      id,
      state,
      workerId,
      trace: state === 'FAILED' ? parts.taskTrace : undefined,
    }),
  );
  const { state = 'RUNNING', trace } = parts;
  const status: ConnectorStatus | undefined =
    state === null ? undefined : { connector: { state, workerId, trace }, tasks };
  return {
    name,
    type: parts.type ?? 'source',
    config: new Map(Object.entries(parts.config ?? someConfig)),
    nullKeys: parts.nullKeys ?? [],
    taskIds: tasks.map((task) => task.id),
    status,
  };
}

/** A worker of some Kafka version. */
export function worker(version = '3.9.1'): WorkerInfo {
  return {
    version: parseWorkerVersion(version),
    versionText: version,
    commit: '0123456789abcdef',
    kafkaClusterId: 'hVB3FkRmTpC1',
  };
}

/** Live connectors by name, as the worker interface returns them. */
export function byName(connectors: readonly LiveConnector[]): ReadonlyMap<string, LiveConnector> {
  return new Map(connectors.map((connector) => [connector.name, connector]));
}

/** One complete reading of a cluster. */
export function reading(connectors: readonly LiveConnector[], version?: string): ClusterReading {
  return { worker: worker(version), url: 'http://localhost:8083', connectors: byName(connectors) };
}
