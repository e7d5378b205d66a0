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
  return (name) => {
    const path: Visit[] = [];
    const visit = (next: string) => {
      // A cycle finds this 0 and ends there.
      depths.set(next, 0);
      const dependencies = (declared.get(next)?.dependsOn ?? []).map((dependency) => dependency.name);
      path.push({ name: next, depth: 0, dependencies });
    };
    if (!depths.has(name)) visit(name);
    for (let last = path.at(-1); last; last = path.at(-1)) {
      const [dependency] = last.dependencies;
      const below = dependency === undefined ? undefined : depths.get(dependency);
      if (dependency === undefined) {
        depths.set(last.name, last.depth);
        path.pop();
      } else if (below === undefined) visit(dependency);
      else {
        last.depth = Math.max(last.depth, below + (changing.has(dependency) ? 1 : 0));
        last.dependencies.shift();
      }
    }
    return depths.get(name) ?? 0;
  };
}

/** A connector on the way down its dependencies. */
interface Visit {
  readonly name: string;
  depth: number;
  /** Those whose depth is not yet part of its own. */
  readonly dependencies: string[];
}

function highest(changes: readonly ActiveChange[], depthOf: (name: string) => number): number {
  return changes.reduce((most, change) => Math.max(most, depthOf(change.name)), -1);
}
