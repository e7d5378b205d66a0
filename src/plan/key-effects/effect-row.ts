import type { EffectKind } from '../../model/key-effect.ts';

/** A row of the table of effects: what the change of a key does to data. */
export interface EffectRow {
  /** Globs of classes; omitted: every plugin that no other row names together with the key. */
  readonly plugins?: readonly string[];
  /** Limits the row to connectors of this type, and to those whose type is not known. */
  readonly type?: 'source' | 'sink';
  /** The releases in which the key has this effect. Omitted: all, or not known. */
  readonly releases?: Releases;
  /** Names of keys, or globs of them. */
  readonly keys: readonly string[];
  /** What earlier releases of the plugin call the only key of the row, newest first. */
  readonly formerly?: readonly string[];
  /** Omitted: whenever the value differs, is added or is removed. */
  readonly when?: Condition;
  readonly effect: EffectKind;
  /** Follows the keys and a colon. Contains no value of a configuration. */
  readonly sentence: string;
  /** The stored offsets no longer apply. */
  readonly losesOffsets?: true;
  readonly source: EffectSource;
}

/** Releases of the plugin, or of Kafka Connect. A release that is not known is not excluded. */
export interface Releases {
  readonly of: 'plugin' | 'worker';
  /** `2.0`: this and later ones. */
  readonly since?: string;
  /** `2.0`: only earlier ones. */
  readonly before?: string;
}

/** Where an effect is documented, the test on real workers that shows it, or both. */
export type EffectSource =
  | { readonly documentation: string; readonly experiment?: string }
  | { readonly documentation?: string; readonly experiment: string };

/** When a change has the effect of the row. */
export type Condition =
  /** The key has a value after it, or none. */
  | 'set'
  | 'removed'
  /** The number of tasks that run is above the new value. */
  | 'below-running-tasks'
  /** `connector.class` is another name of the same plugin, or names another plugin. */
  | 'same-plugin'
  | 'other-plugin'
  /** Not another name of the same class. */
  | 'other-class'
  /** A list, without which everything is included or nothing is excluded, covers more or less than before. */
  | { readonly list: 'include' | 'exclude'; readonly covers: 'more' | 'less' }
  /** The new value is one of these, whatever its case. */
  | { readonly to: readonly string[] };
