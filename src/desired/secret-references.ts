import type { LoadedProject } from './load-project.ts';
import { mergeVars } from './merge-vars.ts';
import { isSecret, layersOf } from './resolve-config.ts';
import type { ResolutionTarget } from './resolve-connectors.ts';
import { substitute } from './substitute.ts';

/**
 * The keys of each connector whose text holds `${env.…}`: secret on both sides. This needs no value of the
 * environment, so it works for commands that only look at a cluster, and on files with errors. Connectors that are
 * limited to other clusters count too: what is a secret there is one here.
 */
export function secretReferences(
  loaded: LoadedProject,
  cluster: ResolutionTarget,
): ReadonlyMap<string, ReadonlySet<string>> {
  const vars = mergeVars(loaded, cluster.name, cluster.vars);
  const lookup = {
    environment: new Map(),
    vars,
    cluster: cluster.name,
    unsetEnvironment: 'warning',
  } as const;
  const found = new Map<string, Set<string>>();
  for (const document of loaded.documents) {
    const name = substitute(document.name, lookup).text;
    const keys = layersOf(document).flatMap(({ entries }) => entries.filter(isSecret).map(({ key }) => key));
    found.set(name, new Set([...(found.get(name) ?? []), ...keys]));
  }
  return found;
}
