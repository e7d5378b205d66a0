import type { HealthView } from './apply-view.ts';
import type { LiveConnector } from './live-connector.ts';
import type { TaskRow } from './tasks-view.ts';

/** What `describe` shows of one cluster. */
export interface DescribeView {
  readonly format: 'connect-sync/describe';
  readonly version: 1;
  /** The cluster's name, else its URL. */
  readonly cluster: string;
  /** By name. */
  readonly connectors: readonly ConnectorDescription[];
}

/** Everything that is known of one connector, redacted. */
export interface ConnectorDescription {
  readonly name: string;
  readonly type: LiveConnector['type'];
  readonly health: HealthView;
  /** null: the worker has no status of it yet. */
  readonly state: string | null;
  readonly workerId: string | null;
  readonly config: Readonly<Record<string, string>>;
  readonly tasks: readonly TaskRow[];
  /** The whole trace of each instance that has one. */
  readonly traces: readonly { readonly of: string; readonly trace: string }[];
  readonly topics: PartView<readonly string[]>;
  /** What they hold is the plugin's business. */
  readonly offsets: PartView<readonly { readonly partition: unknown; readonly offset: unknown }[]>;
}

/** A part of the page, or in our words why it is not there. */
export type PartView<Value> = { readonly value: Value } | { readonly problem: string };
