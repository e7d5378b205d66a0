import { type LoadedProject, loadProject } from '../desired/load-project.ts';
import { resolveCluster } from '../desired/resolve-cluster.ts';
import { type ResolvedConnectors, resolveConnectors } from '../desired/resolve-connectors.ts';
import { asStrict, type Diagnostic, hasErrors } from '../model/diagnostic.ts';
import { KnownSecrets } from '../model/known-secrets.ts';
import { type ClusterTarget, clusterLabel, type Vars } from '../model/project.ts';
import { type ClusterChoice, chooseClusters } from './choose-clusters.ts';
import type { Host } from './host.ts';
import { InvalidInput } from './invalid-input.ts';
import { type CommonOptions, workingDirectory } from './options.ts';

/** One run of a command over a project: what was loaded, and what must not be shown. */
export interface Session {
  readonly host: Host;
  readonly options: CommonOptions;
  readonly loaded: LoadedProject;
  /** Every secret met so far, for scrubbing free text. */
  readonly known: KnownSecrets;
}

/** One cluster that the command works on. */
export interface ClusterWork {
  readonly session: Session;
  readonly target: ClusterTarget;
  readonly label: string;
  readonly resolved: ResolvedConnectors;
  /** Warnings about the files, as they apply to this cluster. */
  readonly warnings: readonly Diagnostic[];
}

/** Loads the whole project, whatever will be done with it. Its problems are collected, not thrown. */
export async function openSession(host: Host, options: CommonOptions): Promise<Session> {
  const loaded = await loadProject({
    directory: workingDirectory(host, options),
    projectFile: options.project,
    environment: host.environment,
    envFiles: options.envFile,
    connectSyncVersion: host.version,
  });
  return { host, options, loaded, known: new KnownSecrets() };
}

/** What was said about the choice of a cluster. */
export function clusterChoice({ host, options, loaded }: Session): ClusterChoice {
  return {
    options: options.cluster,
    allClusters: options.allClusters === true,
    variable: host.environment.get('CONNECT_SYNC_CLUSTER'),
    declared: loaded.project.clusters.map((cluster) => cluster.name),
  };
}

/**
 * Everything that the chosen clusters need from the files. All problems of all of them are found before anything
 * is contacted.
 *
 * @throws InvalidInput with every problem, if one of them is an error
 * @throws ConnectSyncError (usage) where no cluster is chosen
 */
export async function resolveClusters(session: Session): Promise<readonly ClusterWork[]> {
  const chosen = chooseClusters(clusterChoice(session));
  const resolved = await Promise.all(chosen.map((choice) => resolveChosen(session, choice)));
  const problems = distinct([...session.loaded.diagnostics, ...resolved.flatMap((one) => one.diagnostics)]);
  const judged = judge(session, problems);
  if (hasErrors(judged)) throw new InvalidInput(judged, session.loaded.files);
  return resolved.flatMap(({ target, connectors, diagnostics }) =>
    target
      ? [
          {
            session,
            target,
            label: clusterLabel(target),
            resolved: connectors,
            warnings: [...session.loaded.diagnostics, ...diagnostics],
          },
        ]
      : [],
  );
}

/** One cluster that is only looked at: what the connector files say does not matter, or only leniently. */
export interface ClusterLook {
  readonly session: Session;
  readonly target: ClusterTarget;
  readonly label: string;
  readonly vars: Vars;
}

/**
 * The chosen clusters for a command that shows what is live: a broken connector file does not stop it, a broken
 * project file does.
 *
 * @throws InvalidInput with the errors of the project file
 * @throws ConnectSyncError (usage) where no cluster is chosen
 */
export async function lookAtClusters(session: Session): Promise<readonly ClusterLook[]> {
  const { loaded, known } = session;
  const ofProject = loaded.diagnostics.filter(({ source }) => source?.file === loaded.project.file);
  if (hasErrors(ofProject)) throw new InvalidInput(ofProject, loaded.files);
  const chosen = chooseClusters(clusterChoice(session));
  const clusters = await Promise.all(chosen.map((choice) => resolveCluster(loaded, choice)));
  const problems = distinct(clusters.flatMap((cluster) => cluster.diagnostics));
  if (hasErrors(problems)) throw new InvalidInput(problems, loaded.files);
  for (const cluster of clusters) for (const secret of cluster.secrets) known.learn(secret);
  return clusters.flatMap(({ target, vars }) =>
    target ? [{ session, target, label: clusterLabel(target), vars }] : [],
  );
}

/** Problems as `--strict` wishes to see them. */
export function judge({ options }: Session, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return options.strict === true ? asStrict(diagnostics) : diagnostics;
}

async function resolveChosen(session: Session, choice: string) {
  const { loaded, options, known } = session;
  const cluster = await resolveCluster(loaded, choice);
  const vars = new Map([...cluster.vars, ...options.var]);
  const connectors = resolveConnectors(
    loaded,
    { name: cluster.target?.name, vars },
    { unsetEnvironment: 'error' },
  );
  for (const secret of [...cluster.secrets, ...connectors.secrets]) known.learn(secret);
  return {
    target: cluster.target,
    connectors,
    diagnostics: [...cluster.diagnostics, ...connectors.diagnostics],
  };
}

/** A problem of the files shows up once for every cluster that is resolved; one time is enough. */
export function distinct(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Map(diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic]));
  return [...seen.values()];
}
