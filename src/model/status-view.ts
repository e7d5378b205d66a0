import type { HealthView } from './apply-view.ts';
import type { Health } from './health.ts';
import type { LiveConnector } from './live-connector.ts';
import type { Source } from './source.ts';

/** The states of the connectors of one cluster. */
export interface StatusView {
  readonly format: 'connect-sync/status';
  readonly version: 1;
  /** The cluster's name, else its URL. */
  readonly cluster: string;
  /** The number of selected connectors by health, listed below or not. */
  readonly counts: Readonly<Record<Health['kind'], number>>;
  /** Unhealthy ones first, then by name. With `--failed` those that failed. */
  readonly connectors: readonly ConnectorStatusView[];
}

/** The state of one connector and its tasks. */
export interface ConnectorStatusView {
  readonly name: string;
  readonly type: LiveConnector['type'];
  readonly health: HealthView;
  /** Where a file declares it, of a connector that is not healthy; null: no file does, or it is healthy. */
  readonly source: Source | null;
  /** null: the worker has no status for it yet. */
  readonly connector: InstanceView | null;
  readonly tasks: readonly (InstanceView & { readonly id: number })[];
}

/** The state of a connector or task instance as the worker reports it. Of the trace only the root cause, masked. */
export interface InstanceView {
  readonly state: string;
  readonly workerId: string;
  /** The version of the plugin that runs; null where the worker reports none (before 4.1, or nothing runs). */
  readonly pluginVersion: string | null;
  readonly rootCause: string | null;
}
