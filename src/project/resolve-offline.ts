import { checkChoice } from '../desired/resolve-cluster.ts';
import { type ResolvedConnectors, resolveConnectors } from '../desired/resolve-connectors.ts';
import type { Severity } from '../model/diagnostic.ts';
import { InvalidInputError } from '../model/error.ts';
import { type ClusterChoice, chosenClusterNames, isClusterNamed } from './choose-clusters.ts';
import type { Project } from './load-project.ts';
import { declaredClusters } from './resolve-clusters.ts';

/** The desired state of one cluster, resolved without contacting it. */
export interface OfflineCluster {
  /** Undefined for a cluster that is only a URL, or where the project declares none. */
  readonly clusterName: string | undefined;
  readonly desired: ResolvedConnectors;
}

/**
 * The desired state of each cluster that is named, else of each that the project declares, else of one cluster without
 * a name. `severalUnnamed` says what happens where the project declares several and none is named. Where none is
 * named, a variable without a value is only a warning: a pull request from a fork has no secrets.
 *
 * @throws ConnectSyncError (usage) where a choice is needed
 * @throws InvalidInputError where a cluster is named that the project does not declare
 */
export function resolveOffline(
  project: Project,
  choice: ClusterChoice,
  severalUnnamed: 'all' | 'refused',
): readonly OfflineCluster[] {
  const unsetEnvironment = isClusterNamed(choice) ? 'error' : 'warning';
  return chooseOffline(project, choice, severalUnnamed).map((name) =>
    resolveOneOffline(project, name, unsetEnvironment),
  );
}

/**
 * The names of the clusters to resolve, as `resolveOffline` says; undefined: one cluster without a name.
 *
 * @throws ConnectSyncError (usage) where a choice is needed
 * @throws InvalidInputError where a cluster is named that the project does not declare
 */
export function chooseOffline(
  project: Project,
  choice: ClusterChoice,
  severalUnnamed: 'all' | 'refused',
): readonly (string | undefined)[] {
  const { files } = project;
  const declared = declaredClusters(project);
  const isNamed = isClusterNamed(choice);
  const takesAll = declared.length === 0 || severalUnnamed === 'all';
  const chosen = isNamed || !takesAll ? chosenClusterNames(choice, declared) : declared;
  const misnamed = isNamed ? chosen.flatMap((name) => checkChoice(files, name)) : [];
  if (misnamed.length > 0 && !files.isProjectBroken) throw new InvalidInputError(misnamed, files.files);
  return chosen.length === 0 ? [undefined] : chosen;
}

/** The desired state of one cluster; undefined, or a name that is not declared: a cluster that is only a URL. */
export function resolveOneOffline(
  { input, files, secrets }: Project,
  name: string | undefined,
  unsetEnvironment: Severity,
): OfflineCluster {
  const clusterName = name !== undefined && files.clusters.has(name) ? name : undefined;
  const vars = input.vars ?? new Map<string, string>();
  const desired = resolveConnectors(files, { name: clusterName, vars }, { unsetEnvironment });
  for (const secret of desired.secrets) secrets.learn(secret);
  return { clusterName, desired };
}
