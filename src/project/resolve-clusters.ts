import { resolveCluster } from '../desired/resolve-cluster.ts';
import { type ResolvedConnectors, resolveConnectors } from '../desired/resolve-connectors.ts';
import { type Diagnostic, distinctDiagnostics, hasErrors } from '../model/diagnostic.ts';
import { InvalidInputError } from '../model/error.ts';
import { type ClusterTarget, clusterLabel } from '../model/project.ts';
import { chooseClusters } from './choose-clusters.ts';
import { learnCredentials } from './learn-credentials.ts';
import { clusterChoice, judge, type Session } from './load-project.ts';
import { isNoConnectorFiles } from './no-connector-files.ts';

/** One cluster that the command works on. */
export interface ClusterWork {
  readonly session: Session;
  readonly target: ClusterTarget;
  readonly label: string;
  readonly resolved: ResolvedConnectors;
  /** Warnings about the files, as they apply to this cluster. */
  readonly warnings: readonly Diagnostic[];
}

/** What a project without any connector file means. */
export type EmptyProject = 'refused' | 'meant';

/**
 * Everything that the chosen clusters need from the files. All problems of all of them are found before anything
 * is contacted.
 *
 * @throws InvalidInputError with every problem, if one of them is an error
 * @throws ConnectSyncError (usage) where no cluster is chosen
 */
export async function resolveClusters(
  session: Session,
  empty: EmptyProject = 'refused',
): Promise<readonly ClusterWork[]> {
  const chosen = chooseClusters(clusterChoice(session));
  const resolved = await Promise.all(chosen.map((choice) => resolveChosen(session, choice)));
  const problems = distinctDiagnostics([
    ...session.loaded.diagnostics,
    ...resolved.flatMap((one) => one.diagnostics),
  ]);
  refuseProblems(session, problems, empty);
  return resolved.flatMap(({ target, connectors, diagnostics }) =>
    target && connectors
      ? [
          {
            session,
            target,
            label: clusterLabel(target),
            resolved: connectors,
            warnings: [...session.loaded.diagnostics, ...diagnostics].filter(
              (problem) => !isNoConnectorFiles(problem),
            ),
          },
        ]
      : [],
  );
}

function refuseProblems(session: Session, problems: readonly Diagnostic[], empty: EmptyProject): void {
  const { files } = session.loaded;
  const judged = judge(session, problems);
  const others = judged.filter((problem) => !isNoConnectorFiles(problem));
  if (hasErrors(others)) throw new InvalidInputError(judged, files);
  if (empty === 'refused' && judged.some(isNoConnectorFiles)) {
    throw new InvalidInputError(judged, files, 'safety-check');
  }
}

async function resolveChosen(session: Session, choice: string) {
  const { loaded, options, known } = session;
  const cluster = await resolveCluster(loaded, choice, { vars: options.var });
  for (const secret of cluster.secrets) known.learn(secret);
  const { target, vars } = cluster;
  // Without its target nobody knows which connectors and variables belong to it.
  if (!target) return { target: undefined, connectors: undefined, diagnostics: cluster.diagnostics };
  learnCredentials(known, target);
  const connectors = resolveConnectors(loaded, { name: target.name, vars }, { unsetEnvironment: 'error' });
  for (const secret of connectors.secrets) known.learn(secret);
  return { target, connectors, diagnostics: [...cluster.diagnostics, ...connectors.diagnostics] };
}
