import { findMergeBase } from '../git/merge-base.ts';
import { type Diagnostic, diagnose, distinctDiagnostics, hasErrors } from '../model/diagnostic.ts';
import { ConnectSyncError, InvalidInputError } from '../model/error.ts';
import type { ComparedWith } from '../model/plan-view.ts';
import type { Ports } from '../model/ports.ts';
import type { ClusterChoice } from '../project/choose-clusters.ts';
import { applyStrict, type Project, type ProjectInput } from '../project/load-project.ts';
import { isNoConnectorFiles } from '../project/no-connector-files.ts';
import { loadProjectSnapshots } from '../project/project-snapshots.ts';
import { declaredClusters } from '../project/resolve-clusters.ts';
import { chooseOffline, type OfflineCluster, resolveOneOffline } from '../project/resolve-offline.ts';
import { selectNames } from '../project/select-names.ts';
import { loadWithPolicies } from './compiled-policies.ts';
import { type FilesAtRef, readFilesAtRef } from './files-at-ref.ts';
import { type ClusterComparison, type ComparedFiles, compareCluster } from './since/compare-cluster.ts';
import { declaredBefore } from './since/read-before.ts';

/** What to compare: a project with its files as of a commit. */
export interface SinceInput {
  readonly project: ProjectInput;
  /** Names only: no cluster is contacted. */
  readonly clusters: ClusterChoice;
  /** A commit, branch or tag; left out: where the current branch left the default branch of `origin`. */
  readonly since?: string | undefined;
  /** Files, folders or globs that limit the comparison; empty: all. */
  readonly files?: readonly string[] | undefined;
  /** Names or globs of connectors; empty: all. */
  readonly only?: readonly string[] | undefined;
}

/** The difference between two revisions of the files for one cluster. */
export interface ComparedCluster extends ComparedFiles {
  /** Its name, or `files` where the project declares none. */
  readonly cluster: string;
}

/**
 * Compares what the files declare for each cluster with what they declared as of a commit, and checks them. Nothing is
 * contacted and nothing is written. A variable of the environment without a value is only a warning: a pull request from
 * a fork has no secrets.
 *
 * @throws InvalidInputError with every error of the files, now or as of the commit
 * @throws ConnectSyncError (failure) without Git, a repository or such a commit; (usage) if no commit is known, or a
 * cluster is named by its URL
 */
export async function planSince(
  input: SinceInput,
  { clock }: Pick<Ports, 'clock'>,
): Promise<readonly ComparedCluster[]> {
  refuseUrls(input.clusters);
  const project = await loadWithPolicies(input.project);
  const clusters = chooseOffline(project, input.clusters, 'all').map((name) =>
    resolveOneOffline(project, name, 'warning'),
  );
  checkFiles(project, clusters);
  const { ref, shown } = await chooseRef(project, input.since);
  const base = await readFilesAtRef(project, ref);
  const compared = clusters.map((cluster) => ({
    cluster,
    before: declaredBefore(project, base, cluster.clusterName),
  }));
  const { only = [], files = [] } = input;
  checkNames(only, compared);
  const request = {
    ...{ project, files, only, clock },
    comparedWith: { ...shown, commit: base.commit },
    snapshots: await loadProjectSnapshots(project),
    findings: findMissingBefore(project, base),
  };
  return Promise.all(
    compared.map(async ({ cluster, before }) => ({
      cluster: cluster.clusterName ?? 'files',
      ...(await compareCluster({ ...request, cluster, before })),
    })),
  );
}

/** A connector that the files no longer declare can be named too. */
function checkNames(
  only: readonly string[],
  compared: readonly Pick<ClusterComparison, 'cluster' | 'before'>[],
) {
  const declared = compared.flatMap(({ cluster, before }) => [
    ...cluster.desired.connectors,
    ...(before?.connectors ?? []),
  ]);
  selectNames(only, [...new Set(declared.map(({ name }) => name))], 'in the files');
}

function refuseUrls({ clusters, variable = '' }: ClusterChoice): void {
  const isUrl = (name: string) => name.includes('://');
  const ofVariable = clusters.length === 0 && isUrl(variable);
  if (!ofVariable && !clusters.some(isUrl)) return;
  throw new ConnectSyncError({
    code: 'offline-usage',
    message: `plan --offline reads no cluster, and ${ofVariable ? 'CONNECT_SYNC_CLUSTER' : '--cluster'} is a URL`,
    hint: 'name clusters as the project file does, or name none to compare all',
    category: 'usage',
  });
}

/** @throws InvalidInputError */
function checkFiles(project: Project, clusters: readonly OfflineCluster[]): void {
  const problems = applyStrict(
    project,
    distinctDiagnostics([
      ...project.files.diagnostics,
      ...clusters.flatMap(({ desired }) => desired.diagnostics),
    ]),
  );
  if (hasErrors(problems.filter((problem) => !isNoConnectorFiles(problem))))
    throw new InvalidInputError(problems, project.files.files);
}

async function chooseRef(project: Project, since: string | undefined) {
  if (since !== undefined) return { ref: since, shown: { ref: since } };
  const { commit, branch } = await findMergeBase(project.input.directory);
  return { ref: commit, shown: { ref: branch, mergeBase: true } satisfies Partial<ComparedWith> };
}

/** What the files as of the commit lack. */
function findMissingBefore(project: Project, { files, commit }: FilesAtRef): readonly Diagnostic[] {
  const { file } = project.files.project;
  const gone = [...files.clusters.keys()].filter((name) => !declaredClusters(project).includes(name));
  return [
    ...(file !== undefined && files.project.file === undefined
      ? [diagnose('project-file-added', { file, commit })]
      : []),
    ...gone.map((cluster) => diagnose('cluster-removed', { cluster, commit })),
  ];
}
