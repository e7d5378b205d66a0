import { type ComparedCluster, planSince } from '../reconcile/plan-since.ts';
import { type ProjectOptions, projectInput } from './load-project.ts';
import { portsOf } from './run-options.ts';

/** What to compare with what. */
export interface CompareFilesOptions {
  readonly project: ProjectOptions;
  /** Names of clusters that the project declares; left out: all of them. */
  readonly clusters?: readonly string[];
  /** A commit, branch or tag. Default: where the current branch left the default branch of `origin`. */
  readonly since?: string;
  /** Files, folders or globs that limit the comparison. */
  readonly files?: readonly string[];
  /** Names or globs that limit the comparison; empty: all connectors. */
  readonly only?: readonly string[];
}

/** The difference between two revisions of the files for one cluster; `renderPlan` prints it. */
export type FileComparison = ComparedCluster;

/**
 * Compares what the files declare for each cluster with what they declared as of a Git commit. Nothing is contacted, and
 * the result cannot be applied.
 *
 * @throws ConnectSyncError (invalid-input) with every error in the files, now or as of the commit
 * @throws ConnectSyncError (failure) without Git or such a commit
 */
export function compareFiles(options: CompareFilesOptions): Promise<readonly FileComparison[]> {
  const { project, clusters = [], ...rest } = options;
  return planSince({ ...rest, project: projectInput(project), clusters: { clusters } }, portsOf({}));
}
