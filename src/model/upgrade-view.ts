import type { DiagnosticView } from './plan-view.ts';

/** The result of `upgrade`. Schema: `schemas/upgrade.schema.json`. */
export interface UpgradeView {
  readonly format: 'connect-sync/upgrade';
  readonly version: 1;
  readonly from: UpgradeSideView;
  readonly to: UpgradeSideView;
  /** `unknown`: the version of a side is not known. */
  readonly direction: 'upgrade' | 'downgrade' | 'same-version' | 'unknown';
  /** How many connectors were checked. */
  readonly connectors: number;
  /** How many of them have a finding, by the worst one; `fine`: none. */
  readonly counts: Readonly<Record<UpgradeLevel | 'fine', number>>;
  /** The worst first. */
  readonly findings: readonly UpgradeFindingView[];
  /** What could not be checked, and why. */
  readonly unchecked: readonly UncheckedView[];
  /** Changes between the two versions that concern the workers and no connector. */
  readonly notes: readonly UpgradeNoteView[];
  /** The plugins whose version differs. */
  readonly plugins: readonly MovedPluginView[];
  /** Warnings of the files of snapshots. */
  readonly diagnostics: readonly DiagnosticView[];
}

/** One of the two sides. */
export interface UpgradeSideView {
  /** The name of the cluster, its URL, or the folder of the snapshots. */
  readonly name: string;
  readonly kind: 'cluster' | 'snapshots';
  /** The URL of the worker that answered; null for snapshots. */
  readonly url: string | null;
  /** The version of Kafka Connect; null: not known. */
  readonly kafkaConnect: string | null;
}

/**
 * What a finding means for a connector, the worst first: it does not run on the target; the target refuses its
 * configuration, so that most such connectors fail and none can be changed; it runs and may behave differently; it uses
 * what is deprecated.
 */
export const upgradeLevels = ['fails', 'refused', 'changes', 'deprecated'] as const;

/** One of them. */
export type UpgradeLevel = (typeof upgradeLevels)[number];

/** One finding, about one connector or about all that it applies to in the same words. */
export interface UpgradeFindingView {
  readonly level: UpgradeLevel;
  readonly kind: UpgradeFindingKind;
  readonly message: string;
  /** What to do; null: nothing that is known. */
  readonly hint: string | null;
  /** Where it is known from: a KIP, an issue, a release note, an experiment; null: what the two sides report. */
  readonly source: string | null;
  /** By name. */
  readonly connectors: readonly AffectedConnectorView[];
}

/** What was found. */
export type UpgradeFindingKind =
  | 'class-missing'
  | 'not-loaded'
  | 'version-range'
  | 'refused'
  | 'worker'
  | 'key-removed'
  | 'key-required'
  | 'key-type'
  | 'key-values'
  | 'key-default'
  | 'key-deprecated';

/** A connector with a finding, and where a file declares what it is about. */
export interface AffectedConnectorView {
  readonly name: string;
  /** The keys that it is about; empty: the connector as a whole. */
  readonly keys: readonly string[];
  /** Null: no file declares it. */
  readonly file: string | null;
  readonly line: number | null;
  /** The file declares another value for one of the keys, which is not applied yet: it may be the fix. */
  readonly pending: boolean;
}

/** What could not be checked. */
export interface UncheckedView {
  readonly message: string;
  readonly hint: string | null;
  /** The connectors that it is about; empty: all. */
  readonly connectors: readonly string[];
}

/** A change that concerns the workers: their settings, their Java, the tools that call them. */
export interface UpgradeNoteView {
  /** The release that brought it: `4.0`. */
  readonly release: string;
  readonly message: string;
  readonly source: string;
}

/** A plugin in use whose version differs; null: it reports none, or is not installed. */
export interface MovedPluginView {
  readonly class: string;
  readonly from: string | null;
  readonly to: string | null;
}
