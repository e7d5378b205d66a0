import type { DeleteChange } from '../model/change.ts';
import { compareText } from '../model/config.ts';
import type { Refusal } from '../model/plan.ts';
import type { Ownership } from '../model/project.ts';
import { isOwnershipDeclared, ownershipScope } from './ownership-scope.ts';
import type { PlanInput } from './plan-input.ts';

/** Without `maxDeletes` or `--allow-deletes`: this share of the live owned connectors, at least 1, at most 10. */
const defaultShare = 0.25;
const defaultCap = 10;
/** Deletions by `state: absent` alone: at least so many. */
const fewDeclared = 3;

/** What a plan would delete, and what it should delete and does not. */
export interface PlannedDeletions {
  readonly deletions: readonly DeleteChange[];
  /** Names that pruning would delete if no file had errors. */
  readonly unprunable: readonly string[];
  /** Names that a file declares absent and `ownership.protect` keeps. */
  readonly protectedNames: readonly string[];
}

/**
 * The safety checks of deletions that fail, each with its connectors. All deletions count: one line of an override or a
 * default can declare many connectors absent.
 */
export function assessDeletions(input: PlanInput, planned: PlannedDeletions): Refusal[] {
  const scope = ownershipScope(input.policy.ownership);
  const pruned = planned.deletions.filter((change) => change.because.kind === 'prune').map(nameOf);
  const live = [...input.reading.connectors.values()];
  const owned = live.filter((one) => scope.owns(one)).map(nameOf);
  const atStake = [...planned.deletions.map(nameOf), ...planned.unprunable];
  const refusals = [
    checkNotEmpty(input),
    checkFilesWithErrors(input.brokenFiles, atStake),
    checkProtection(planned.protectedNames),
    checkDeletionLimit({
      ...{ ownership: input.policy.ownership, allowDeletes: input.policy.allowDeletes },
      names: planned.deletions.map(nameOf),
      owned: ownedBy(input, owned),
      cause: causeOf(pruned.length, planned.deletions.length),
      // A file names each of them; a few need no number.
      least: pruned.length === 0 ? fewDeclared : 1,
    }),
    checkSomethingRemains(input, pruned, owned),
  ];
  return refusals
    .filter((refusal) => refusal !== undefined)
    .map((refusal) => ({ ...refusal, names: [...refusal.names].sort(compareText) }));
}

/** Where a project declares no ownership, it owns what its files name. */
function ownedBy({ policy, desired, reading }: PlanInput, owned: readonly string[]): readonly string[] {
  if (isOwnershipDeclared(policy.ownership)) return owned;
  return desired.map(nameOf).filter((name) => reading.connectors.has(name));
}

function causeOf(pruned: number, all: number): string {
  if (pruned === all) return 'pruning';
  return pruned === 0 ? '"state: absent"' : 'pruning and "state: absent"';
}

/** Usually a wrong directory or glob is why there is no file at all. */
function checkNotEmpty({ desired, elsewhere, brokenFiles, policy }: PlanInput): Refusal | undefined {
  // All files may be limited to other clusters, unless everything on this one would be pruned.
  const isEmpty = desired.length === 0 && (policy.prune || elsewhere.length === 0);
  if (!isEmpty || policy.allowEmpty || brokenFiles > 0) return undefined;
  return {
    code: 'nothing-desired',
    message: 'no file describes a connector for this cluster',
    hint: 'check the directory, and "connectors" in the project file; add --allow-empty if that is intended',
    names: [],
  };
}

/** A file with errors may be the one that declares what seems undeclared, or that revokes a deletion. */
function checkFilesWithErrors(brokenFiles: number, names: readonly string[]): Refusal | undefined {
  if (brokenFiles === 0 || names.length === 0) return undefined;
  const files = brokenFiles === 1 ? '1 file is' : `${brokenFiles} files are`;
  return {
    code: 'files-in-error',
    message: `${files} in error: fix that before anything is deleted`,
    hint: 'fix the files first; connect-sync validate shows the errors',
    names,
  };
}

function checkProtection(names: readonly string[]): Refusal | undefined {
  if (names.length === 0) return undefined;
  return {
    code: 'protected',
    message: `"state: absent" would delete ${connectors(names.length)} that ownership.protect keeps`,
    hint: 'remove the name from ownership.protect first, in a separate change, or keep the connector',
    names,
  };
}

/** Deletions that are to be counted. */
export interface CountedDeletions {
  readonly ownership: Ownership;
  readonly allowDeletes: number | undefined;
  readonly names: readonly string[];
  /** The live connectors that are owned, of which the limit is a share. */
  readonly owned: readonly string[];
  /** What deletes them, in words. */
  readonly cause: string;
  /** So many are always below the share. Default: 1. */
  readonly least?: number;
}

/** Refuses more deletions than the limit allows. */
export function checkDeletionLimit(deletions: CountedDeletions): Refusal | undefined {
  const { names, cause } = deletions;
  // What is deleted by its name may be owned by nobody.
  const owned = new Set([...deletions.owned, ...names]).size;
  const { limit, origin } = deletionLimit(deletions, owned);
  if (names.length <= limit) return undefined;
  const percent = Math.round((names.length / owned) * 100);
  const owner = isOwnershipDeclared(deletions.ownership) ? 'owned ' : '';
  return {
    code: 'too-many-deletes',
    message:
      `${cause} would delete ${names.length} of ${owned} ${owner}${owned === 1 ? 'connector' : 'connectors'} (${percent} %); ` +
      `at most ${limit} may be deleted (${origin})`,
    hint: allowing(names.length),
    names,
  };
}

function deletionLimit(
  { ownership, allowDeletes, least = 1 }: CountedDeletions,
  owned: number,
): { limit: number; origin: string } {
  if (allowDeletes !== undefined) return { limit: allowDeletes, origin: '--allow-deletes' };
  const { maxDeletes } = ownership;
  if (maxDeletes !== undefined) return { limit: maxDeletes, origin: 'ownership.maxDeletes' };
  const limit = Math.min(Math.max(least, Math.floor(owned * defaultShare)), defaultCap);
  const whose = isOwnershipDeclared(ownership) ? 'the owned connectors' : 'the connectors';
  return { limit, origin: `a quarter of ${whose}, at least ${least}, at most ${defaultCap}` };
}

/**
 * Deleting all owned connectors needs the number, however small it is. Those that stay only because they are
 * protected do not count: a wrong directory leaves exactly them behind.
 */
function checkSomethingRemains(
  input: PlanInput,
  names: readonly string[],
  owned: readonly string[],
): Refusal | undefined {
  const declared = input.desired.filter(({ kind }) => kind === 'present').map(nameOf);
  const named = new Set<string>([...declared, ...input.elsewhere.map(nameOf)]);
  const isWipeOut = names.length > 0 && !owned.some((name) => named.has(name));
  if (!isWipeOut || (input.policy.allowDeletes ?? 0) >= names.length) return undefined;
  return {
    code: 'deletes-everything',
    message: `pruning would leave no declared connector of the ${connectors(owned.length)} owned on this cluster`,
    hint: allowing(names.length),
    names,
  };
}

/** Exactly the number: the same command must not allow more the next time. */
export function allowing(count: number): string {
  return `review the list; --allow-deletes ${count} allows exactly this many`;
}

function connectors(count: number): string {
  return count === 1 ? '1 connector' : `${count} connectors`;
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}
