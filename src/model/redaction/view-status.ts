import { compareText } from '../config.ts';
import { type Health, rootCause } from '../health.ts';
import { type InstanceStatus, type LiveConnector, workerIdsOf } from '../live-connector.ts';
import type {
  ConnectorListView,
  ConnectorRow,
  ConnectorStatusView,
  InstanceView,
  StatusView,
} from '../status-view.ts';
import type { Scrub } from './scrub.ts';
import { viewHealth } from './view-outcome.ts';

/** A connector with the judgement of its status. */
export interface CheckedConnector {
  readonly live: LiveConnector;
  readonly health: Health;
}

/** States of connectors and tasks as `status` shows them; `cluster` is the cluster's name, else its URL. */
export function viewStatus(
  connectors: Iterable<CheckedConnector>,
  cluster: string,
  scrub: Scrub,
): StatusView {
  const views = [...connectors].map(
    ({ live, health }): ConnectorStatusView => ({
      name: live.name,
      type: live.type,
      health: viewHealth(health, scrub),
      connector: live.status ? viewInstance(live.status.connector, scrub) : null,
      tasks: (live.status?.tasks ?? []).map((task) => ({ id: task.id, ...viewInstance(task, scrub) })),
    }),
  );
  return {
    format: 'connect-sync/status',
    version: 1,
    cluster,
    connectors: worstFirst(views, urgencyOfHealth),
  };
}

/**
 * Connectors as `list` shows them; `cluster` is the cluster's name, else its URL. `refusing` are workers that refuse
 * connections, as `worker_id`.
 */
export function viewConnectorList(
  connectors: Iterable<LiveConnector>,
  cluster: string,
  refusing: ReadonlySet<string>,
): ConnectorListView {
  const rows = [...connectors].map((connector) => viewRow(connector, refusing));
  const sorted = worstFirst(rows, urgencyOfRow);
  return { format: 'connect-sync/list', version: 1, cluster, total: rows.length, connectors: sorted };
}

function viewInstance({ state, workerId, trace }: InstanceStatus, scrub: Scrub): InstanceView {
  const cause = trace === undefined ? '' : rootCause(scrub(trace));
  return { state, workerId, rootCause: cause === '' ? null : cause };
}

const healthUrgency = { failed: 0, progressing: 1, suspended: 2, healthy: 3 } as const satisfies Record<
  Health['kind'],
  number
>;

function urgencyOfHealth({ health }: ConnectorStatusView): number {
  return healthUrgency[health.kind];
}

function viewRow(connector: LiveConnector, refusing: ReadonlySet<string>): ConnectorRow {
  const { name, type, config, status, taskIds } = connector;
  const tasks = status?.tasks ?? [];
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
    class: config.get('connector.class') ?? '',
    refusingWorker: refusingWorkerOf(connector, refusing) ?? null,
  };
}

/** What is paused or stopped runs nowhere: the worker that last had it does not matter. */
function refusingWorkerOf(connector: LiveConnector, refusing: ReadonlySet<string>): string | undefined {
  if (refusing.size === 0 || settled.has(connector.status?.connector.state ?? '')) return undefined;
  return [...workerIdsOf([connector])].find((id) => refusing.has(id));
}

const settled = new Set(['PAUSED', 'STOPPED']);

function urgencyOfRow({ state, tasks, refusingWorker }: ConnectorRow): number {
  if (state === 'FAILED' || tasks.failed > 0) return 0;
  if (refusingWorker !== null) return 1;
  if (settled.has(state)) return 2;
  return state === 'RUNNING' && tasks.running === tasks.total ? 2 : 1;
}

function worstFirst<Item extends { readonly name: string }>(
  items: readonly Item[],
  urgency: (item: Item) => number,
): Item[] {
  return [...items].sort((one, other) => urgency(one) - urgency(other) || compareText(one.name, other.name));
}
