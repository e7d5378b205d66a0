import type { HealthView } from './apply-view.ts';
import type { LiveConnector } from './live-connector.ts';

/** What `status` shows of one cluster: JSON-safe, traces reduced to their root cause and scrubbed. */
export interface StatusView {
  readonly format: 'connect-sync/status';
  readonly version: 1;
  /** The cluster's name, else its URL. */
  readonly cluster: string;
  /** What is not healthy first, then by name. */
  readonly connectors: readonly ConnectorStatusView[];
}

/** The state of one connector and its tasks. */
export interface ConnectorStatusView {
  readonly name: string;
  readonly type: LiveConnector['type'];
  readonly health: HealthView;
  /** null: the worker has no status of it yet. */
  readonly connector: InstanceView | null;
  readonly tasks: readonly (InstanceView & { readonly id: number })[];
}

/** The state of a connector or task instance, in the worker's words. */
export interface InstanceView {
  readonly state: string;
  readonly workerId: string;
  readonly rootCause: string | null;
}

/** What `list` shows of one cluster. */
export interface ConnectorListView {
  readonly format: 'connect-sync/list';
  readonly version: 1;
  /** The cluster's name, else its URL. */
  readonly cluster: string;
  /** How many connectors the cluster has, whatever is shown of them. */
  readonly total: number;
  /** Broken ones first, then what is on its way, then the rest; each by name. */
  readonly connectors: readonly ConnectorRow[];
}

/** One line of `list`. */
export interface ConnectorRow {
  readonly name: string;
  readonly type: LiveConnector['type'];
  /** In the worker's words; `UNKNOWN` where it has no status yet. */
  readonly state: string;
  readonly tasks: { readonly total: number; readonly running: number; readonly failed: number };
  readonly class: string;
}
