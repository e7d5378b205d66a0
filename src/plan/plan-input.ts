import type { Change } from '../model/change.ts';
import type { DesiredConnector } from '../model/desired-connector.ts';
import type { PluginClasses } from '../model/plugin-classes.ts';
import type { ClusterReading } from '../model/worker-info.ts';
import type { PlanPolicy } from './plan-policy.ts';

/** Everything that a plan for one cluster depends on. */
export interface PlanInput {
  /** One for each desired connector. */
  readonly changes: readonly Change[];
  readonly reading: ClusterReading;
  readonly desired: readonly DesiredConnector[];
  /** Connectors that files limit to other clusters: never pruned, since a file names them. */
  readonly elsewhere: readonly LimitedConnector[];
  /** How many files could not be read or are in error: then nothing is deleted. */
  readonly brokenFiles: number;
  readonly policy: PlanPolicy;
  /** The connector classes of the worker, where an alias was to be resolved. */
  readonly classes?: PluginClasses | undefined;
  readonly cluster: { readonly name: string | undefined; readonly url: string };
}

/** A connector that a file limits to some clusters, this one not among them. */
export interface LimitedConnector {
  readonly name: string;
  readonly clusters: readonly string[];
}
