import { describeFailedInstances } from '../model/describe-failed-instances.ts';
import type { ActiveChange, LeftAlone } from '../model/plan.ts';

/**
 * Allows the first `limit` restarts, by name: many connectors that fail together have one cause outside of them, and
 * restarting them all adds load to it. A restart that belongs to a change of the configuration or state does not count.
 */
export function limitRestarts(
  changes: readonly ActiveChange[],
  limit: number,
): { readonly allowed: readonly ActiveChange[]; readonly tooMany: readonly LeftAlone[] } {
  const allowed: ActiveChange[] = [];
  const tooMany: LeftAlone[] = [];
  let restarts = 0;
  for (const change of changes) {
    if (change.kind === 'restart') restarts += 1;
    if (change.kind !== 'restart' || restarts <= limit) allowed.push(change);
    else tooMany.push(overLimit(change.name, describeFailedInstances(change.failed), limit));
  }
  return { allowed, tooMany };
}

function overLimit(name: string, failed: string, limit: number): LeftAlone {
  return {
    name,
    reason: 'restart-limit',
    detail: `${failed}; one run restarts at most ${limit} (--max-restarts)`,
  };
}
