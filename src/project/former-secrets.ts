import path from 'node:path';
import type { ResolvedConnectors } from '../desired/resolve-connectors.ts';
import type { Config } from '../model/config.ts';
import { isOnlyReferences } from '../model/redaction/provider-reference.ts';
import type { ClusterContext } from './resolve-clusters.ts';

/** By connector, some of its keys. */
export type KeysByConnector = ReadonlyMap<string, ReadonlySet<string>>;

/** The cluster whose files are read. */
export type NamedCluster = Pick<ClusterContext, 'project' | 'vars'> & {
  readonly target: Pick<ClusterContext['target'], 'name'>;
};

/** The live configs that are shown, and what the files declare. */
export interface ShownConfigs {
  readonly live: Iterable<{ readonly name: string; readonly config: Config }>;
  readonly desired: ResolvedConnectors['connectors'];
}

/**
 * The keys of shown connectors whose live value came from a reference to the environment or a provider, by the history
 * of the files in Git: the value is a secret, although the current files declare something else or nothing. The history
 * is read only where a live value differs from the declared one. Without Git, nothing is known.
 */
export async function findFormerSecretKeys(
  { project, target, vars }: NamedCluster,
  shown: ShownConfigs,
): Promise<KeysByConnector> {
  const live = differingValues(shown);
  if (live.size === 0) return new Map();
  const { files, input } = project;
  const [{ readFileHistory }, { findFormerReferences }] = await Promise.all([
    import('../git/file-history.ts'),
    import('../desired/former-references.ts'),
  ]);
  const named = files.project.file === undefined ? [] : [files.project.file];
  const places = [...new Set([...named, ...files.documents.map(({ source }) => source.file)])];
  const directory = commonFolder([
    files.base,
    ...places.map((file) => path.dirname(path.resolve(input.directory, file))),
  ]);
  const revisions = await readFileHistory(directory, targetBranches(files.environment));
  if (revisions.length === 0) return new Map();
  return findFormerReferences({
    revisions,
    files,
    pathOf: (file) => path.relative(directory, path.resolve(input.directory, file)).split(path.sep).join('/'),
    target: { vars, cluster: target.name },
    connectSyncVersion: input.version,
    live,
  });
}

/** All keys of both. */
export function mergeKeys(one: KeysByConnector, other: KeysByConnector): KeysByConnector {
  if (other.size === 0) return one;
  const merged = new Map(one);
  for (const [name, keys] of other) merged.set(name, new Set([...(merged.get(name) ?? []), ...keys]));
  return merged;
}

/** Live values that no file declares now. References and the class are never secret. */
function differingValues({ live, desired }: ShownConfigs): Map<string, ReadonlyMap<string, string>> {
  const declared = new Map<string, Config>();
  for (const connector of desired)
    if (connector.kind === 'present') declared.set(connector.name, connector.config);
  const differing = new Map<string, ReadonlyMap<string, string>>();
  for (const { name, config } of live) {
    const own = declared.get(name);
    const keys = [...config].filter(
      ([key, text]) => own?.get(key) !== text && !fixed.has(key) && text !== '' && !isOnlyReferences(text),
    );
    if (keys.length > 0) differing.set(name, new Map(keys));
  }
  return differing;
}

const fixed: ReadonlySet<string> = new Set(['name', 'connector.class']);

function commonFolder(folders: readonly string[]): string {
  return folders.reduce((common, folder) => {
    let shared = common;
    while (folder !== shared && !folder.startsWith(shared.endsWith(path.sep) ? shared : shared + path.sep)) {
      shared = path.dirname(shared);
    }
    return shared;
  });
}

/** The branches that live configurations are usually applied from: the target of a pull request, else the main one. */
function targetBranches(environment: ReadonlyMap<string, string>): readonly string[] {
  const named = targetVariables.flatMap((name) => environment.get(name) ?? []);
  const names = named.filter((name) => /^\w[\w./-]{0,200}$/.test(name) && !name.includes('..'));
  return [...names, 'main', 'master', 'HEAD'].flatMap((name) => [`origin/${name}`, name]);
}

/** Where CI systems name the target branch of a pull request. */
const targetVariables = [
  'GITHUB_BASE_REF',
  'CI_MERGE_REQUEST_TARGET_BRANCH_NAME',
  'CI_MERGE_REQUEST_DIFF_BASE_SHA',
  'BITBUCKET_PR_DESTINATION_BRANCH',
  'CHANGE_TARGET',
  'SYSTEM_PULLREQUEST_TARGETBRANCHNAME',
];
