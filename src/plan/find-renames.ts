import type { CreateChange, DeleteChange } from '../model/change.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { ActiveChange } from '../model/plan.ts';
import { type PluginClasses, wellKnownClasses } from '../model/plugin-classes.ts';

/** Two configurations of one class with at least this share of equal keys look like one connector renamed. */
const nearlyEqual = 0.7;

const classKey = 'connector.class';

/**
 * Warns where a deletion and a creation look like a rename: same class, nearly equal configuration. Offsets belong to
 * a name and do not move with it, which may surprise (Connect REST contract 12).
 */
export function findRenames(
  changes: readonly ActiveChange[],
  classes: PluginClasses = wellKnownClasses,
): Diagnostic[] {
  const deletions = changes.filter((change) => change.kind === 'delete');
  return changes
    .filter((change) => change.kind === 'create')
    .flatMap((creation) => {
      const ofPlugin = deletions.filter(({ live }) =>
        classes.isSame(live.config.get(classKey), creation.target.get(classKey)),
      );
      const former = mostSimilar(creation, ofPlugin);
      return former ? [warn(former, creation)] : [];
    });
}

function warn(from: DeleteChange, to: CreateChange): Diagnostic {
  return diagnose('possible-rename', { from: from.name, to: to.name }, { source: to.desired.source });
}

function mostSimilar(creation: CreateChange, deletions: readonly DeleteChange[]): DeleteChange | undefined {
  let best: { readonly deletion: DeleteChange; readonly share: number } | undefined;
  for (const deletion of deletions) {
    const share = equalShare(deletion, creation);
    if (share >= nearlyEqual && share > (best?.share ?? 0)) best = { deletion, share };
  }
  return best?.deletion;
}

/** The share of keys with equal text among all keys of both, the class aside, which is equal already. */
function equalShare(deletion: DeleteChange, creation: CreateChange): number {
  const [before, after] = [deletion.live.config, creation.target];
  const keys = new Set([...before.keys(), ...after.keys()]);
  keys.delete(classKey);
  if (keys.size === 0) return 1;
  const equal = [...keys].filter((key) => {
    const [old, fresh] = [before.get(key), after.get(key)];
    // A value that contains the connector's own name differs in every rename.
    return old === fresh || old?.replaceAll(deletion.name, creation.name) === fresh;
  });
  return equal.length / keys.size;
}
