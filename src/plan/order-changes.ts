import { compareText } from '../model/config.ts';
import type { DesiredConnector } from '../model/desired-connector.ts';
import type { ActiveChange } from '../model/plan.ts';

/** A change with the wave it belongs to. */
export interface OrderedChange {
  readonly change: ActiveChange;
  readonly wave: number;
}

/**
 * Orders changes by `dependsOn`: a wave holds what depends only on earlier ones; inside, by name. Deletions come
 * after everything else, what depends on something before what it depends on.
 *
 * Unknown names and cycles are errors of the files; here they only must not do harm, so they count for nothing.
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
 * How many of the changes lie, at most, on a path from a connector along its dependencies; itself not counted. A
 * dependency that does not change is passed through: what lies behind it still comes first.
 */
function depthsOf(
  changes: readonly ActiveChange[],
  desired: readonly DesiredConnector[],
): (name: string) => number {
  const changing = new Set<string>(changes.map((change) => change.name));
  const wishes = new Map<string, DesiredConnector>(desired.map((wish) => [wish.name, wish]));
  const depths = new Map<string, number>();
  const depthOf = (name: string): number => {
    const known = depths.get(name);
    if (known !== undefined) return known;
    // A cycle meets this 0 instead of running for ever.
    depths.set(name, 0);
    const below = (wishes.get(name)?.dependsOn ?? []).map(
      (dependency) => depthOf(dependency.name) + (changing.has(dependency.name) ? 1 : 0),
    );
    const depth = Math.max(0, ...below);
    depths.set(name, depth);
    return depth;
  };
  return depthOf;
}

function highest(changes: readonly ActiveChange[], depthOf: (name: string) => number): number {
  return changes.reduce((most, change) => Math.max(most, depthOf(change.name)), -1);
}
