import { compareText } from '../model/config.ts';
import { matchesAnyGlob } from '../model/name-glob.ts';
import type { ActiveChange, Refusal } from '../model/plan.ts';
import type { OwnershipMarker } from '../model/project.ts';
import { ownershipScope } from './ownership-scope.ts';
import type { PlanPolicy } from './plan-policy.ts';

/** What a plan would do, and what it leaves alone because of its ownership marker. */
export interface MarkedChanges {
  readonly active: readonly ActiveChange[];
  /** Names of declared connectors with the ownership marker of another repository. */
  readonly foreign: readonly string[];
}

/**
 * The safety checks of ownership markers that fail, each with its connectors: a connector without a marker needs
 * `--adopt`, and one with the marker of another repository cannot be adopted at all.
 */
export function checkOwnershipMarkers(policy: PlanPolicy, { active, foreign }: MarkedChanges): Refusal[] {
  const { marker } = policy.ownership;
  if (!marker || policy.markers === 'ignored') return [];
  const scope = ownershipScope(policy.ownership);
  const unmarked = active
    .filter((change) => 'live' in change && scope.markerOf(change.live).owner === 'none')
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
    message: `${namedAndLive(names.length)} without our ownership marker (${key}: ${repository})`,
    hint:
      second === undefined
        ? `review the differences; --adopt ${first} adopts it`
        : 'review the differences; --adopt NAME adopts one (repeatable, globs allowed)',
    names,
  };
}

function belongsToOthers({ key }: OwnershipMarker, names: readonly string[]): Refusal | undefined {
  if (names.length === 0) return undefined;
  return {
    code: 'other-repository',
    message: `${namedAndLive(names.length)} with the ownership marker of another repository (${key})`,
    hint: 'no option overrides this: remove the connector from these files, or have its owner remove the marker first',
    names,
  };
}

function namedAndLive(count: number): string {
  return count === 1 ? '1 declared connector is live' : `${count} declared connectors are live`;
}
