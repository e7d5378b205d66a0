import type { Vars } from '../model/project.ts';
import type { ProjectFiles } from './read-project.ts';

/** The variables on a cluster: those given to this run win over the cluster's, they over the project's. */
export function mergeVars(loaded: ProjectFiles, cluster: string | undefined, given: Vars): Vars {
  const own = cluster === undefined ? undefined : loaded.clusters.get(cluster)?.vars;
  return new Map([...loaded.project.vars, ...(own ?? []), ...given]);
}
