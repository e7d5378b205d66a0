import { inherit } from './inherit.ts';
import type { ProjectFiles } from './read-project.ts';
import { type Lookup, secretKeysOf, substitute } from './resolve-config.ts';

/**
 * The keys of each connector whose text holds `${env.…}`: secret on both sides. This needs no value of the
 * environment, so it works for commands that only read a cluster, and on files with errors. Connectors and layers
 * of other clusters count too: what is a secret there is one here.
 */
export function findSecretKeys(
  files: ProjectFiles,
  { vars, cluster }: Pick<Lookup, 'vars' | 'cluster'>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const here = { environment: new Map(), vars, cluster, unsetEnvironment: 'warning' } as const;
  const found = new Map<string, Set<string>>();
  const clusters = clustersOf(files, cluster);
  for (const document of files.documents) {
    const name = substitute(document.name, here).text;
    const keys = clusters.flatMap((one) => {
      const { layers } = inherit(document, { project: files.layers, lookup: { ...here, cluster: one } });
      return secretKeysOf(layers);
    });
    found.set(name, new Set([...(found.get(name) ?? []), ...keys]));
  }
  return found;
}

/** If layers differ by cluster, every cluster counts; else one stands for all. */
function clustersOf({ layers, documents, clusters }: ProjectFiles, cluster: string | undefined) {
  const isSame =
    documents.every(({ overrides }) => overrides.size === 0) &&
    layers.defaults.every(({ match }) => match.cluster === undefined);
  return isSame ? [cluster] : [...new Set([cluster, ...clusters.keys()])];
}
