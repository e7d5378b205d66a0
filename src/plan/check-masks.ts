import { compareText } from '../model/config.ts';
import { maskedKeys } from '../model/masked-value.ts';
import type { ActiveChange, PlannedStep, Refusal } from '../model/plan.ts';

/** Refuses writes that would replace a value with its mask: the live value of an ignored key must be kept, and is masked. */
export function checkMasks(steps: readonly Pick<PlannedStep, 'change'>[]): readonly Refusal[] {
  const found = keysByName(steps, (change) => ('target' in change ? maskedKeys(change.target) : []));
  if (found.size === 0) return [];
  const connectors = found.size === 1 ? '1 connector' : `${found.size} connectors`;
  return [
    {
      code: 'masked-values',
      message: `writing ${connectors} would replace masked values with their masks, because ignoreKeys keeps what is live (${keysOf(found)})`,
      hint: 'remove the keys from ignoreKeys, and declare them as ${env.NAME} or with a provider reference of the worker; to apply the others only, use --only',
      names: [...found.keys()].sort(compareText),
    },
  ];
}

/** Refuses `--on-failure rollback` where the worker masks what a rollback would write back. */
export function checkRollback(steps: readonly Pick<PlannedStep, 'change'>[]): readonly Refusal[] {
  const found = keysByName(steps, (change) =>
    change.kind === 'update' || change.kind === 'delete' ? maskedKeys(change.live.config) : [],
  );
  if (found.size === 0) return [];
  const connectors = found.size === 1 ? '1 connector' : `${found.size} connectors`;
  return [
    {
      code: 'rollback-over-masks',
      message: `--on-failure rollback could not restore ${connectors}, because the worker masks values (${keysOf(found)})`,
      hint: 'use --on-failure halt or continue; after a failure, revert the files and apply them',
      names: [...found.keys()].sort(compareText),
    },
  ];
}

function keysByName(
  steps: readonly Pick<PlannedStep, 'change'>[],
  keysIn: (change: ActiveChange) => readonly string[],
): ReadonlyMap<string, readonly string[]> {
  return new Map(
    steps.flatMap(({ change }) => {
      const keys = keysIn(change);
      return keys.length > 0 ? [[change.name, keys] as const] : [];
    }),
  );
}

/** Each key once: many connectors mask the same ones. */
function keysOf(found: ReadonlyMap<string, readonly string[]>): string {
  const keys = [...new Set([...found.values()].flat())].sort(compareText);
  return keys.length > 5
    ? `${keys.slice(0, 4).join(', ')} and ${keys.length - 4} more keys`
    : keys.join(', ');
}
