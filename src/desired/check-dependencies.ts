import type { Dependency } from '../model/desired-connector.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { nearestName } from '../model/nearest-name.ts';

/** One connector of a cluster with what it depends on. */
export interface Dependent {
  readonly name: string;
  readonly isAbsent: boolean;
  readonly dependsOn: readonly Dependency[];
}

/** What is known beside the connectors of the cluster. */
export interface OtherConnectors {
  readonly elsewhere: readonly { readonly name: string; readonly clusters: readonly string[] }[];
  /** Whether there may be connectors that nobody could read: then a name is not called unknown. */
  readonly isIncomplete: boolean;
}

/** Judges every dependency: whether it is there, may be waited for, and leads back to itself. */
export function checkDependencies(
  dependents: readonly Dependent[],
  others: OtherConnectors,
): readonly Diagnostic[] {
  const byName = new Map(dependents.map((dependent) => [dependent.name, dependent]));
  const single = dependents.flatMap((dependent) =>
    dependent.dependsOn.flatMap(
      (dependency) => checkDependency({ dependent, dependency, byName, others }) ?? [],
    ),
  );
  return [...single, ...findCycles(byName)];
}

function checkDependency({
  dependent: { name, isAbsent },
  dependency: { name: dependency, source },
  byName,
  others: { elsewhere, isIncomplete },
}: {
  dependent: Dependent;
  dependency: Dependency;
  byName: ReadonlyMap<string, Dependent>;
  others: OtherConnectors;
}): Diagnostic | undefined {
  const target = byName.get(dependency);
  if (target) {
    const isFutile = target.isAbsent && !isAbsent;
    return isFutile ? diagnose('dependency-absent', { name, dependency }, { source }) : undefined;
  }
  const other = elsewhere.find((connector) => connector.name === dependency);
  if (other)
    return diagnose(
      'dependency-on-other-cluster',
      { name, dependency, clusters: other.clusters },
      { source },
    );
  if (isIncomplete) return undefined;
  return diagnose(
    'unknown-dependency',
    { name: dependency, suggestion: nearestName(dependency, [...byName.keys()]) },
    { source },
  );
}

/** An edge of the graph: who depends, and the entry that says so. */
interface Edge {
  readonly from: string;
  readonly dependency: Dependency;
}

/** Walks in depth; an edge back to a connector on the way there closes a cycle. Iterative: a chain may be long. */
function findCycles(byName: ReadonlyMap<string, Dependent>): Diagnostic[] {
  const [cycles, done]: [Diagnostic[], Set<string>] = [[], new Set()];
  for (const start of [...byName.keys()].sort()) {
    const way: { readonly name: string; readonly edges: Edge[]; readonly via: Edge | undefined }[] = [];
    const enter = (name: string, via: Edge | undefined) => {
      way.push({ name, via, edges: edgesOf(byName.get(name)) });
    };
    if (!done.has(start)) enter(start, undefined);
    for (let here = way.at(-1); here; here = way.at(-1)) {
      const edge = here.edges.shift();
      const target = edge?.dependency.name;
      if (!edge || target === undefined) done.add(way.pop()?.name ?? '');
      else if (way.some(({ name }) => name === target))
        cycles.push(
          cycleProblem(
            way.map(({ via }) => via),
            edge,
          ),
        );
      else if (byName.has(target) && !done.has(target)) enter(target, edge);
    }
  }
  return cycles;
}

function edgesOf(dependent: Dependent | undefined): Edge[] {
  return (dependent?.dependsOn ?? []).map((dependency) => ({ from: dependent?.name ?? '', dependency }));
}

/** The cycle that `last` closes, with the places of all its dependencies. */
function cycleProblem(via: readonly (Edge | undefined)[], last: Edge): Diagnostic {
  const edges = [...via.filter((edge) => edge !== undefined), last];
  const begin = edges.findIndex(({ from }) => from === last.dependency.name);
  const [first = last, ...others] = edges.slice(begin);
  const related = others.map(({ from, dependency }) => ({
    label: `"${from}" depends on "${dependency.name}" in`,
    source: dependency.source,
  }));
  const names = [first, ...others].map(({ from }) => from);
  return diagnose('dependency-cycle', { names }, { source: first.dependency.source, related });
}
