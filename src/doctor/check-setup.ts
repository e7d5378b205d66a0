import type { CheckGroupView, CheckName, DoctorView } from '../model/doctor-view.ts';
import type { ErrorCategory } from '../model/error.ts';
import type { Ports } from '../model/ports.ts';
import { type ClusterChoice, chosenClusterNames, isClusterNamed } from '../project/choose-clusters.ts';
import { loadProject, type Project, type ProjectInput } from '../project/load-project.ts';
import { declaredClusters } from '../project/resolve-clusters.ts';
import { checkCluster } from './check-cluster.ts';
import { checkForge } from './check-forge.ts';
import { checkProject } from './check-project.ts';

/** What to check. */
export interface SetupInput {
  readonly project: ProjectInput;
  readonly clusters: ClusterChoice;
}

/** The checks, and the categories of what failed. */
export interface SetupResult {
  readonly view: DoctorView;
  readonly failures: readonly ErrorCategory[];
}

/**
 * Checks everything that a plan and an apply depend on: project, Git, clusters, GitHub or GitLab. Every check runs, also
 * after one has failed, and none changes anything. Without a choice it checks every cluster of the project.
 *
 * @throws ConnectSyncError (usage) where the choice of clusters contradicts itself
 */
export async function checkSetup(input: SetupInput, ports: Ports): Promise<SetupResult> {
  const project = await loadProject(input.project);
  const names = clusterNames(project, input.clusters);
  const [ofProject, ofForge, ...ofClusters] = await Promise.all([
    checkProject(project, names.length),
    checkForge(project, ports),
    ...names.map((name) => checkCluster(project, name, ports)),
  ]);
  const groups = [ofProject, ...ofClusters, ...(ofForge ? [ofForge] : [])];
  return {
    view: { format: 'connect-sync/doctor', version: 1, result: worstOf(groups), groups },
    failures: failuresOf(groups, input.project.strict === true),
  };
}

function clusterNames(project: Project, choice: ClusterChoice): readonly string[] {
  const declared = declaredClusters(project);
  return isClusterNamed(choice) ? chosenClusterNames(choice, declared) : declared;
}

function worstOf(groups: readonly CheckGroupView[]): DoctorView['result'] {
  const results = groups.flatMap(({ checks }) => checks.map(({ result }) => result));
  return (['failed', 'warning'] as const).find((result) => results.includes(result)) ?? 'ok';
}

/** With `strict` a warning counts as a failure, as in `validate`. */
function failuresOf(groups: readonly CheckGroupView[], isStrict: boolean): readonly ErrorCategory[] {
  const bad = groups.flatMap(({ checks }) =>
    checks.filter(({ result }) => result === 'failed' || (isStrict && result === 'warning')),
  );
  return [...new Set(bad.map(({ check }) => categories[check]))];
}

const categories: Readonly<Record<CheckName, ErrorCategory>> = {
  'project-file': 'invalid-input',
  'connector-files': 'invalid-input',
  git: 'invalid-input',
  settings: 'invalid-input',
  secrets: 'invalid-input',
  plugins: 'invalid-input',
  url: 'unread-cluster',
  proxy: 'unread-cluster',
  certificate: 'unread-cluster',
  credentials: 'unread-cluster',
  version: 'unread-cluster',
  health: 'unread-cluster',
  clock: 'unread-cluster',
  'kafka-cluster': 'unread-cluster',
  'one-cluster': 'unread-cluster',
  validate: 'unread-cluster',
  write: 'unread-cluster',
  token: 'failure',
};
