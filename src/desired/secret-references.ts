import { inherit } from './inherit.ts';
import { mergeVars } from './merge-vars.ts';
import type { ProjectFiles } from './read-project.ts';
import { secretKeysOf, substitute } from './resolve-config.ts';
import type { ResolutionTarget } from './resolve-connectors.ts';

/**
 * The keys of each connector whose text holds `${env.…}`: secret on both sides. This needs no value of the
 * environment, so it works for commands that only look at a cluster, and on files with errors. Connectors and layers
 * of other clusters count too: what is a secret there is one here.
 */
export function secretReferences(
  loaded: ProjectFiles,
  cluster: ResolutionTarget,
): ReadonlyMap<string, ReadonlySet<string>> {
  const vars = mergeVars(loaded, cluster.name, cluster.vars);
  const here = { environment: new Map(), vars, cluster: cluster.name, unsetEnvironment: 'warning' } as const;
  const found = new Map<string, Set<string>>();
  const clusters = clustersOf(loaded, cluster.name);
  for (const document of loaded.documents) {
    const name = substitute(document.name, here).text;
    const keys = clusters.flatMap((one) => {
      const { layers } = inherit(document, { project: loaded.layers, lookup: { ...here, cluster: one } });
      return secretKeysOf(layers);
    });
    found.set(name, new Set([...(found.get(name) ?? []), ...keys]));
  }
  return found;
}

/** Where layers differ by cluster, every cluster counts; else one stands for all. */
function clustersOf({ layers, documents, clusters }: ProjectFiles, cluster: string | undefined) {
  const isSame =
    documents.every(({ overrides }) => overrides.size === 0) &&
    layers.defaults.every(({ match }) => match.cluster === undefined);
  return isSame ? [cluster] : [...new Set([cluster, ...clusters.keys()])];
}
