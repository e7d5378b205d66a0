import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { compareText } from '../model/config.ts';
import { ConnectSyncError } from '../model/error.ts';
import { type LiveConnector, workerIdsOf } from '../model/live-connector.ts';
import { fitOfClass } from '../model/plugin-classes.ts';
import type { Ports } from '../model/ports.ts';
import type { Scrub } from '../model/redaction/scrub.ts';
import { loadProject } from '../project/load-project.ts';
import { type ClusterResult, onEachCluster } from '../project/on-each-cluster.ts';
import { readLive } from '../project/read-cluster.ts';
import { type ClusterContext, chooseClusters } from '../project/resolve-clusters.ts';
import { selectNames } from '../project/select-names.ts';
import type { InspectInput } from './read-clusters.ts';
import { worstFirst } from './worst-first.ts';

/** The connectors of one cluster in one table. */
export interface ConnectorListView {
  readonly format: 'connect-sync/list';
  readonly version: 1;
  /** The cluster's name, else its URL. */
  readonly cluster: string;
  /** The number of connectors on the cluster, selected or not. */
  readonly total: number;
  /** In the order asked for. */
  readonly connectors: readonly ConnectorRowView[];
}

/** One row of the table. */
export interface ConnectorRowView {
  readonly name: string;
  readonly type: LiveConnector['type'];
  /** As the worker reports it; `UNKNOWN` if it has no status yet. */
  readonly state: string;
  readonly tasks: { readonly total: number; readonly running: number; readonly failed: number };
  readonly class: string;
  /** The worker (host and port) of the connector or of one of its tasks that refuses connections; null: none is known. */
  readonly refusingWorker: string | null;
}

/** Which rows to show, in which order. Empty lists select everything. */
export interface ListSelection {
  /** Names or globs. */
  readonly names: readonly string[];
  /** In any case. `FAILED` selects connectors with a failed task too. */
  readonly states: readonly string[];
  /** Globs over the class or its simple name. */
  readonly classes: readonly string[];
  readonly type: string | undefined;
  readonly sort: ListOrder;
}

/** The orders of a list, the default first. */
export const listOrders = ['broken', 'name', 'type', 'state', 'tasks', 'class'] as const;

/** One of the orders. */
export type ListOrder = (typeof listOrders)[number];

/**
 * Loads the project and returns a function that reads the list, as often as it is called.
 *
 * @throws ConnectSyncError `not-a-state` (usage)
 * @throws InvalidInputError, ConnectSyncError as `readClusters`
 */
export async function openConnectorList(
  input: InspectInput & { readonly selection: ListSelection },
  ports: Ports,
): Promise<() => Promise<readonly ClusterResult<ConnectorListView>[]>> {
  const selection = { ...input.selection, states: checkStates(input.selection.states) };
  const project = await loadProject({ ...input.project, connectorFiles: 'left-out' });
  const clusters = await chooseClusters(project, input.clusters);
  return () =>
    onEachCluster(clusters, ports, (connection, cluster) => readOne(connection, cluster, selection));
}

async function readOne(
  connection: ConnectCluster,
  { label, project: { scrub } }: ClusterContext,
  selection: ListSelection,
): Promise<ConnectorListView> {
  const live = await readLive(connection);
  const selected = new Set(selectNames(selection.names, [...live.keys()], `on ${label}`));
  const unreachable = await connection.findUnreachable(workerIdsOf(live.values()));
  const view = viewConnectorList(live.values(), label, { unreachable, scrub });
  const named = view.connectors.filter(({ name }) => selected.has(name));
  return { ...view, connectors: arrangeRows(named, selection) };
}

/**
 * The view of all connectors of a cluster, broken ones first, then those in transition; `cluster` is its label.
 */
export function viewConnectorList(
  connectors: Iterable<LiveConnector>,
  cluster: string,
  context: ListContext,
): ConnectorListView {
  const rows = [...connectors].map((connector) => viewRow(connector, context));
  return {
    format: 'connect-sync/list',
    version: 1,
    cluster,
    total: rows.length,
    connectors: worstFirst(rows, urgencyOf),
  };
}

/** What the view of a row depends on beside its connector. */
export interface ListContext {
  /** Workers that refuse connections, as `worker_id`. */
  readonly unreachable: ReadonlySet<string>;
  readonly scrub: Scrub;
}

function viewRow(connector: LiveConnector, { unreachable, scrub }: ListContext): ConnectorRowView {
  const { name, type, config, status, taskIds } = connector;
  const tasks = status?.tasks ?? [];
  const refusingWorker = refusingWorkerOf(connector, unreachable);
  const inState = (state: string) => tasks.filter((task) => task.state === state).length;
  return {
    name,
    type,
    state: status?.connector.state ?? 'UNKNOWN',
    tasks: {
      total: Math.max(tasks.length, taskIds.length),
      running: inState('RUNNING'),
      failed: inState('FAILED'),
    },
    class: scrub(config.get('connector.class') ?? ''),
    refusingWorker: refusingWorker === undefined ? null : scrub(refusingWorker),
  };
}

/** A paused or stopped connector runs nowhere, so the worker that it was last assigned to does not matter. */
function refusingWorkerOf(connector: LiveConnector, unreachable: ReadonlySet<string>): string | undefined {
  if (unreachable.size === 0 || suspended.has(connector.status?.connector.state ?? '')) return undefined;
  return [...workerIdsOf([connector])].find((id) => unreachable.has(id));
}

const suspended = new Set(['PAUSED', 'STOPPED']);

function urgencyOf({ state, tasks, refusingWorker }: ConnectorRowView): number {
  if (state === 'FAILED' || tasks.failed > 0) return 0;
  if (refusingWorker !== null) return 1;
  if (suspended.has(state)) return 2;
  return state === 'RUNNING' && tasks.running === tasks.total ? 2 : 1;
}

/** Filters and sorts rows. They are given broken ones first, then by name. */
export function arrangeRows(
  rows: readonly ConnectorRowView[],
  { states, classes, type, sort }: Omit<ListSelection, 'names'>,
): readonly ConnectorRowView[] {
  const selected = rows.filter(
    (row) =>
      (states.length === 0 || states.some((state) => isInState(row, state))) &&
      (classes.length === 0 || classes.some((glob) => isOfClass(row, glob))) &&
      (type === undefined || row.type === type),
  );
  return sort === 'broken' ? selected : [...selected].sort((one, other) => compareBy(one, other, sort));
}

function checkStates(states: readonly string[]): readonly string[] {
  for (const state of states) {
    if (/^[A-Za-z_]+$/.test(state)) continue;
    throw new ConnectSyncError({
      code: 'not-a-state',
      message: `"${state}" is not a state`,
      hint: 'states are RUNNING, PAUSED, STOPPED, FAILED, UNASSIGNED, RESTARTING, UNKNOWN',
      category: 'usage',
    });
  }
  return states.map((state) => state.toUpperCase());
}

function isInState({ state, tasks }: ConnectorRowView, wanted: string): boolean {
  return state.toUpperCase() === wanted || (wanted === 'FAILED' && tasks.failed > 0);
}

function isOfClass({ class: className }: ConnectorRowView, glob: string): boolean {
  return ['yes', 'likely'].includes(fitOfClass([glob], className, undefined));
}

function compareBy(
  one: ConnectorRowView,
  other: ConnectorRowView,
  order: Exclude<ListOrder, 'broken'>,
): number {
  const first =
    order === 'tasks' ? other.tasks.total - one.tasks.total : compareText(one[order], other[order]);
  return first || compareText(one.name, other.name);
}
