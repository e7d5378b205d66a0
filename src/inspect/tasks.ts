import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { HealthView } from '../model/apply-view.ts';
import { ConnectSyncError } from '../model/error.ts';
import { rootCause } from '../model/health.ts';
import { inParallel } from '../model/in-parallel.ts';
import { type InstanceStatus, type LiveConnector, workerIdsOf } from '../model/live-connector.ts';
import { viewHealth } from '../model/redaction/view-outcome.ts';
import { viewPlace } from '../model/redaction/view-plan.ts';
import type { Source } from '../model/source.ts';
import type { InstanceView } from '../model/status-view.ts';
import { readDesiredByName } from '../project/desired-by-name.ts';
import type { ClusterResult } from '../project/on-each-cluster.ts';
import type { ClusterContext } from '../project/resolve-clusters.ts';
import { readSelected, type SelectedConnectors } from '../project/selected-connectors.ts';
import type { WarningPorts } from '../project/warnings.ts';
import { assessStates, assessTaskConfigs, type Evidence } from './assess-live.ts';
import { type InspectInput, readClusters } from './read-clusters.ts';
import { readPart } from './read-part.ts';
import { type TaskDifferenceView, viewTaskDifferences } from './task-differences.ts';

/** The tasks of the selected connectors of one cluster. */
export interface TasksView {
  readonly format: 'connect-sync/tasks';
  readonly version: 1;
  /** The cluster's name, else its URL. */
  readonly cluster: string;
  /** By name. */
  readonly connectors: readonly ConnectorTasksView[];
}

/** The tasks of one connector. */
export interface ConnectorTasksView {
  readonly name: string;
  readonly type: LiveConnector['type'];
  /** The connector's own state; null: the worker has no status for it yet. */
  readonly state: string | null;
  /** That of the connector with its tasks. */
  readonly health: HealthView;
  /** Where a file declares it; null: no file does. */
  readonly source: Source | null;
  /** By ID. */
  readonly tasks: readonly TaskRowView[];
  /** The keys in which the task configs differ; null if they could not be read. */
  readonly differences: readonly TaskDifferenceView[] | null;
  /** Why they could not be read. */
  readonly problem: string | null;
}

/** One task in a table; `state` is null if the worker has none for it yet. */
export interface TaskRowView {
  readonly id: number;
  readonly state: string | null;
  readonly workerId: string;
  /** The version of the plugin that runs; null where the worker reports none (before 4.1, or nothing runs). */
  readonly pluginVersion: string | null;
  readonly rootCause: string | null;
}

/** One task of each selected connector of one cluster. */
export interface TaskPageView {
  readonly format: 'connect-sync/task';
  readonly version: 1;
  readonly cluster: string;
  readonly tasks: readonly TaskTraceView[];
}

/** One task with its complete trace, masked; null if it has none. */
export interface TaskTraceView extends InstanceView {
  readonly name: string;
  readonly id: number;
  readonly trace: string | null;
}

/** How the words of workers are shown. `revealed`: as they are sent, secrets included. */
export interface TraceChoice {
  readonly traces: 'masked' | 'revealed';
}

/** Reads of single connectors in flight at a time: measured to be safe on real workers. */
const readConcurrency = 8;

/**
 * The tasks of connectors, and in which config keys they differ.
 *
 * @param input `name`: a name or glob
 * @throws InvalidInputError, ConnectSyncError as `readClusters`
 */
export function readTasks(
  input: InspectInput & TraceChoice & { readonly name: string },
  ports: WarningPorts,
): Promise<readonly ClusterResult<TasksView>[]> {
  return readClusters(input, ports, async (connection, cluster, report) => {
    const found = await readSelected(connection, cluster, { names: [input.name], ports, report });
    const { byName } = readDesiredByName(cluster);
    const refusing = await connection.findUnreachable(workerIdsOf(found.selected));
    const connectors = await inParallel(found.selected, readConcurrency, (live) =>
      readConnector(connection, cluster, {
        ...{ live, redactor: found.redactor, traces: input.traces },
        evidence: { desired: byName.get(live.name), refusing },
      }),
    );
    return { format: 'connect-sync/tasks', version: 1, cluster: cluster.label, connectors };
  });
}

/**
 * One task of connectors, with its complete trace.
 *
 * @throws InvalidInputError, ConnectSyncError as `readClusters`
 */
export function readTask(
  input: InspectInput & TraceChoice & { readonly name: string; readonly task: number },
  ports: WarningPorts,
): Promise<readonly ClusterResult<TaskPageView>[]> {
  const { name, task, traces } = input;
  return readClusters(input, ports, async (connection, cluster, report) => {
    const { selected } = await readSelected(connection, cluster, { names: [name], ports, report });
    const tasks = selected.flatMap((live) => {
      const status = live.status?.tasks.find(({ id }) => id === task);
      return status ? [viewTask(live.name, status, scrubAbout(cluster, live.name, traces))] : [];
    });
    if (tasks.length === 0) throw unknownTask(selected, task);
    return { format: 'connect-sync/task', version: 1, cluster: cluster.label, tasks };
  });
}

async function readConnector(
  connection: ConnectCluster,
  cluster: ClusterContext,
  {
    live,
    redactor,
    traces,
    evidence,
  }: { readonly live: LiveConnector; readonly evidence: Evidence } & Pick<SelectedConnectors, 'redactor'> &
    TraceChoice,
): Promise<ConnectorTasksView> {
  const configs = await readPart(cluster, live.name, (name) => connection.readTasks(name));
  const states = assessStates(live, cluster, evidence);
  const health = configs.kind === 'read' ? assessTaskConfigs(states, configs.value, live) : states;
  const { desired } = evidence;
  return {
    name: live.name,
    type: live.type,
    state: live.status?.connector.state ?? null,
    health: viewHealth(health, live.name, cluster.project.scrub),
    source: desired ? viewPlace(desired.source) : null,
    tasks: viewTaskRows(live, scrubAbout(cluster, live.name, traces)),
    ...(configs.kind === 'read'
      ? { differences: viewTaskDifferences(configs.value, live, redactor), problem: null }
      : { differences: null, problem: configs.why }),
  };
}

/** Makes what a worker says about a connector fit to be shown, or leaves it as it is. */
export function scrubAbout(
  { project }: ClusterContext,
  connector: string,
  traces: TraceChoice['traces'],
): (text: string) => string {
  return traces === 'revealed' ? (text) => text : project.scrub.about(connector);
}

/** The tasks of a connector: those that its plugin created, with the status of each. */
export function viewTaskRows(
  { status, taskIds }: LiveConnector,
  scrub: (text: string) => string,
): readonly TaskRowView[] {
  const byId = new Map((status?.tasks ?? []).map((task) => [task.id, task]));
  const ids = [...new Set([...taskIds, ...byId.keys()])].sort(ascending);
  return ids.map((id): TaskRowView => {
    const task = byId.get(id);
    if (!task) return { id, state: null, workerId: '', pluginVersion: null, rootCause: null };
    return {
      id,
      state: task.state,
      workerId: scrub(task.workerId),
      pluginVersion: task.version === undefined ? null : scrub(task.version),
      rootCause: viewTrace(task, scrub).rootCause,
    };
  });
}

function viewTask(
  name: string,
  task: InstanceStatus & { readonly id: number },
  scrub: (text: string) => string,
): TaskTraceView {
  const { id, state, workerId, version } = task;
  const pluginVersion = version === undefined ? null : scrub(version);
  return { name, id, state, workerId: scrub(workerId), pluginVersion, ...viewTrace(task, scrub) };
}

/** The masked trace of an instance, and the line of it that states the root cause. */
export function viewTrace(
  { trace }: Pick<InstanceStatus, 'trace'>,
  scrub: (text: string) => string,
): { readonly rootCause: string | null; readonly trace: string | null } {
  if (trace === undefined) return { rootCause: null, trace: null };
  const scrubbed = scrub(trace).trimEnd();
  return { rootCause: rootCause(scrubbed) || null, trace: scrubbed };
}

function unknownTask(selected: readonly LiveConnector[], task: number): ConnectSyncError {
  const lists = selected.map(({ name, status, taskIds }) => {
    const ids = [...new Set([...taskIds, ...(status?.tasks ?? []).map(({ id }) => id)])].sort(ascending);
    return ids.length === 0 ? `${name} has no tasks` : `${name} has ${ids.join(', ')}`;
  });
  return new ConnectSyncError({
    code: 'unknown-task',
    message: `task ${task} has no status: ${lists.join('; ')}`,
    hint: 'tasks are numbered from 0; a connector that is stopped or just starting has none',
    category: 'failure',
  });
}

function ascending(one: number, other: number): number {
  return one - other;
}
