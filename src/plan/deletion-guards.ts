import type { DeleteChange } from '../model/change.ts';
import { compareText } from '../model/config.ts';
import type { Refusal } from '../model/plan.ts';
import { ownershipScope } from './ownership-scope.ts';
import type { PlanInput } from './plan-input.ts';

/** Without `maxDeletes` or `--allow-deletes`: this share of the live owned connectors, at least 1, at most 10. */
const defaultShare = 0.25;
const defaultCap = 10;

/** What a plan would delete, and what it was asked to delete and does not. */
export interface PlannedDeletions {
  readonly deletions: readonly DeleteChange[];
  /** Names that pruning would delete, were no file in error. */
  readonly unprunable: readonly string[];
  /** Names that a file wishes absent and `ownership.protect` keeps. */
  readonly protectedNames: readonly string[];
}

/**
 * The guards of deletion, each with all that offend it; empty where nothing stands against the plan. Counting guards
 * are for pruning: a deletion by `state: absent` is named, and was reviewed.
 */
export function assessDeletions(input: PlanInput, planned: PlannedDeletions): Refusal[] {
  const scope = ownershipScope(input.policy.ownership);
  const pruned = planned.deletions.filter((change) => change.because.kind === 'prune').map(nameOf);
  const owned = [...input.reading.connectors.values()].filter((live) => scope.owns(live)).map(nameOf);
  const atStake = [...planned.deletions.map(nameOf), ...planned.unprunable];
  const refusals = [
    judgeEmptiness(input),
    judgeBrokenFiles(input.brokenFiles, atStake),
    judgeProtection(planned.protectedNames),
    judgeCount(input, pruned, owned.length),
    judgeWipeOut(input, pruned, owned),
  ];
  return refusals
    .filter((refusal) => refusal !== undefined)
    .map((refusal) => ({ ...refusal, names: [...refusal.names].sort(compareText) }));
}

/** No file at all is a mistake of the directory or of a glob more often than a wish. */
function judgeEmptiness({ desired, elsewhere, brokenFiles, policy }: PlanInput): Refusal | undefined {
  // A cluster that all files leave out is no mistake, unless everything on it would be pruned.
  const isEmpty = desired.length === 0 && (policy.prune || elsewhere.length === 0);
  if (!isEmpty || policy.allowEmpty || brokenFiles > 0) return undefined;
  return {
    code: 'nothing-desired',
    message: 'no file describes a connector for this cluster',
    hint: 'check the directory, and "connectors" in the project file; --allow-empty says that it is meant',
    names: [],
  };
}

/** The broken file may be the one that names what looks abandoned, or that takes its deletion back. */
function judgeBrokenFiles(brokenFiles: number, names: readonly string[]): Refusal | undefined {
  if (brokenFiles === 0 || names.length === 0) return undefined;
  const files = brokenFiles === 1 ? '1 file is' : `${brokenFiles} files are`;
  return {
    code: 'files-in-error',
    message: `${files} in error: nothing is deleted before that is settled`,
    hint: 'correct the files first; connect-sync validate shows what is wrong',
    names,
  };
}

function judgeProtection(names: readonly string[]): Refusal | undefined {
  if (names.length === 0) return undefined;
  return {
    code: 'protected',
    message: `"state: absent" asks for the deletion of ${connectors(names.length)} that ownership.protect keeps`,
    hint: 'take the name out of ownership.protect first, in a change of its own, or let the connector stay',
    names,
  };
}

function judgeCount(input: PlanInput, names: readonly string[], owned: number): Refusal | undefined {
  const { limit, origin } = deletionLimit(input, owned);
  if (names.length <= limit) return undefined;
  const percent = Math.round((names.length / owned) * 100);
  return {
    code: 'too-many-deletes',
    message:
      `pruning would delete ${names.length} of ${connectors(owned)} owned here (${percent} %); ` +
      `at most ${limit} may be deleted (${origin})`,
    hint: allowing(names.length),
    names,
  };
}

function deletionLimit({ policy }: PlanInput, owned: number): { limit: number; origin: string } {
  if (policy.allowDeletes !== undefined) return { limit: policy.allowDeletes, origin: '--allow-deletes' };
  const { maxDeletes } = policy.ownership;
  if (maxDeletes !== undefined) return { limit: maxDeletes, origin: 'ownership.maxDeletes' };
  const limit = Math.min(Math.max(1, Math.floor(owned * defaultShare)), defaultCap);
  return { limit, origin: `a quarter of what is owned, at least 1, at most ${defaultCap}` };
}

/**
 * Deleting all that is owned needs the number, however small it is. What stays only because it is protected does not
 * count as kept: a wrong directory leaves exactly that behind.
 */
function judgeWipeOut(
  input: PlanInput,
  names: readonly string[],
  owned: readonly string[],
): Refusal | undefined {
  const wished = input.desired.filter((wish) => wish.kind === 'present').map(nameOf);
  const named = new Set<string>([...wished, ...input.elsewhere.map(nameOf)]);
  const isWipeOut = names.length > 0 && !owned.some((name) => named.has(name));
  if (!isWipeOut || (input.policy.allowDeletes ?? 0) >= names.length) return undefined;
  return {
    code: 'deletes-everything',
    message: `pruning would leave none of the ${connectors(owned.length)} owned here that a file wishes for`,
    hint: allowing(names.length),
    names,
  };
}

/** The number and no more: the same command must not allow more the next time. */
function allowing(count: number): string {
  return `look through the list; --allow-deletes ${count} allows as many, and not one more`;
}

function connectors(count: number): string {
  return count === 1 ? '1 connector' : `${count} connectors`;
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}
