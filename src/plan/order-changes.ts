import { compareText } from '../model/config.ts';
import type { DesiredConnector } from '../model/desired-connector.ts';
import type { ActiveChange } from '../model/plan.ts';

/** A change with the wave it belongs to. */
export interface OrderedChange {
  readonly change: ActiveChange;
  readonly wave: number;
}

/**
 * Orders changes by `dependsOn`: a wave contains what depends only on earlier ones; inside, by name. Deletions come
 * after everything else, dependents before their dependencies.
 *
 * The loader rejects unknown names and cycles; here they count for nothing.
 */
export function orderChanges(
  changes: readonly ActiveChange[],
  desired: readonly DesiredConnector[],
): OrderedChange[] {
  const deletions = changes.filter((change) => change.kind === 'delete');
  const writes = changes.filter((change) => change.kind !== 'delete');
  const writeDepth = depthsOf(writes, desired);
  const deletionDepth = depthsOf(deletions, desired);
  const firstDeletion = 1 + highest(writes, writeDepth);
  const deepest = highest(deletions, deletionDepth);
  const ordered = [
    ...writes.map((change) => ({ change, wave: writeDepth(change.name) })),
    ...deletions.map((change) => ({ change, wave: firstDeletion + deepest - deletionDepth(change.name) })),
  ];
  return ordered.sort(
    (one, other) => one.wave - other.wave || compareText(one.change.name, other.change.name),
  );
}

/**
 * The number of changes on the longest path from a connector along its dependencies, itself not counted. A dependency
 * that does not change counts as none: what it depends on still comes first.
 */
function depthsOf(
  changes: readonly ActiveChange[],
  desired: readonly DesiredConnector[],
): (name: string) => number {
  const changing = new Set<string>(changes.map((change) => change.name));
  const declared = new Map<string, DesiredConnector>(desired.map((one) => [one.name, one]));
  const depths = new Map<string, number>();
  const dependenciesOf = (name: string) =>
    (declared.get(name)?.dependsOn ?? []).map((dependency) => dependency.name);
  return (name) => {
    const path = depths.has(name) ? [] : [name];
    for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
      // A cycle finds this 0 and ends there.
      if (!depths.has(last)) depths.set(last, 0);
      const dependencies = dependenciesOf(last);
      const next = dependencies.find((dependency) => !depths.has(dependency));
      if (next !== undefined) path.push(next);
      else {
        const below = dependencies.map((one) => (depths.get(one) ?? 0) + (changing.has(one) ? 1 : 0));
        depths.set(last, Math.max(0, ...below));
        path.pop();
      }
    }
    return depths.get(name) ?? 0;
  };
}

function highest(changes: readonly ActiveChange[], depthOf: (name: string) => number): number {
  return changes.reduce((most, change) => Math.max(most, depthOf(change.name)), -1);
}
