import path from 'node:path';
import { loadSchemaCheck } from '../desired/check-document.ts';
import { variablesOn } from '../desired/cluster-lookup.ts';
import { readConnectorFile } from '../desired/connector-document.ts';
import { displayPath } from '../desired/display-path.ts';
import { searchFiles } from '../desired/find-connector-files.ts';
import { substitute } from '../desired/resolve-config.ts';
import { SearchFileSystem } from '../desired/search-file-system.ts';
import { SourceText } from '../desired/source-text.ts';
import { type DeletedFile, readDeletedFiles, readDeletedTexts } from '../git/deleted-files.ts';
import type { LeftAlone, Plan } from '../model/plan.ts';
import { isInNoFile } from '../plan/unmanaged-connectors.ts';
import type { ClusterContext } from '../project/resolve-clusters.ts';
import { expectedEntries } from './find-hidden-files.ts';

/** The file that declared a connector and was deleted. */
type Deletion = NonNullable<LeftAlone['deleted']>;

/** The plan with the deleted file of each connector that is in no file, as far as Git knows it. */
export async function withDeletedFiles(cluster: ClusterContext, plan: Plan): Promise<Plan> {
  const names = new Set(plan.leftAlone.filter(isInNoFile).map(({ name }) => name));
  const deletions = await findDeletions(cluster, names);
  if (deletions.size === 0) return plan;
  return {
    ...plan,
    leftAlone: plan.leftAlone.map((left) => {
      const deleted = isInNoFile(left) ? deletions.get(left.name) : undefined;
      return deleted ? { ...left, deleted } : left;
    }),
  };
}

/** The last deletion of a file that declared each of these connectors for this cluster. */
async function findDeletions(
  cluster: ClusterContext,
  names: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Deletion>> {
  const { files, input } = cluster.project;
  const found = new Map<string, Deletion>();
  const deleted = await onlyConnectorFiles(cluster, await readDeletedFiles(files.base));
  if (deleted.length === 0) return found;
  const [texts, checkSchema] = await Promise.all([
    readDeletedTexts(files.base, deleted),
    loadSchemaCheck('connector'),
  ]);
  for (const { path: relative, commit, blob } of deleted) {
    const text = texts.get(blob);
    if (text === undefined || !mayDeclare(names, relative, text)) continue;
    const source = new SourceText(displayPath(input.directory, path.resolve(files.base, relative)), text);
    for (const { name, clusters } of readConnectorFile(source, checkSchema).documents) {
      const isHere = clusters?.some((one) => one.text === cluster.target.name) ?? true;
      const declared = substitute(name, lookupOf(cluster)).text;
      if (isHere && names.has(declared) && !found.has(declared))
        found.set(declared, { file: source.file, commit: commit ?? null });
    }
  }
  return found;
}

/** Those that the project would read if they were there. */
async function onlyConnectorFiles(
  { project: { files, input } }: ClusterContext,
  deleted: readonly DeletedFile[],
): Promise<readonly DeletedFile[]> {
  if (deleted.length === 0) return [];
  const root = files.base.split(path.sep).join('/');
  const entries = deleted.map((file) => ({ path: file.path, kind: 'file' as const, reason: '' }));
  const search = {
    directory: input.directory,
    base: files.base,
    patterns: files.project.connectors,
    boundary: files.boundary,
    projectFile: files.project.file && path.resolve(input.directory, files.project.file),
  };
  const { paths } = await searchFiles(search, new SearchFileSystem(expectedEntries([{ root, entries }])));
  const matched = new Set(paths.map((file) => path.relative(files.base, file).split(path.sep).join('/')));
  return deleted.filter((file) => matched.has(file.path));
}

/** A file without `name:` is named as its connector. */
function mayDeclare(names: ReadonlySet<string>, file: string, text: string): boolean {
  if (text.includes('${var.') || names.has(path.posix.parse(file).name)) return true;
  return [...names].some((name) => text.includes(name));
}

function lookupOf({ project: { files }, target, vars }: ClusterContext) {
  return {
    environment: new Map<string, string>(),
    vars: variablesOn(files, target.name, vars),
    cluster: target.name,
    unsetEnvironment: 'warning',
  } as const;
}
