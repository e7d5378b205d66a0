import type { Change } from '../model/change.ts';
import { matchesAnyGlob } from '../model/name-glob.ts';
import type { LeftAlone } from '../model/plan.ts';
import { unwritableKeys } from './masked-keys.ts';
import type { OwnershipScope } from './ownership-scope.ts';
import type { PlanPolicy } from './plan-policy.ts';
import { whyNotRestarted } from './why-not-restarted.ts';

/** Why a declared change is not applied; undefined where it is, or where nothing is to be done. */
export function whyLeftAlone(
  change: Change,
  policy: PlanPolicy,
  scope: OwnershipScope,
): LeftAlone | undefined {
  const { name } = change;
  if (change.kind === 'none') return whyIncomparable(name, change.incomparable ?? []);
  // Defence in depth: the loader already rejects this.
  if (!scope.admits(name)) {
    return {
      name,
      reason: 'not-owned',
      detail: 'a file declares it, but ownership.names does not match it',
    };
  }
  const marked = policy.markers === 'respected' && 'live' in change ? scope.markerOf(change.live) : undefined;
  if (marked?.owner === 'another') return { name, reason: 'other-repository', detail: marked.words };
  if (!isSelected(name, policy)) return { name, reason: 'not-selected', detail: kindsInWords[change.kind] };
  if (change.kind === 'delete') return whyProtected(name, scope);
  if (change.kind === 'update') return whyUnwritable(name, unwritableKeys(change));
  return whyNotRestarted(change, policy.restart);
}

export const kindsInWords = {
  create: 'it would be created',
  update: 'it would be updated',
  'set-state': 'its state would be changed',
  restart: 'it would be restarted',
  delete: 'it would be deleted',
} as const satisfies Record<Exclude<Change['kind'], 'none'>, string>;

/** Whether `--only` and FILE leave a connector in. */
export function isSelected(name: string, { only, selected }: PlanPolicy): boolean {
  return (only.length === 0 || matchesAnyGlob(only, name)) && (selected?.has(name) ?? true);
}

function whyProtected(name: string, scope: OwnershipScope): LeftAlone | undefined {
  const detail = scope.protectedBy(name);
  return detail === undefined ? undefined : { name, reason: 'protected', detail };
}

function whyIncomparable(name: string, keys: readonly string[]): LeftAlone | undefined {
  if (keys.length === 0) return undefined;
  return { name, reason: 'cannot-compare', detail: `the worker masks ${keys.join(', ')}; all else is equal` };
}

function whyUnwritable(name: string, keys: readonly string[]): LeftAlone | undefined {
  if (keys.length === 0) return undefined;
  return {
    name,
    reason: 'cannot-compare',
    detail: `the worker masks ${keys.join(', ')}: a write would replace the value with the mask`,
  };
}
