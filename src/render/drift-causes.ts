import { count } from '../model/count.ts';
import type { DriftCause } from '../model/drift-cause.ts';
import type { ChangeView } from '../model/plan-view.ts';

/** The order in which differences are shown: changes made on the cluster first. */
export const causesInOrder = ['drift', 'both', 'unapplied', 'unattributed'] as const;

/** The label of a cause for a key or a state. */
export const causeWords = {
  drift: 'drift: changed on the cluster',
  both: 'conflict: changed on the cluster and in the files',
  unapplied: 'unapplied: changed in the files',
  unattributed: 'unattributed: changed on an unknown side',
} as const satisfies Record<DriftCause, string>;

/** The label of a cause for a connector that is missing or extra. */
export function causeOfWhole({ kind, cause }: ChangeView): string | undefined {
  if (!cause) return undefined;
  const isMissing = kind === 'create';
  const words = {
    drift: isMissing ? 'drift: deleted on the cluster' : 'drift: created on the cluster',
    both: isMissing
      ? 'conflict: deleted on the cluster, and changed in the files'
      : 'conflict: changed on the cluster, and absent in the files',
    unapplied: isMissing ? 'unapplied: new in the files' : 'unapplied: absent in the files',
    unattributed: 'unattributed: changed on an unknown side',
  } satisfies Record<DriftCause, string>;
  return words[cause];
}

/** What a fingerprint shows of secrets that the worker may mask; undefined: no difference. */
export function differingSecrets({ rotates }: ChangeView): string | undefined {
  if (!rotates) return undefined;
  const verb = rotates.length === 1 ? 'is not the secret' : 'are not the secrets';
  return `${rotates.join(', ')} ${verb} that the files declare, by the fingerprint`;
}

/** The number of differences per cause; empty without a base to compare with. */
export function countCauses(changes: readonly ChangeView[]): string {
  const causes = changes.flatMap((change) => [
    ...(change.cause ? [change.cause] : []),
    ...change.fields.flatMap(({ cause }) => cause ?? []),
    ...(change.state?.cause ? [change.state.cause] : []),
  ]);
  const labels = { drift: 'drift', both: 'both', unapplied: 'unapplied', unattributed: 'unattributed' };
  return causesInOrder
    .map((cause) => [causes.filter((one) => one === cause).length, labels[cause]] as const)
    .filter(([number]) => number > 0)
    .map(([number, label]) => count(number, label, label))
    .join(', ');
}
