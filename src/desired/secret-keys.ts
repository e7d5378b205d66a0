import { holdsReference } from '../model/redaction/provider-reference.ts';
import type { ConfigEntry } from './config-entry.ts';
import { inherit } from './inherit.ts';
import type { ProjectFiles } from './read-project.ts';
import { type ConfigLayer, type Lookup, substitute } from './resolve-config.ts';
import { holdsEnvironment } from './template.ts';

/** By connector, the keys whose values come from elsewhere. */
export interface ReferringKeys {
  /** Keys whose text holds `${env.…}`: secret on both sides. */
  readonly secretKeys: ReadonlyMap<string, ReadonlySet<string>>;
  /** Keys whose text holds a provider reference such as `${file:…}`: what stands in its place is secret. */
  readonly referenceKeys: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * The keys of each connector with a reference, in any layer: one that another layer overrides may have been live until
 * now. This needs no value of the environment, so it works for commands that only read a cluster, and on files with
 * errors. Connectors and layers of other clusters count too: what is a secret there is one here.
 */
export function findReferringKeys(
  files: Pick<ProjectFiles, 'documents' | 'layers' | 'clusters'>,
  { vars, cluster }: Pick<Lookup, 'vars' | 'cluster'>,
): ReferringKeys {
  const here = { environment: new Map(), vars, cluster, unsetEnvironment: 'warning' } as const;
  const secretKeys = new Map<string, Set<string>>();
  const referenceKeys = new Map<string, Set<string>>();
  const clusters = clustersOf(files, cluster);
  for (const document of files.documents) {
    const name = substitute(document.name, here).text;
    const layers = clusters.flatMap(
      (one) => inherit(document, { project: files.layers, lookup: { ...here, cluster: one } }).layers,
    );
    secretKeys.set(
      name,
      new Set([...(secretKeys.get(name) ?? []), ...keysWith(layers, refersToEnvironment)]),
    );
    referenceKeys.set(
      name,
      new Set([...(referenceKeys.get(name) ?? []), ...keysWith(layers, refersToProvider)]),
    );
  }
  return { secretKeys, referenceKeys };
}

function keysWith(
  layers: readonly ConfigLayer[],
  refers: (entry: ConfigEntry) => boolean,
): readonly string[] {
  return layers.flatMap(({ config }) => config.flatMap((entry) => (refers(entry) ? [entry.key] : [])));
}

/** Whether a value contains `${env.…}`. */
export function refersToEnvironment({ elements }: ConfigEntry): boolean {
  return elements.some(holdsEnvironment);
}

/** Whether a value contains a reference that the worker resolves. The class is never a secret. */
export function refersToProvider({ key, elements }: ConfigEntry): boolean {
  return key !== 'connector.class' && elements.some(({ written }) => holdsReference(written));
}

/** If layers differ by cluster, every cluster counts; else one stands for all. */
function clustersOf(
  { layers, documents, clusters }: Pick<ProjectFiles, 'documents' | 'layers' | 'clusters'>,
  cluster: string | undefined,
) {
  const isSame =
    documents.every(({ overrides }) => overrides.size === 0) &&
    layers.defaults.every(({ match }) => match.cluster === undefined);
  return isSame ? [cluster] : [...new Set([cluster, ...clusters.keys()])];
}
