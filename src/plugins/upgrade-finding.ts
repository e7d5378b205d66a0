import type { UpgradeFindingKind, UpgradeLevel } from '../model/upgrade-view.ts';

/** What an upgrade means for one connector. */
export interface UpgradeFinding {
  readonly level: UpgradeLevel;
  readonly kind: UpgradeFindingKind;
  /** One sentence that holds for every connector with this finding. Words of a worker in it are scrubbed. */
  readonly message: string;
  readonly hint?: string | undefined;
  readonly source?: string | undefined;
  /** The keys of the connector that it is about; empty: the connector as a whole. */
  readonly keys: readonly string[];
}
