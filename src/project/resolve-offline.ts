import { checkChoice } from '../desired/resolve-cluster.ts';
import { type ResolvedConnectors, resolveConnectors } from '../desired/resolve-connectors.ts';
import type { Severity } from '../model/diagnostic.ts';
import { InvalidInputError } from '../model/error.ts';
import type { Vars } from '../model/project.ts';
import { chooseClusters, isClusterNamed } from './choose-clusters.ts';
import { clusterChoice, type Session } from './load-project.ts';

/** The wishes for one cluster, resolved without talking to it. */
export interface OfflineCluster {
  /** The cluster's name; undefined for one that is only a URL, or where the project declares none. */
  readonly clusterName: string | undefined;
  readonly resolved: ResolvedConnectors;
}

/**
 * The wishes as each cluster in question sees them: those that are named, else those that the project declares,
 * else one cluster without a name. `severalUnnamed` says what happens where the project has several and none is
 * named. Where none is named, a variable without a value is only a warning: a pull request from a fork has none.
 *
 * @throws ConnectSyncError (usage) where a choice is needed
 * @throws InvalidInputError where a cluster is named that the project does not declare
 */
export function perspectives(session: Session, severalUnnamed: 'all' | 'refused'): readonly OfflineCluster[] {
  const choice = clusterChoice(session);
  const isNamed = isClusterNamed(choice);
  const takesAll = choice.declared.length === 0 || severalUnnamed === 'all';
  const chosen = isNamed || !takesAll ? chooseClusters(choice) : choice.declared;
  const misnamed = isNamed ? chosen.flatMap((name) => checkChoice(session.loaded, name)) : [];
  if (misnamed.length > 0 && !session.loaded.isProjectBroken)
    throw new InvalidInputError(misnamed, session.loaded.files);
  const unsetEnvironment = isNamed ? 'error' : 'warning';
  const names = chosen.length === 0 ? [undefined] : chosen;
  return names.map((name) => offlineCluster(session, name, unsetEnvironment));
}

/** The wishes as one cluster sees them; undefined, or a name that is not declared: a cluster that is only a URL. */
export function offlineCluster(
  session: Session,
  name: string | undefined,
  unsetEnvironment: Severity,
): OfflineCluster {
  const declared = session.loaded.project.clusters.find((cluster) => cluster.name === name);
  const resolved = resolveConnectors(
    session.loaded,
    { name: declared?.name, vars: varsFor(session, declared?.vars) },
    { unsetEnvironment },
  );
  for (const secret of resolved.secrets) session.known.learn(secret);
  return { clusterName: declared?.name, resolved };
}

/** `--var` wins over the cluster's variables, they over the project's. */
function varsFor({ loaded, options }: Session, ofCluster: Vars | undefined): Vars {
  return new Map([...loaded.project.vars, ...(ofCluster ?? []), ...options.var]);
}
