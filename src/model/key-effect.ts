/** What the change of a key does to data. The list is closed; docs/reference/effects.md says what each kind means. */
export type EffectKind =
  | 'no-effect'
  | 'offsets-lost'
  | 'new-snapshot'
  | 'no-snapshot'
  | 'records-missed'
  | 'replay'
  | 'topics-renamed'
  | 'target-renamed'
  | 'other-input'
  | 'other-format'
  | 'other-writes'
  | 'other-group'
  | 'schema-history'
  | 'left-behind'
  | 'fencing'
  | 'fewer-tasks';

/** What the change of some keys does to data, beyond what every change does. */
export interface KeyEffect {
  /** The changed keys with this effect. */
  readonly keys: readonly [string, ...string[]];
  readonly effect: EffectKind;
  /** Begins with the keys. Without values, which may be secret. */
  readonly sentence: string;
  /** Whether the stored offsets no longer apply. */
  readonly losesOffsets: boolean;
}
