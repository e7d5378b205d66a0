import { compareText } from '../model/config.ts';
import { matchesAnyGlob } from '../model/name-glob.ts';
import type { ActiveChange, Refusal } from '../model/plan.ts';
import type { OwnershipMarker } from '../model/project.ts';
import { ownershipScope } from './ownership-scope.ts';
import type { PlanPolicy } from './plan-policy.ts';

/** What a plan would do, and what it leaves alone because of a mark. */
export interface MarkedChanges {
  readonly active: readonly ActiveChange[];
  /** Names of connectors that the files name and that carry the mark of another repository. */
  readonly foreign: readonly string[];
}

/**
 * The guards of ownership by mark, each with all that offend it: taking over a connector that nobody has marked
 * needs `--adopt`, and what another repository has marked cannot be taken over at all.
 */
export function checkOwnershipMarkers(policy: PlanPolicy, { active, foreign }: MarkedChanges): Refusal[] {
  const { marker } = policy.ownership;
  if (!marker || policy.marks === 'ignored') return [];
  const scope = ownershipScope(policy.ownership);
  const unmarked = active
    .filter((change) => 'live' in change && scope.markOf(change.live).whose === 'nobody')
    .map(({ name }) => name)
    .filter((name) => !matchesAnyGlob(policy.adopt, name));
  return [needsAdoption(marker, unmarked), belongsToOthers(marker, foreign)]
    .filter((refusal) => refusal !== undefined)
    .map((refusal) => ({ ...refusal, names: [...refusal.names].sort(compareText) }));
}

function needsAdoption({ key, repository }: OwnershipMarker, names: readonly string[]): Refusal | undefined {
  const [first, second] = names;
  if (first === undefined) return undefined;
  return {
    code: 'needs-adoption',
    message: `${namedAndLive(names.length)} without our mark (${key}: ${repository})`,
    hint:
      second === undefined
        ? `look through what differs; --adopt ${first} takes it over`
        : 'look through what differs; --adopt NAME takes one over (also globs, and several times)',
    names,
  };
}

function belongsToOthers({ key }: OwnershipMarker, names: readonly string[]): Refusal | undefined {
  if (names.length === 0) return undefined;
  return {
    code: 'other-repository',
    message: `${namedAndLive(names.length)} with the mark of another repository (${key})`,
    hint: 'no option changes that: take the connector out of the files here, or have its owner remove the mark first',
    names,
  };
}

function namedAndLive(count: number): string {
  return count === 1
    ? '1 connector that the files name is live'
    : `${count} connectors that the files name are live`;
}
