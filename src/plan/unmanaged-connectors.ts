import type { DeleteChange } from '../model/change.ts';
import { compareText } from '../model/config.ts';
import { isConnectorName } from '../model/connector-name.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import type { LeftAlone } from '../model/plan.ts';
import { isOwnershipDeclared, ownershipScope } from './ownership-scope.ts';
import type { LimitedConnector, PlanInput } from './plan-input.ts';
import { pruneUsageProblem } from './plan-policy.ts';

/** What happens to the connectors that no file declares for this cluster. */
export interface UnmanagedConnectors {
  readonly pruned: readonly DeleteChange[];
  readonly leftAlone: readonly LeftAlone[];
  /** Those of `leftAlone` that would be pruned if no file had errors. Sorted. */
  readonly unprunable: readonly string[];
}

/**
 * Sorts the live connectors that no file declares. One is deleted only with `--prune`, if it is owned, its name can be
 * used in a URL, it is not protected, and no file limits it to another cluster. Every other one is left alone, with the
 * reason.
 */
export function unmanagedConnectors(input: PlanInput): UnmanagedConnectors {
  const named = new Set<string>(input.desired.map(({ name }) => name));
  const limited = limitsByName(input.elsewhere);
  const whyKept = reasonToKeep(input, limited);
  const pruned: DeleteChange[] = [];
  const leftAlone: LeftAlone[] = absentHere(input, { named, limited });
  const unprunable: string[] = [];
  const undeclared = [...input.reading.connectors.values()].filter((live) => !named.has(live.name));
  for (const live of undeclared.sort((one, other) => compareText(one.name, other.name))) {
    const { name } = live;
    const kept = whyKept(live);
    if (kept) leftAlone.push(kept);
    else if (!isConnectorName(name)) leftAlone.push({ name, reason: 'unmanageable-name', detail: undefined });
    else if (input.brokenFiles > 0) unprunable.push(name);
    else pruned.push({ kind: 'delete', name, live, because: { kind: 'prune' } });
  }
  return { pruned, leftAlone: [...leftAlone, ...unprunable.map(keptByFileWithErrors)], unprunable };
}

/** Several files may declare one name, each for other clusters. */
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

/** Why a connector that no file declares for this cluster stays; undefined: pruning would delete it. */
function reasonToKeep({ policy }: PlanInput, limited: ReadonlyMap<string, string>) {
  const scope = ownershipScope(policy.ownership);
  const isDeclared = isOwnershipDeclared(policy.ownership);
  const isPruning = policy.prune && pruneUsageProblem(policy) === undefined;
  return (live: LiveConnector): LeftAlone | undefined => {
    const { name } = live;
    const limit = limited.get(name);
    if (limit !== undefined) return { name, reason: 'other-cluster', detail: limit };
    if (!isConnectorName(name)) return { name, reason: 'unmanageable-name', detail: undefined };
    if (!isDeclared) return { name, reason: 'in-no-file', detail: undefined };
    if (!scope.owns(live)) {
      const detail = scope.admits(name) ? scope.markerOf(live).words : undefined;
      return { name, reason: 'not-owned', detail };
    }
    const protection = scope.protectedBy(name);
    if (protection !== undefined) return { name, reason: 'protected', detail: protection };
    return isPruning ? undefined : { name, reason: 'unpruned', detail: undefined };
  };
}

/**
 * On a cluster without a name (a bare URL) every connector with `clusters:` is left out, and the plan shows that. On a
 * named cluster a connector of another one is listed only if it is live here.
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

function keptByFileWithErrors(name: string): LeftAlone {
  return { name, reason: 'unpruned', detail: 'a file has errors, and may be the one that declares it' };
}

/** Whether a connector is left alone because no file declares it, so that its file may have been deleted. */
export function isInNoFile({ reason }: Pick<LeftAlone, 'reason'>): boolean {
  return reason === 'in-no-file' || reason === 'unpruned';
}
