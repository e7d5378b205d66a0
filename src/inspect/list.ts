import type { HealthView } from '../model/apply-view.ts';
import { compareText } from '../model/config.ts';
import { connectorStates } from '../model/connector-states.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { Health } from '../model/health.ts';
import { type LiveConnector, workerIdsOf } from '../model/live-connector.ts';
import { nearestName } from '../model/nearest-name.ts';
import type { Plugin } from '../model/plugin.ts';
import { fitOfClass } from '../model/plugin-classes.ts';
import type { Scrub } from '../model/redaction/scrub.ts';
import { viewHealth } from '../model/redaction/view-outcome.ts';
import { type ClusterResult, onEachCluster } from '../project/on-each-cluster.ts';
import { chooseClusters } from '../project/resolve-clusters.ts';
import type { WarningPorts } from '../project/warnings.ts';
import { type AssessedConnector, assessCluster, loadLazily } from './assess-cluster.ts';
import type { InspectInput } from './read-clusters.ts';
import { readInstalled, versionOf } from './running-version.ts';
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
  /** The connector's own state as the worker reports it; `UNKNOWN` if it has no status yet. */
  readonly state: string;
  /** With that of its tasks. Of a failure the root cause, masked, only where causes were asked for. */
  readonly health: HealthView;
  readonly tasks: { readonly total: number; readonly running: number; readonly failed: number };
  readonly class: string;
  /** The version of the plugin that runs (4.1 and later), or that a start would load; null: it is not known. */
  readonly pluginVersion: string | null;
  /** The worker (host and port) of the connector or of one of its tasks that refuses connections; null: none is known. */
  readonly refusingWorker: string | null;
}

/** Which rows to show, in which order. Empty lists select everything. */
export interface ListSelection {
  /** Names or globs. */
  readonly names: readonly string[];
  /** In any case, several by comma. Connectors with a failed task are `FAILED`, whatever their own state is. */
  readonly states: readonly string[];
  /** Globs over the class or its simple name. */
  readonly classes: readonly string[];
  readonly type: string | undefined;
  readonly sort: ListOrder;
  /** Whether the root causes of failures are shown. */
  readonly causes: 'shown' | 'hidden';
  /** `installed`: of connectors without a reported version, the latest one that the worker lists. Default: `reported`. */
  readonly versions?: 'reported' | 'installed';
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
  ports: WarningPorts,
): Promise<() => Promise<readonly ClusterResult<ConnectorListView>[]>> {
  const selection = { ...input.selection, states: checkStates(input.selection.states) };
  const { project, loadFiles } = await loadLazily(input.project);
  const clusters = await chooseClusters(project, input.clusters);
  const { names, causes: traces } = selection;
  return () =>
    onEachCluster(clusters, ports, async (connection, cluster, report) => {
      const request = { names, traces, taskConfigs: 'left-out', loadFiles, ports, report } as const;
      const { connectors, refusing, total } = await assessCluster(connection, cluster, request);
      const { scrub } = cluster.project;
      const installed =
        selection.versions === 'installed' ? await readInstalled(connection, connectors) : undefined;
      const context = { unreachable: refusing, scrub, causes: selection.causes, installed };
      const view = viewConnectorList(connectors, cluster.label, context);
      return { ...view, total, connectors: arrangeRows(view.connectors, selection) };
    });
}

/**
 * The view of all connectors of a cluster, broken ones first, then those in transition; `cluster` is its label.
 */
export function viewConnectorList(
  connectors: Iterable<AssessedConnector>,
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
  readonly causes: ListSelection['causes'];
  /** What the worker lists, where it was read. */
  readonly installed?: readonly Plugin[] | undefined;
}

function viewRow(
  { live: connector, health }: AssessedConnector,
  { unreachable, scrub, causes, installed }: ListContext,
): ConnectorRowView {
  const { name, type, config, status, taskIds } = connector;
  const tasks = status?.tasks ?? [];
  const refusingWorker = refusingWorkerOf(connector, unreachable);
  const inState = (state: string) => tasks.filter((task) => task.state === state).length;
  return {
    name,
    type,
    state: status?.connector.state ?? 'UNKNOWN',
    health: viewHealth(causes === 'shown' ? health : withoutTrace(health), name, scrub),
    tasks: {
      total: Math.max(tasks.length, taskIds.length),
      running: inState('RUNNING'),
      failed: inState('FAILED'),
    },
    class: scrub(config.get('connector.class') ?? ''),
    pluginVersion: nullOr(versionOf(connector, installed), scrub),
    refusingWorker: refusingWorker === undefined ? null : scrub(refusingWorker),
  };
}

function nullOr(text: string | undefined, scrub: Scrub): string | null {
  return text === undefined ? null : scrub(text);
}

/** Secrets that a trace may quote are known only where causes were asked for. */
function withoutTrace(health: Health): Health {
  return health.kind === 'failed' ? { ...health, trace: undefined } : health;
}

/** A paused or stopped connector runs nowhere, so the worker that it was last assigned to does not matter. */
function refusingWorkerOf(connector: LiveConnector, unreachable: ReadonlySet<string>): string | undefined {
  if (unreachable.size === 0 || suspended.has(connector.status?.connector.state ?? '')) return undefined;
  return [...workerIdsOf([connector])].find((id) => unreachable.has(id));
}

const suspended = new Set(['PAUSED', 'STOPPED']);

/** Worst first. */
function urgencyOf({ health, refusingWorker }: ConnectorRowView): number {
  if (health.kind === 'failed') return 0;
  return health.kind === 'progressing' || refusingWorker !== null ? 1 : 2;
}

/** Filters and sorts rows. They are given broken ones first, then by name. */
function arrangeRows(
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

function checkStates(given: readonly string[]): readonly string[] {
  const states = given.flatMap((text) => text.split(',')).map((state) => state.trim().toUpperCase());
  for (const state of states) {
    if (connectorStates.some((known) => known === state)) continue;
    const near = nearestName(state, connectorStates);
    throw new ConnectSyncError({
      code: 'not-a-state',
      message: `"${state.toLowerCase()}" is not a state`,
      hint: `${near ? `did you mean ${near}? The ` : ''}states are ${connectorStates.join(', ')}`,
      category: 'usage',
    });
  }
  return states;
}

function isInState(row: ConnectorRowView, wanted: string): boolean {
  return wordOf(row) === wanted;
}

/** The state by which a row is selected, sorted and counted. */
function wordOf({ state, tasks }: ConnectorRowView): string {
  return state === 'FAILED' || tasks.failed > 0 ? 'FAILED' : state.toUpperCase();
}

function isOfClass({ class: className }: ConnectorRowView, glob: string): boolean {
  return ['yes', 'likely'].includes(fitOfClass([glob], className, undefined));
}

function compareBy(
  one: ConnectorRowView,
  other: ConnectorRowView,
  order: Exclude<ListOrder, 'broken'>,
): number {
  return compareIn(order, one, other) || compareText(one.name, other.name);
}

function compareIn(
  order: Exclude<ListOrder, 'broken'>,
  one: ConnectorRowView,
  other: ConnectorRowView,
): number {
  if (order === 'tasks') return other.tasks.total - one.tasks.total;
  if (order === 'state') return compareText(wordOf(one), wordOf(other));
  return compareText(one[order], other[order]);
}
