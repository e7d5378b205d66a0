import type { CreateChange, DeleteChange } from '../model/change.ts';
import type { Config } from '../model/config.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { ActiveChange } from '../model/plan.ts';

/** Two configurations of one class with at least this share of equal keys look like one connector renamed. */
const nearlyEqual = 0.7;

/**
 * Warns where a deletion and a creation look like a rename: same class, nearly equal configuration. Offsets belong to
 * a name and do not move with it, which surprises (contract 12).
 */
export function findRenames(changes: readonly ActiveChange[]): Diagnostic[] {
  const deletions = changes.filter((change) => change.kind === 'delete');
  return changes
    .filter((change) => change.kind === 'create')
    .flatMap((creation) => {
      const former = mostSimilar(creation, deletions);
      return former ? [warn(former, creation)] : [];
    });
}

function warn(from: DeleteChange, to: CreateChange): Diagnostic {
  return diagnose('looks-like-rename', { from: from.name, to: to.name }, { source: to.desired.source });
}

function mostSimilar(creation: CreateChange, deletions: readonly DeleteChange[]): DeleteChange | undefined {
  let best: { readonly deletion: DeleteChange; readonly share: number } | undefined;
  for (const deletion of deletions) {
    const share = equalShare(
      named(deletion.live.config, deletion.name),
      named(creation.target, creation.name),
    );
    if (share >= nearlyEqual && share > (best?.share ?? 0)) best = { deletion, share };
  }
  return best?.deletion;
}

/** A configuration in which the connector's own name is taken out of the values: it differs in every rename. */
function named(config: Config, name: string): Config {
  return new Map([...config].map(([key, value]) => [key, value.replaceAll(name, '\0')]));
}

/** The share of keys with equal text among all keys of both; 0 for different classes, which count for nothing else. */
function equalShare(one: Config, other: Config): number {
  const classKey = 'connector.class';
  if (one.get(classKey) !== other.get(classKey)) return 0;
  const keys = new Set([...one.keys(), ...other.keys()]);
  keys.delete(classKey);
  if (keys.size === 0) return 1;
  const equal = [...keys].filter((key) => one.get(key) === other.get(key)).length;
  return equal / keys.size;
}
