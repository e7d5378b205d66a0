import type { Dependency } from '../model/desired-connector.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { nearestName } from '../model/nearest-name.ts';

/** A connector of a cluster with its dependencies. */
export interface Dependent {
  readonly name: string;
  readonly isAbsent: boolean;
  readonly dependsOn: readonly Dependency[];
}

/** What is known about connectors that are not on the cluster. */
export interface OtherConnectors {
  readonly elsewhere: readonly { readonly name: string; readonly clusters: readonly string[] }[];
  /** Whether some connectors could not be read; an unknown name is not reported then. */
  readonly isIncomplete: boolean;
}

/** Checks every dependency: it must exist, must not be declared absent, and must not be part of a cycle. */
export function checkDependencies(
  dependents: readonly Dependent[],
  others: OtherConnectors,
): readonly Diagnostic[] {
  const byName = new Map(dependents.map((dependent) => [dependent.name, dependent]));
  const suggest = suggester([...byName.keys()]);
  const single = dependents.flatMap((dependent) =>
    dependent.dependsOn.flatMap(
      (dependency) => checkDependency({ dependent, dependency, byName, suggest, others }) ?? [],
    ),
  );
  return [...single, ...findCycles(byName)];
}

function checkDependency({
  dependent: { name, isAbsent },
  dependency: { name: dependency, source },
  byName,
  suggest,
  others: { elsewhere, isIncomplete },
}: {
  dependent: Dependent;
  dependency: Dependency;
  byName: ReadonlyMap<string, Dependent>;
  suggest: (name: string) => string | undefined;
  others: OtherConnectors;
}): Diagnostic | undefined {
  const target = byName.get(dependency);
  if (target) {
    const isUnsatisfiable = target.isAbsent && !isAbsent;
    return isUnsatisfiable ? diagnose('dependency-absent', { name, dependency }, { source }) : undefined;
  }
  const other = elsewhere.find((connector) => connector.name === dependency);
  if (other)
    return diagnose(
      'dependency-on-other-cluster',
      { name, dependency, clusters: other.clusters },
      { source },
    );
  if (isIncomplete) return undefined;
  return diagnose('unknown-dependency', { name: dependency, suggestion: suggest(dependency) }, { source });
}

/** Suggests a name, a hundred times at most: with thousands of names each suggestion takes its time. */
function suggester(names: readonly string[]): (name: string) => string | undefined {
  let left = 100;
  return (name) => {
    left -= 1;
    return left < 0 ? undefined : nearestName(name, names);
  };
}

/** An edge of the dependency graph: the dependent connector and its `dependsOn` entry. */
interface Edge {
  readonly from: string;
  readonly dependency: Dependency;
}

/** Depth-first search: an edge to a connector on the current path closes a cycle. Iterative, because chains may be long. */
function findCycles(byName: ReadonlyMap<string, Dependent>): Diagnostic[] {
  const [cycles, done]: [Diagnostic[], Set<string>] = [[], new Set()];
  for (const start of [...byName.keys()].sort()) {
    const way: { readonly name: string; readonly edges: Edge[]; readonly via: Edge | undefined }[] = [];
    const onTheWay = new Set<string>();
    const enter = (name: string, via: Edge | undefined) => {
      way.push({ name, via, edges: edgesOf(byName.get(name)) });
      onTheWay.add(name);
    };
    if (!done.has(start)) enter(start, undefined);
    for (let here = way.at(-1); here; here = way.at(-1)) {
      const edge = here.edges.shift();
      const target = edge?.dependency.name;
      if (!edge || target === undefined) {
        way.pop();
        done.add(here.name);
        onTheWay.delete(here.name);
      } else if (onTheWay.has(target))
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

/** The cycle that `last` closes, with the positions of all its dependencies. */
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
