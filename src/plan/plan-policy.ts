import type { Ownership } from '../model/project.ts';
import type { RolloutSettings } from '../model/rollout.ts';

/** What a plan may do: what is owned, what was requested, and the limits of a run. */
export interface PlanPolicy {
  readonly ownership: Ownership;
  /** `--prune`: delete what is owned and not declared. */
  readonly prune: boolean;
  /** `--allow-deletes N`: replaces the limit of deletions by pruning, in both directions. */
  readonly allowDeletes: number | undefined;
  /** `--allow-empty`: the project has no connector files on purpose. */
  readonly allowEmpty: boolean;
  /** `--adopt` globs over names: live connectors without an ownership marker that may be adopted. */
  readonly adopt: readonly string[];
  /** `ignored`: for a comparison that is not applied, what differs is a change whatever its ownership marker. */
  readonly markers: 'respected' | 'ignored';
  /** `--only` globs over names; empty: all. */
  readonly only: readonly string[];
  /** `--rewrite-masked` globs over names: connectors whose masked values are written. Left out: none. */
  readonly rewriteMasked?: readonly string[];
  /** Names of the connectors in the FILE arguments; undefined: all. */
  readonly selected: ReadonlySet<string> | undefined;
  /** `none`: what is FAILED and otherwise in its desired state is left alone. */
  readonly restart: 'failed' | 'none';
  /** How many connectors a run restarts at most only because they are FAILED. */
  readonly maxRestarts: number;
  /** How shared changes are rolled out; left out: by default. */
  readonly rollout?: RolloutSettings | undefined;
  /** Milliseconds since the epoch, for suspensions that end; left out: none has ended. */
  readonly now?: number;
}

/**
 * Why `--prune` cannot be combined with the rest of the policy: a usage error. A plan with such a policy prunes
 * nothing.
 */
export function pruneUsageProblem(
  policy: Pick<PlanPolicy, 'prune' | 'only' | 'selected' | 'ownership'>,
): string | undefined {
  if (!policy.prune) return undefined;
  if (policy.only.length > 0)
    return '--prune covers everything that is owned, so it cannot be combined with --only';
  if (policy.selected) return '--prune covers everything that is owned, so it cannot be combined with files';
  if (policy.ownership.names === undefined && policy.ownership.marker === undefined) {
    return '--prune needs to know what is owned: declare ownership.names or ownership.marker in the project file';
  }
  return undefined;
}
