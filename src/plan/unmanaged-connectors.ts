import type { DeleteChange } from '../model/change.ts';
import { compareText } from '../model/config.ts';
import { isConnectorName } from '../model/connector-name.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import type { LeftAlone } from '../model/plan.ts';
import { ownershipScope } from './ownership-scope.ts';
import type { LimitedConnector, PlanInput } from './plan-input.ts';
import { pruneUsageProblem } from './plan-policy.ts';

/** What becomes of the connectors that no file wishes for on this cluster. */
export interface UnmanagedConnectors {
  readonly pruned: readonly DeleteChange[];
  readonly leftAlone: readonly LeftAlone[];
  /** Those of `leftAlone` that would be pruned, were no file in error. Sorted. */
  readonly unprunable: readonly string[];
}

/**
 * Sorts what is live and in no file: deleted only where it was asked for (`--prune`), is owned, can be reached by its
 * name, is not protected and is not named for another cluster. Everything else is named with the reason it stays.
 */
export function unmanagedConnectors(input: PlanInput): UnmanagedConnectors {
  const named = new Set<string>(input.desired.map((wish) => wish.name));
  const limited = limitsByName(input.elsewhere);
  const judge = strayJudge(input, limited);
  const pruned: DeleteChange[] = [];
  const leftAlone: LeftAlone[] = absentHere(input, { named, limited });
  const unprunable: string[] = [];
  const strays = [...input.reading.connectors.values()].filter((live) => !named.has(live.name));
  for (const live of strays.sort((one, other) => compareText(one.name, other.name))) {
    const { name } = live;
    const kept = judge(live);
    if (kept) leftAlone.push(kept);
    else if (!isConnectorName(name)) leftAlone.push({ name, reason: 'unmanageable-name', detail: undefined });
    else if (input.brokenFiles > 0) unprunable.push(name);
    else pruned.push({ kind: 'delete', name, live, because: { kind: 'prune' } });
  }
  return { pruned, leftAlone: [...leftAlone, ...unprunable.map(heldByBrokenFile)], unprunable };
}

/** A name may stand in several files, each for other clusters. */
function limitsByName(elsewhere: readonly LimitedConnector[]): ReadonlyMap<string, string> {
  const clusters = new Map<string, Set<string>>();
  for (const limited of elsewhere) {
    const known = clusters.get(limited.name) ?? new Set();
    for (const cluster of limited.clusters) known.add(cluster);
    clusters.set(limited.name, known);
  }
  const inWords = (names: ReadonlySet<string>) => `its file limits it to ${[...names].sort().join(', ')}`;
  return new Map([...clusters].map(([name, names]) => [name, inWords(names)]));
}

/** Why a connector that is in no file of this cluster stays; undefined: pruning would delete it. */
function strayJudge({ policy }: PlanInput, limited: ReadonlyMap<string, string>) {
  const scope = ownershipScope(policy.ownership);
  const isPruning = policy.prune && pruneUsageProblem(policy) === undefined;
  return (live: LiveConnector): LeftAlone | undefined => {
    const { name } = live;
    const limit = limited.get(name);
    if (limit !== undefined) return { name, reason: 'other-cluster', detail: limit };
    if (!isConnectorName(name)) return { name, reason: 'unmanageable-name', detail: undefined };
    if (!scope.owns(live)) {
      const detail = scope.admits(name) ? scope.markOf(live).words : undefined;
      return { name, reason: 'not-owned', detail };
    }
    const protection = scope.protectedBy(name);
    if (protection !== undefined) return { name, reason: 'protected', detail: protection };
    return isPruning ? undefined : { name, reason: 'unpruned', detail: undefined };
  };
}

/**
 * On a cluster that has no name (a bare URL) every connector with `clusters:` is left out, which is to be seen. On a
 * named cluster a connector of another one is listed only where it is live here all the same.
 */
function absentHere(
  { cluster, reading }: PlanInput,
  { named, limited }: { readonly named: ReadonlySet<string>; readonly limited: ReadonlyMap<string, string> },
): LeftAlone[] {
  if (cluster.name !== undefined) return [];
  return [...limited]
    .filter(([name]) => !named.has(name) && !reading.connectors.has(name))
    .map(([name, detail]) => ({ name, reason: 'other-cluster', detail }));
}

function heldByBrokenFile(name: string): LeftAlone {
  return { name, reason: 'unpruned', detail: 'a file is in error, and it may be the one that names it' };
}
