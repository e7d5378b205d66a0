/** One metric: what its name, its labels and its help line are. */
export interface MetricRow {
  readonly kind: 'gauge' | 'counter' | 'histogram';
  readonly labels: readonly string[];
  /** The help line, without a period. */
  readonly help: string;
  /** Of a histogram: upper bounds in seconds. */
  readonly buckets?: readonly number[];
}

/** Gauges are computed from the view of the controller at each scrape, so series of what is gone vanish. */
export const gauges = {
  connect_sync_build_info: gauge('1, with the version of connect-sync', ['version']),
  connect_sync_start_timestamp_seconds: gauge('When the controller started'),
  connect_sync_mode: gauge('1 for the mode of the controller, 0 for the others', ['mode']),
  connect_sync_interval_seconds: gauge('The time between the starts of two runs'),
  connect_sync_leader: gauge('1 where this replica is the active one; the others write and read nothing'),
  connect_sync_source_state: gauge(
    '1 for the state of the files, 0 for the others; nothing is written unless they are current',
    ['state'],
  ),
  connect_sync_source_revision_timestamp_seconds: gauge(
    'Since when the revision in force is in force; absent before the first',
  ),
  connect_sync_source_failing_timestamp_seconds: gauge(
    'Since when the files are not current; absent while they are',
  ),
  connect_sync_cluster_up: gauge(
    '1 where the last run read the cluster; 0 where it could not, and then there is no series of its connectors',
    ['cluster'],
  ),
  connect_sync_connectors: gauge('Connectors of the cluster by health', ['cluster', 'health']),
  connect_sync_connectors_declared: gauge('Connectors that the files declare', ['cluster']),
  connect_sync_connector_state: gauge(
    '1 for the state of the connector as the worker reports it, 0 for the others',
    ['cluster', 'connector', 'state'],
  ),
  connect_sync_connector_tasks: gauge('Tasks of the connector by state as the worker reports it', [
    'cluster',
    'connector',
    'state',
  ]),
  connect_sync_connector_health: gauge(
    '1 for the health of the connector as connect-sync assesses it, 0 for the others',
    ['cluster', 'connector', 'health'],
  ),
  connect_sync_connector_failure: gauge(
    '1 of a failed connector, with what its root cause says: it fails again until the connector changes (connector), something outside may be gone by now (outside), or neither is known',
    ['cluster', 'connector', 'cause'],
  ),
  connect_sync_connector_restarts: gauge(
    'Restarts of the connector since it was last healthy for long enough; absent without one',
    ['cluster', 'connector'],
  ),
  connect_sync_connector_restarts_left: gauge(
    'Restarts of the connector that are left; absent without a limit, and without a restart',
    ['cluster', 'connector'],
  ),
  connect_sync_connectors_drifted: gauge(
    'Connectors that differ from the files, by the change that would correct it; held ones included',
    ['cluster', 'change'],
  ),
  connect_sync_connectors_held: gauge('Connectors that the controller leaves alone for now, by the reason', [
    'cluster',
    'kind',
  ]),
  connect_sync_plan_refusals: gauge(
    'Reasons why the last plan may not be applied: safety checks, policies, and errors that the worker or a check of the files found',
    ['cluster', 'by'],
  ),
  connect_sync_run_failures: gauge('Runs in a row that ended in an error', ['cluster']),
  connect_sync_last_run_outcome: gauge(
    '1 for the outcome of the last run, 0 for the others; absent before the first',
    ['cluster', 'outcome'],
  ),
  connect_sync_last_success_timestamp_seconds: gauge(
    'The end of the last run without an error, whatever it changed; 0 before the first',
    ['cluster'],
  ),
  connect_sync_webhook_queue_events: gauge('Events that wait to be sent; absent without a webhook'),
} as const satisfies Readonly<Record<string, MetricRow>>;

/** They count from the start of the process. */
export const counters = {
  connect_sync_runs_total: counter('Runs by outcome', ['cluster', 'outcome']),
  connect_sync_changes_total: counter(
    'Changes that ended, by kind and outcome; a change that is amended later counts as it ended first',
    ['cluster', 'change', 'outcome'],
  ),
  connect_sync_rollbacks_total: counter('Connectors that a rollback restored, or could not restore', [
    'cluster',
    'outcome',
  ]),
  connect_sync_worker_requests_total: counter(
    'Requests to workers by the class of their status; none where no answer came',
    ['cluster', 'method', 'status'],
  ),
} as const satisfies Readonly<Record<string, MetricRow>>;

/** A counter that the webhook keeps; it is set at each scrape. */
export const webhookCounter = {
  name: 'connect_sync_webhook_dropped_events_total',
  row: counter(
    'Events that were dropped because the queue was full, or the receiver refused them; absent without a webhook',
  ),
} as const;

export const histograms = {
  connect_sync_run_duration_seconds: histogram(
    'The duration of a run',
    ['cluster'],
    [0.1, 0.5, 1, 5, 15, 60, 300, 1800],
  ),
  connect_sync_worker_request_duration_seconds: histogram(
    'The time from a request to a worker until its answer was read',
    ['cluster', 'method'],
    [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60],
  ),
} as const satisfies Readonly<Record<string, MetricRow>>;

/** Every metric by name, in the order in which they are printed. */
export const metricTable: ReadonlyMap<string, MetricRow> = new Map<string, MetricRow>([
  ...Object.entries(gauges),
  ...Object.entries(counters),
  [webhookCounter.name, webhookCounter.row],
  ...Object.entries(histograms),
]);

function gauge(help: string, labels: readonly string[] = []): MetricRow {
  return { kind: 'gauge', labels, help };
}

function counter(help: string, labels: readonly string[] = []): MetricRow {
  return { kind: 'counter', labels, help };
}

function histogram(help: string, labels: readonly string[], buckets: readonly number[]): MetricRow {
  return { kind: 'histogram', labels, help, buckets };
}
