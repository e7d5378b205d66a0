import type { Config } from './config.ts';
import type { DesiredState } from './desired-connector.ts';

/** What a worker reports of one connector: its configuration, and its status where there is one yet. */
export interface LiveConnector {
  /** Any text that a worker stores; not every one can be used in a URL (see ConnectorName). */
  readonly name: string;
  readonly type: 'source' | 'sink' | 'unknown';
  /** Without `name` where it equals the connector's name. */
  readonly config: Config;
  /** Keys stored with `null`, which workers before 3.2 accept (Connect REST contract 6). */
  readonly nullKeys: readonly string[];
  /** The ids of the tasks that the plugin made, from `expand=info`. */
  readonly taskIds: readonly number[];
  /** Absent until the connector's `start()` has returned (Connect REST contract 4.8). */
  readonly status: ConnectorStatus | undefined;
}

/**
 * One reading of `expand=status`. It is an observation: the requested state cannot be read
 * (Connect REST contract 10.2).
 */
export interface ConnectorStatus {
  readonly connector: InstanceStatus;
  /** Sorted by id. */
  readonly tasks: readonly TaskStatus[];
}

/** The state of a connector or task instance, as the worker spells it: `RUNNING`, `FAILED`, `UNASSIGNED`, … */
export interface InstanceStatus {
  readonly state: string;
  readonly workerId: string;
  /** The stack trace of a failure: the worker's text, untrusted, possibly with secrets in it. */
  readonly trace: string | undefined;
  /** The version of the plugin that runs (4.1 and later); undefined where nothing runs, or on older workers. */
  readonly version?: string | undefined;
}

/** The state of one task. */
export interface TaskStatus extends InstanceStatus {
  readonly id: number;
}

/** Every `worker_id` (host and port) that the statuses of these connectors and their tasks name. */
export function workerIdsOf(connectors: Iterable<Pick<LiveConnector, 'status'>>): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { status } of connectors) {
    if (!status) continue;
    ids.add(status.connector.workerId);
    for (const { workerId } of status.tasks) ids.add(workerId);
  }
  return ids;
}

/**
 * The state that was most likely requested for a live connector. FAILED, UNASSIGNED and the like hide it: such a
 * connector counts as desired running.
 */
export function observedState(live: Pick<LiveConnector, 'status'>): DesiredState {
  switch (live.status?.connector.state) {
    case 'PAUSED':
      return 'paused';
    case 'STOPPED':
      return 'stopped';
    default:
      return 'running';
  }
}

/** What must still be live when the turn of a connector comes. */
export interface ExpectedConnector {
  readonly config: Config;
  readonly nullKeys: readonly string[];
  /** Undefined where the state was not certain or does not matter. */
  readonly state: DesiredState | undefined;
}

/**
 * The state that a status proves; undefined for FAILED, UNASSIGNED and the like, which hide it (Connect REST contract
 * 10.2).
 */
export function certainState(status: ConnectorStatus | undefined): DesiredState | undefined {
  return stateShownBy(status?.connector.state);
}

/** The state that the state of a connector proves, as REST reports it. */
export function stateShownBy(reported: string | undefined): DesiredState | undefined {
  switch (reported) {
    case 'RUNNING':
      return 'running';
    case 'PAUSED':
      return 'paused';
    case 'STOPPED':
      return 'stopped';
    default:
      return undefined;
  }
}
