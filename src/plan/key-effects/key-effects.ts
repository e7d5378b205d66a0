import type { UpdateChange } from '../../model/change.ts';
import { listOf } from '../../model/diagnostics/list-of.ts';
import type { KeyEffect } from '../../model/key-effect.ts';
import { fitOfClass, type PluginClasses } from '../../model/plugin-classes.ts';
import type { WorkerInfo } from '../../model/worker-info.ts';
import { holds, keyChangeOf } from './conditions.ts';
import type { EffectRow } from './effect-row.ts';
import { rowsOfKey } from './find-rows.ts';
import { isWithin } from './releases.ts';

/** What effects depend on, beside the change. */
export interface KeyEffectContext {
  readonly worker?: Pick<WorkerInfo, 'version'>;
  /** The connector classes of the worker, if they were read. */
  readonly classes?: PluginClasses | undefined;
}

/** The known effects of the changed keys, in the order of the keys; keys that share an effect share a sentence. */
export function keyEffects(change: UpdateChange, context: KeyEffectContext = {}): KeyEffect[] {
  const keysByRow = new Map<EffectRow, [string, ...string[]]>();
  for (const { key } of change.fields) {
    for (const row of rowsFor(key, change, context)) {
      const keys = keysByRow.get(row);
      if (!keys) keysByRow.set(row, [key]);
      else if (!row.formerly) keys.push(key);
    }
  }
  return [...keysByRow].map(([row, keys]) => ({
    keys,
    effect: row.effect,
    sentence: `${listOf(keys, 'and')}: ${row.sentence}`,
    losesOffsets: row.losesOffsets ?? false,
  }));
}

/** The rows of the plugin; those of every plugin where none names it together with this key. */
function rowsFor(key: string, change: UpdateChange, context: KeyEffectContext): readonly EffectRow[] {
  const candidates = rowsOfKey(key).filter((row) => mayApply(row, change, context));
  const own = candidates.filter((row) => row.plugins !== undefined);
  const chosen = own.length > 0 ? own : candidates;
  return chosen.filter((row) => {
    const changed = keyChangeOf(key, change, row);
    if (!changed) return false;
    return row.when === undefined || holds(row.when, changed, { change, classes: context.classes });
  });
}

function mayApply(row: EffectRow, change: UpdateChange, { worker, classes }: KeyEffectContext): boolean {
  const { live, target } = change;
  if (row.type !== undefined && live.type !== 'unknown' && live.type !== row.type) return false;
  const className = target.get('connector.class') ?? '';
  if (row.plugins && !['yes', 'likely'].includes(fitOfClass(row.plugins, className, classes))) return false;
  if (!row.releases) return true;
  const release =
    row.releases.of === 'plugin' ? live.status?.connector.version : worker?.version && textOf(worker.version);
  return release === undefined || isWithin(row.releases, release);
}

function textOf({ major, minor, patch }: { major: number; minor: number; patch: number }): string {
  return `${major}.${minor}.${patch}`;
}
