import { resolveCluster } from '../desired/resolve-cluster.ts';
import { distinctDiagnostics, hasErrors } from '../model/diagnostic.ts';
import { InvalidInputError } from '../model/error.ts';
import { type ClusterTarget, clusterLabel, type Vars } from '../model/project.ts';
import { chooseClusters } from './choose-clusters.ts';
import { learnCredentials } from './learn-credentials.ts';
import { clusterChoice, type Session } from './load-project.ts';
import { isNoConnectorFiles } from './no-connector-files.ts';

/** One cluster that is only looked at: what the connector files say does not matter, or only leniently. */
export interface ClusterInspection {
  readonly session: Session;
  readonly target: ClusterTarget;
  readonly label: string;
  readonly vars: Vars;
}

/**
 * The chosen clusters for a command that shows what is live: a broken connector file does not stop it, a broken
 * project file does.
 *
 * @throws InvalidInputError with the errors of the project file
 * @throws ConnectSyncError (usage) where no cluster is chosen
 */
export async function inspectClusters(session: Session): Promise<readonly ClusterInspection[]> {
  const { loaded, known } = session;
  // Problems without a place are those of the project file, or of an environment file, as a whole.
  const ofProject = loaded.diagnostics.filter(
    (problem) =>
      !isNoConnectorFiles(problem) && (!problem.source || problem.source.file === loaded.project.file),
  );
  if (hasErrors(ofProject)) throw new InvalidInputError(ofProject, loaded.files);
  const chosen = chooseClusters(clusterChoice(session));
  const clusters = await Promise.all(
    chosen.map((choice) => resolveCluster(loaded, choice, { vars: session.options.var })),
  );
  const problems = distinctDiagnostics(clusters.flatMap((cluster) => cluster.diagnostics));
  if (hasErrors(problems)) throw new InvalidInputError(problems, loaded.files);
  for (const { target, secrets } of clusters) {
    for (const secret of secrets) known.learn(secret);
    if (target) learnCredentials(known, target);
  }
  return clusters.flatMap(({ target, vars }) =>
    target ? [{ session, target, label: clusterLabel(target), vars }] : [],
  );
}
