import type { UnreadableReason } from '../model/plugin-snapshot.ts';
import type { ClusterResult } from '../project/on-each-cluster.ts';
import type { KeyDifferenceView } from './view-difference.ts';

/** The result of `plugins pull`. */
export interface PullView {
  readonly format: 'connect-sync/plugins-pull';
  readonly version: 1;
  /** `check`: nothing was written. */
  readonly mode: 'write' | 'check';
  /** The folder of the snapshots, relative to the directory. */
  readonly folder: string;
  readonly clusters: readonly ClusterResult<PulledClusterView>[];
  /** Sorted. Empty where no cluster could be read. */
  readonly files: readonly PulledFileView[];
  /** Files of plugins that no cluster has installed any more, relative to the directory. */
  readonly unused: readonly string[];
  /** Whether these files were deleted. */
  readonly unusedDeleted: boolean;
  /** The schemas for editors, which are made from the snapshots. Empty where no cluster could be read. */
  readonly schemas: readonly PulledSchemaView[];
}

/** A schema for editors. */
export interface PulledSchemaView {
  /** Relative to the directory. */
  readonly file: string;
  /** `kept`: connect-sync did not write it. */
  readonly change: 'created' | 'changed' | 'unchanged' | 'kept';
}

/** What was read from one cluster. */
export interface PulledClusterView {
  readonly cluster: string;
  readonly kafkaConnect: string;
  /** How many plugins were read. */
  readonly read: number;
  /** Plugins whose keys, or whose allowed values, could not be read. */
  readonly problems: readonly PulledProblemView[];
  /** Errors in files, for which the plugins of their connectors may be missing. Empty where classes are named. */
  readonly unresolved: readonly UnresolvedView[];
}

/** An error in a file, for which its connector is not read. */
export interface UnresolvedView {
  /** Relative to the directory. */
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
}

/** What could not be read of one plugin. */
export interface PulledProblemView {
  readonly class: string;
  readonly reason: UnreadableReason;
  /** `nothing`: its keys are not known. `keys`: they are, but not their allowed and recommended values. */
  readonly read: 'nothing' | 'keys';
  /** The words of the worker, masked; null if there are none. */
  readonly workerMessage: string | null;
}

/** One file of a pull. */
export interface PulledFileView {
  /** Relative to the directory. */
  readonly file: string;
  /** `kept`: it cannot be replaced; `problem` says why. */
  readonly change: 'created' | 'changed' | 'unchanged' | 'kept';
  /** Of a snapshot; null for the file of a cluster. */
  readonly class: string | null;
  readonly pluginVersion: string | null;
  /** How many keys, or plugins, it lists. */
  readonly entries: number;
  /** What is different in a changed snapshot. */
  readonly differences: readonly KeyDifferenceView[];
  /** What is different in the changed file of a cluster. */
  readonly installed: readonly InstalledDifferenceView[];
  /** Why it was kept, or what is wrong with the file that is replaced; null: nothing. */
  readonly problem: string | null;
  /** Clusters that describe this version of the plugin differently. */
  readonly contradictedBy: readonly string[];
}

/** A plugin whose installed versions are different; null: not installed. Kafka Connect itself has the class ``. */
export interface InstalledDifferenceView {
  readonly class: string;
  readonly before: readonly string[] | null;
  readonly after: readonly string[] | null;
}
