import type { Ownership } from '../model/project.ts';

/** What a plan may do: what is owned, what was asked for, and how far a run goes on its own. */
export interface PlanPolicy {
  readonly ownership: Ownership;
  /** `--prune`: delete what is owned and in no file. */
  readonly prune: boolean;
  /** `--allow-deletes N`: replaces the limit of deletions by pruning, in both directions. */
  readonly allowDeletes: number | undefined;
  /** `--allow-empty`: an empty set of files is meant. */
  readonly allowEmpty: boolean;
  /** `--adopt` globs over names: live connectors without our mark that may be taken over. */
  readonly adopt: readonly string[];
  /** `ignored`: whatever differs is a change, whoever's mark it carries; for a comparison that nobody carries out. */
  readonly marks: 'respected' | 'ignored';
  /** `--only` globs over names; empty: all. */
  readonly only: readonly string[];
  /** Names of the connectors in the FILE arguments; undefined: all. */
  readonly selected: ReadonlySet<string> | undefined;
  /** `none`: what is FAILED and otherwise as wished is left alone. */
  readonly restart: 'failed' | 'none';
  /** How many connectors a run restarts at most for being FAILED alone. */
  readonly maxRestarts: number;
}

/**
 * Why `--prune` cannot be meant together with the rest of the policy: a usage error (exit 64). A plan made with such
 * a policy prunes nothing.
 */
export function pruneUsageProblem(
  policy: Pick<PlanPolicy, 'prune' | 'only' | 'selected' | 'ownership'>,
): string | undefined {
  if (!policy.prune) return undefined;
  if (policy.only.length > 0)
    return '--prune looks at everything that is owned: it cannot be combined with --only';
  if (policy.selected) return '--prune looks at everything that is owned: it cannot be combined with files';
  if (policy.ownership.names === undefined && policy.ownership.marker === undefined) {
    return '--prune needs to know what is owned: declare ownership.names or ownership.marker in the project file';
  }
  return undefined;
}
