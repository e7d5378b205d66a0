import path from 'node:path';
import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { displayPath } from '../desired/display-path.ts';
import { type ResolvedCluster, resolveCluster } from '../desired/resolve-cluster.ts';
import { type ResolvedConnectors, resolveOnce } from '../desired/resolve-connectors.ts';
import { resolveOwnership } from '../desired/resolve-ownership.ts';
import { type Diagnostic, distinctDiagnostics, hasErrors } from '../model/diagnostic.ts';
import { ConnectSyncError, InvalidInputError } from '../model/error.ts';
import type { KnownSecrets } from '../model/known-secrets.ts';
import { PluginClasses } from '../model/plugin-classes.ts';
import { type ClusterTarget, clusterLabel, type Ownership, type Vars } from '../model/project.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import { type ClusterChoice, chosenClusterNames, isClusterNamed } from './choose-clusters.ts';
import { applyStrict, type Project } from './load-project.ts';
import { isNoConnectorFiles, isOutOfSight } from './no-connector-files.ts';

/** One cluster that a run works on. */
export interface ClusterContext {
  readonly project: Project;
  readonly target: ClusterTarget;
  /** What messages call it: its name, or its first URL. */
  readonly label: string;
  /** All variables on this cluster: of the project, of the cluster, and of the run. */
  readonly vars: Vars;
  /** What the project owns on it. */
  readonly ownership: Ownership;
  /** Warnings about its settings, which may be why it cannot be read. */
  readonly settingWarnings?: readonly Diagnostic[];
}

/** One cluster with its desired state. */
export interface DesiredCluster extends ClusterContext {
  readonly desired: ResolvedConnectors;
  /** Warnings about the files, as they apply to this cluster. */
  readonly warnings: readonly Diagnostic[];
}

/** Whether a project without any connector file is an error: usually it is a wrong folder or glob. */
export type WhenEmpty = 'refuse' | 'accept';

/** What else is checked before anything is contacted. */
export interface ResolveOptions {
  /** Default: `refuse`. */
  readonly whenEmpty?: WhenEmpty;
  /**
   * Connector files that are not in sight, where what no file declares is to be deleted: then nothing of them may be out
   * of sight. Left out: they do not matter.
   */
  readonly hidden?: readonly Diagnostic[] | undefined;
}

/** The names of the clusters that the project file declares. */
export function declaredClusters({ files }: Project): readonly string[] {
  return files.project.clusters.map((cluster) => cluster.name);
}

/**
 * The chosen clusters for a command that reads live state: errors in connector files do not stop it, errors in the
 * project file do.
 *
 * @throws InvalidInputError with the errors of the project file
 * @throws ConnectSyncError (usage) where no cluster is chosen
 */
export async function chooseClusters(
  project: Project,
  choice: ClusterChoice,
): Promise<readonly ClusterContext[]> {
  const { files } = project;
  // Problems without a place concern the project file, or an environment file, as a whole.
  const { directory, varFiles = [] } = project.input;
  const shown = varFiles.map((file) => displayPath(directory, path.resolve(directory, file)));
  const projectFiles = [undefined, files.project.file, files.connections?.file, ...shown];
  const ofProject = files.diagnostics.filter(
    (problem) => !isNoConnectorFiles(problem) && projectFiles.includes(problem.source?.file),
  );
  if (hasErrors(ofProject)) throw new InvalidInputError(ofProject, files.files);
  const names = chosenClusterNames(choice, declaredClusters(project));
  const clusters = await Promise.all(names.map((name) => resolveTarget(project, name)));
  const problems = distinctDiagnostics(clusters.flatMap((cluster) => cluster.diagnostics));
  if (hasErrors(problems)) throw new InvalidInputError(problems, files.files);
  return clusters.flatMap(({ target, vars, ownership, diagnostics: settingWarnings }) =>
    target ? [{ project, target, label: clusterLabel(target), vars, ownership, settingWarnings }] : [],
  );
}

/**
 * The chosen clusters with their desired state. All problems of all of them are found before anything is contacted.
 *
 * @throws InvalidInputError with every problem, where one of them is an error
 * @throws ConnectSyncError (usage) where no cluster is chosen
 */
export async function resolveClusters(
  project: Project,
  choice: ClusterChoice,
  { whenEmpty = 'refuse', hidden }: ResolveOptions = {},
): Promise<readonly DesiredCluster[]> {
  const { diagnostics: ofFiles } = project.files;
  // Without its clusters, the errors of the project file say more than that none is chosen.
  if (project.files.isProjectBroken && !isClusterNamed(choice)) refuseProblems(project, ofFiles, whenEmpty);
  const names = chosenClusterNames(choice, declaredClusters(project));
  const resolved = await Promise.all(names.map((name) => resolveChosen(project, name)));
  const problems = distinctDiagnostics([...ofFiles, ...resolved.flatMap((one) => one.diagnostics)]);
  if (hidden) refuseHidden(project, [...hidden, ...problems]);
  refuseProblems(project, problems, whenEmpty);
  return resolved.flatMap(({ target, vars, ownership, desired, diagnostics, settingWarnings }) => {
    if (!target || !desired) return [];
    const warnings = [...ofFiles, ...diagnostics].filter((problem) => !isNoConnectorFiles(problem));
    const context = { project, target, label: clusterLabel(target), vars, ownership, settingWarnings };
    return [{ ...context, desired, warnings }];
  });
}

/** A cluster whose aliases of classes are resolved, with the classes of its worker if they could be read. */
export interface ClusterWithClasses {
  readonly cluster: DesiredCluster;
  readonly classes: PluginClasses | undefined;
}

/**
 * Resolves the aliases in `connector.class` with the plugins of the worker, and the desired state again where defaults
 * match by class. Where the credentials may not list the plugins, names alone decide.
 *
 * @throws InvalidInputError where a default that matches only now has an error
 */
export async function resolveAliases(
  connection: Pick<ConnectCluster, 'readPlugins'>,
  cluster: DesiredCluster,
): Promise<ClusterWithClasses> {
  const classes = await readClasses(connection);
  const { desired: before, project } = cluster;
  if (!classes) {
    return { cluster: { ...cluster, warnings: [...cluster.warnings, ...before.unclearAliases] }, classes };
  }
  if (!before.withClasses) return { cluster, classes };
  const desired = before.withClasses(classes);
  for (const secret of desired.secrets) project.secrets.learn(secret);
  const known = new Set(before.diagnostics.map((one) => JSON.stringify(one)));
  const added = desired.diagnostics.filter((one) => !known.has(JSON.stringify(one)));
  if (hasErrors(applyStrict(project, added))) throw new InvalidInputError(added, project.files.files);
  return { cluster: { ...cluster, desired, warnings: [...cluster.warnings, ...added] }, classes };
}

/** The connector classes of the worker; undefined where it does not list them. */
export async function readClasses({
  readPlugins,
}: Pick<ConnectCluster, 'readPlugins'>): Promise<PluginClasses | undefined> {
  try {
    return new PluginClasses((await readPlugins()).map(({ className }) => className));
  } catch (error) {
    if (error instanceof WorkerFailure) return undefined;
    throw error;
  }
}

/**
 * Refuses to do on several clusters what cannot be undone. `what` begins the sentence: `offsets are changed`.
 *
 * @throws ConnectSyncError (usage) where several are chosen
 */
export function requireOneCluster(clusters: readonly ClusterContext[], what: string): void {
  if (clusters.length <= 1) return;
  throw new ConnectSyncError({
    code: 'several-clusters',
    message: `${what} on one cluster at a time, and ${clusters.length} are chosen`,
    hint: `add --cluster ${clusters[0]?.label}`,
    category: 'usage',
  });
}

/** Refuses to delete what no file declares while a file may be out of sight. */
function refuseHidden(project: Project, problems: readonly Diagnostic[]): void {
  const { files, project: declared } = project.files;
  const isHidden = (one: Diagnostic) => isOutOfSight(one) && one.source?.file !== declared.file;
  if (!problems.some(isHidden)) return;
  const all = applyStrict(
    project,
    problems.map((one) => (isHidden(one) ? { ...one, severity: 'error' as const } : one)),
  );
  throw new InvalidInputError(all, files, {
    category: 'safety-check',
    heading: '--prune deletes nothing while connector files may be out of sight:',
  });
}

function refuseProblems(project: Project, problems: readonly Diagnostic[], whenEmpty: WhenEmpty): void {
  const { files } = project.files;
  const all = applyStrict(project, problems);
  if (hasErrors(all.filter((problem) => !isNoConnectorFiles(problem))))
    throw new InvalidInputError(all, files);
  if (whenEmpty === 'refuse' && all.some(isNoConnectorFiles)) {
    throw new InvalidInputError(all, files, { category: 'safety-check' });
  }
}

async function resolveChosen(project: Project, name: string) {
  const { target, vars, ownership, diagnostics } = await resolveTarget(project, name);
  // Without its target it is unknown which connectors and variables belong to it.
  if (!target)
    return {
      ...{ target: undefined, vars, ownership },
      ...{ desired: undefined, diagnostics, settingWarnings: diagnostics },
    };
  const desired = resolveOnce(project.files, { name: target.name, vars, ownership });
  for (const secret of desired.secrets) project.secrets.learn(secret);
  return {
    target,
    vars,
    ownership,
    desired,
    diagnostics: [...diagnostics, ...desired.diagnostics],
    settingWarnings: diagnostics,
  };
}

/** A cluster by name or URL, with the problems of its settings; without a target where one is an error. */
export async function resolveTarget(
  { input, files, secrets }: Project,
  name: string,
): Promise<ResolvedCluster & Pick<ClusterContext, 'ownership'>> {
  const cluster = await resolveCluster(files, name, input.vars ? { vars: input.vars } : {});
  for (const secret of cluster.secrets) secrets.learn(secret);
  for (const address of cluster.addresses) secrets.learnConfigured(address);
  if (cluster.target) learnCredentials(secrets, cluster.target);
  const declared = files.clusters.has(name) ? name : undefined;
  const owned = resolveOwnership(files, { name: declared, vars: input.vars ?? new Map() });
  const problems = cluster.target ? owned.diagnostics : [];
  const diagnostics = distinctDiagnostics([...cluster.diagnostics, ...problems]);
  return { ...cluster, ownership: owned.ownership, diagnostics };
}

/**
 * A worker or gateway that refuses a request may quote its headers. Two words of a header, as in
 * `Authorization: ApiKey 123`, may be quoted one by one.
 */
function learnCredentials(secrets: KnownSecrets, { auth, headers, tls }: ClusterTarget): void {
  const ofAuth =
    auth?.kind === 'basic' ? [auth.password, `${auth.username}:${auth.password}`] : [auth?.token ?? ''];
  const ofHeaders = [...headers.values()].flatMap((value) => [value, ...value.split(' ').slice(1)]);
  for (const secret of [...ofAuth, ...ofHeaders, tls?.key ?? '', tls?.keyPassword ?? '']) {
    secrets.learnConfigured(secret);
  }
}
