import type { Host } from '../cli/host.ts';
import { type CommonOptions, workingDirectory } from '../cli/options/project-options.ts';
import { loadProject, type ProjectFiles } from '../desired/read-project.ts';
import { asStrict, type Diagnostic } from '../model/diagnostic.ts';
import { KnownSecrets } from '../model/known-secrets.ts';
import { makeScrub, type Scrub } from '../model/redaction/scrub.ts';
import { saysSecret } from '../model/redaction/secret-key-name.ts';
import type { ClusterChoice } from './choose-clusters.ts';

/** One run of a command over a project: what was loaded, and what must not be shown. */
export interface Session {
  readonly host: Host;
  readonly options: CommonOptions;
  readonly loaded: ProjectFiles;
  /** Every secret met so far, for scrubbing free text. */
  readonly known: KnownSecrets;
  /** Makes the words of a worker fit to be shown. */
  readonly scrub: Scrub;
}

/**
 * Loads the project, whatever will be done with it. Its problems are collected, not thrown. Without its connector files
 * it takes the same time however many there are: enough for a command that shows states.
 */
export async function openSession(
  host: Host,
  options: CommonOptions,
  extent: 'whole' | 'project-file' = 'whole',
): Promise<Session> {
  const loaded = await load(host, options, extent);
  const known = knownFrom(loaded.environment);
  return { host, options, loaded, known, scrub: makeScrub(known) };
}

/** The same run, its connector files loaded too. */
export async function withConnectorFiles(session: Session): Promise<Session> {
  return { ...session, loaded: await load(session.host, session.options, 'whole') };
}

function load(host: Host, options: CommonOptions, extent: 'whole' | 'project-file'): Promise<ProjectFiles> {
  return loadProject({
    directory: workingDirectory(host, options),
    projectFile: options.project,
    environment: host.environment,
    envFiles: options.envFile,
    connectSyncVersion: host.version,
    connectorFiles: extent === 'whole' ? undefined : 'left-out',
  });
}

/** A file that no longer uses a variable does not tell any more that it is secret; its name may. */
function knownFrom(environment: ReadonlyMap<string, string>): KnownSecrets {
  const known = new KnownSecrets();
  for (const [name, value] of environment) {
    if ((saysSecret(name) && !directories.has(name)) || name === planKeyVariable) known.learn(value);
  }
  return known;
}

/** The variable that holds the key which seals saved plans. */
export const planKeyVariable = 'CONNECT_SYNC_PLAN_KEY';

/** The working directory, which sounds like a password to those who look for one. */
const directories: ReadonlySet<string> = new Set(['PWD', 'OLDPWD']);

/** What was said about the choice of a cluster. */
export function clusterChoice({ host, options, loaded }: Session): ClusterChoice {
  return {
    options: options.cluster,
    allClusters: options.allClusters === true,
    variable: host.environment.get('CONNECT_SYNC_CLUSTER'),
    declared: loaded.project.clusters.map((cluster) => cluster.name),
  };
}

/** Problems as `--strict` wishes to see them. */
export function judge({ options }: Session, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return options.strict === true ? asStrict(diagnostics) : diagnostics;
}
