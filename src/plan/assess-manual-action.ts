import type { DeleteChange, NoChange } from '../model/change.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { observedState } from '../model/live-connector.ts';
import type { ManualAction } from '../model/manual-action.ts';
import type { ActiveChange, Refusal } from '../model/plan.ts';
import type { Ownership } from '../model/project.ts';
import type { ClusterReading } from '../model/worker-info.ts';
import { allowing, checkDeletionLimit } from './deletion-guards.ts';
import { isOwnershipDeclared, ownershipScope } from './ownership-scope.ts';

/** What a person selected for a manual action, and on which cluster. */
export interface ManuallySelected {
  readonly action: ManualAction;
  /** `one-by-one`: a person named one connector exactly, or chose each from a list. */
  readonly selectedBy: 'one-by-one' | 'names-or-globs';
  readonly reading: ClusterReading;
  readonly ownership: Ownership;
}

/** Warnings about a manual action that does not do what one may expect. */
export function assessManualAction(
  action: ManualAction,
  {
    active,
    unchanged,
  }: { readonly active: readonly ActiveChange[]; readonly unchanged: readonly NoChange[] },
): readonly Diagnostic[] {
  switch (action.kind) {
    case 'state':
      return action.state === 'stopped' ? [] : [...active, ...unchanged].flatMap(staysFailed);
    case 'restart':
      return unchanged.flatMap((change) =>
        change.live && observedState(change.live) === 'stopped'
          ? [diagnose('nothing-to-restart', { name: change.name })]
          : [],
      );
    case 'delete':
      return [];
  }
}

/** Neither a pause nor a resume moves what is FAILED (Connect REST contract 10.2). */
function staysFailed(change: ActiveChange | NoChange): Diagnostic[] {
  const status = 'live' in change ? change.live?.status : undefined;
  const isFailed = [status?.connector, ...(status?.tasks ?? [])].some((one) => one?.state === 'FAILED');
  return isFailed ? [diagnose('remains-failed', { name: change.name })] : [];
}

/**
 * The safety checks of deletions by name that fail: protected, owned by another repository, too many. What a
 * person names exactly, or chooses one by one, is not counted.
 */
export function assessManualDeletions(input: ManuallySelected, active: readonly ActiveChange[]): Refusal[] {
  const { action, selectedBy, ownership } = input;
  if (action.kind !== 'delete') return [];
  const scope = ownershipScope(ownership);
  const deletions = active.filter((change) => change.kind === 'delete');
  const named = (matches: (change: DeleteChange) => boolean) =>
    deletions.filter(matches).map(({ name }): string => name);
  const refusals = [
    checkProtection(named(({ name }) => scope.protectedBy(name) !== undefined)),
    checkOwner(
      ownership,
      named(({ live }) => scope.markerOf(live).owner === 'another'),
    ),
    ...(selectedBy === 'one-by-one'
      ? []
      : checkCount(
          input,
          action.allowDeletes,
          named(() => true),
        )),
  ];
  return refusals.filter((refusal) => refusal !== undefined);
}

function checkProtection(names: readonly string[]): Refusal | undefined {
  if (names.length === 0) return undefined;
  return {
    code: 'protected',
    message: `ownership.protect prevents the deletion of ${names.length === 1 ? 'this connector' : 'these connectors'}`,
    hint: 'remove the name from ownership.protect first, or select only the others: nothing was deleted',
    names,
  };
}

function checkOwner({ marker }: Ownership, names: readonly string[]): Refusal | undefined {
  if (names.length === 0) return undefined;
  const have = names.length === 1 ? 'this connector has' : 'these connectors have';
  return {
    code: 'other-repository',
    message: `${have} the ownership marker of another repository (${marker?.key})`,
    hint: 'no option overrides this: delete it from the repository that owns it, or have its owner remove the marker first',
    names,
  };
}

function checkCount(
  { ownership, reading }: ManuallySelected,
  allowDeletes: number | undefined,
  names: readonly string[],
): readonly (Refusal | undefined)[] {
  const scope = ownershipScope(ownership);
  const live = [...reading.connectors.values()];
  const owned = isOwnershipDeclared(ownership) ? live.filter((one) => scope.owns(one)) : live;
  const tooMany = checkDeletionLimit({
    ...{ ownership, allowDeletes, names, cause: 'this' },
    owned: owned.map(({ name }) => name),
  });
  const isWipeOut = names.length > 0 && owned.every(({ name }) => names.includes(name));
  if (tooMany || !isWipeOut || (allowDeletes ?? 0) >= names.length) return [tooMany];
  const whose = isOwnershipDeclared(ownership) ? 'owned connector' : 'connector';
  return [
    {
      code: 'deletes-everything',
      message: `this would leave no ${whose} on this cluster`,
      hint: allowing(names.length),
      names,
    },
  ];
}
