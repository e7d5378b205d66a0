import type { Source } from './source.ts';

/** How a change that connectors share is rolled out. What is left out has the default. */
export interface RolloutSettings {
  /** How many connectors come first, or a name or glob of those that do; 0: none. Default: 1 above ten connectors. */
  readonly canary?: number | string | undefined;
  /** How many connectors follow at a time; `all`: the rest at once. Default: 10 %. */
  readonly batch?: BatchSize | undefined;
  /** How many connectors may become unhealthy before the rollout stops. Default: 0. */
  readonly maxUnhealthy?: number | undefined;
  /** How long a batch must stay healthy. Default: as long as any connector that changes. */
  readonly bakeMilliseconds?: number | undefined;
}

/** A number of connectors, a part of all of them in percent, or all. */
export type BatchSize = 'all' | { readonly count: number } | { readonly percent: number };

/** A change of several connectors that comes from one place, applied in batches. */
export interface Rollout {
  /** Where the change comes from. */
  readonly origin: SharedOrigin;
  /** The keys that change, sorted. */
  readonly keys: readonly string[];
  /** Each key with the place that its value comes from: equal for equal changes, never shown. */
  readonly places: readonly string[];
  readonly wave: number;
  /** Names in the order of the batches; with a canary, the first batch is it. */
  readonly batches: readonly (readonly string[])[];
  readonly canary: CanaryKind;
  readonly maxUnhealthy: number;
  readonly bakeMilliseconds: number | undefined;
}

/** `proved`: connectors that are healthy with the change already stand in for a canary; `none`: there is none. */
export type CanaryKind = 'first-batch' | 'proved' | 'none';

/** The kinds of places that a shared change can come from. */
export type SharedLayer = 'default' | 'profile' | 'variable' | 'removal';

/** The layer or variable that a shared change comes from. `removal`: keys are removed, and no file says by which layer. */
export interface SharedOrigin {
  readonly layer: SharedLayer;
  /** The name of the profile or variable; undefined for a default. */
  readonly label: string | undefined;
  /** The line of the first key; undefined for a variable. */
  readonly source: Source | undefined;
}
