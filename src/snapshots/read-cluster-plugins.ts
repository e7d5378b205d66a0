import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { findPlugins, parseWanted } from '../inspect/find-plugins.ts';
import type { Config } from '../model/config.ts';
import { describeDiagnostic } from '../model/diagnostic.ts';
import { KnownSecrets } from '../model/known-secrets.ts';
import type { Plugin } from '../model/plugin.ts';
import type { UnreadablePlugin } from '../model/plugin-snapshot.ts';
import type { Ports } from '../model/ports.ts';
import { makeScrub } from '../model/redaction/scrub.ts';
import type { WorkerInfo } from '../model/worker-info.ts';
import { supports } from '../model/worker-version.ts';
import { readDesiredByName } from '../project/desired-by-name.ts';
import { readCluster } from '../project/read-cluster.ts';
import { type PluginReading, readPluginSet } from '../project/read-plugin-set.ts';
import type { ClusterContext } from '../project/resolve-clusters.ts';
import type { PulledProblemView, UnresolvedView } from './pull-view.ts';

/** How long the requests about one class may take: plugins wait for a database that is away for up to half of it. */
const patienceMilliseconds = 30_000;

/** Which plugins to read. */
export interface ClassesWanted {
  /** `CLASS`, its simple name or a glob, each with `@VERSION` if wanted; empty: the plugins in use. */
  readonly classes: readonly string[];
  /** Configs of other clusters whose plugins are read too. */
  readonly configs?: readonly Config[];
  /** What happens where a named class is not installed. Default: an error. `reported`: the others are read. */
  readonly missing?: 'refused' | 'reported';
}

/**
 * Reads the plugins of a cluster: those that are named, else those that its connectors use, declared or live.
 *
 * @throws WorkerFailure, or ConnectSyncError `unknown-plugin` for a class that is not installed
 */
export async function readClusterPlugins(
  connection: ConnectCluster,
  cluster: ClusterContext,
  { classes, configs = [], missing = 'refused' }: ClassesWanted,
  { clock }: Pick<Ports, 'clock'>,
): Promise<PluginReading> {
  const { label, target, project } = cluster;
  const { worker, used } =
    classes.length > 0
      ? { worker: await connection.readWorker(), used: [] }
      : await readUsed(connection, cluster);
  const named =
    classes.length > 0
      ? missing === 'reported'
        ? classes
        : namedClasses(classes, { installed: await connection.readPlugins({ all: true }), worker, label })
      : [];
  const reading = await readPluginSet(connection, worker, {
    configs: [...used, ...configs],
    classes: named,
    label: target.name ?? label,
    // Definitions are the same for everyone. What is secret here must not change them, or files would differ.
    scrub: makeScrub(new KnownSecrets()),
    patience: { clock, milliseconds: patienceMilliseconds },
  });
  const scrubbed = ({ workerMessage, ...rest }: PluginReading['unreadable'][number]) => ({
    ...rest,
    workerMessage: workerMessage === undefined ? undefined : project.scrub.about(undefined)(workerMessage),
  });
  return {
    ...reading,
    unreadable: reading.unreadable.map(scrubbed),
    incomplete: reading.incomplete.map(scrubbed),
  };
}

/** What could not be read, for people. */
export function viewProblems({ unreadable, incomplete }: PluginReading): readonly PulledProblemView[] {
  const view =
    (read: PulledProblemView['read']) =>
    ({ className, reason, workerMessage }: UnreadablePlugin): PulledProblemView => ({
      class: className,
      reason,
      read,
      workerMessage: workerMessage ?? null,
    });
  return [...unreadable.map(view('nothing')), ...incomplete.map(view('keys'))];
}

/** Why plugins may be missing: errors in files, for which their connectors are not read. */
export function viewUnresolved(cluster: ClusterContext): readonly UnresolvedView[] {
  return readDesiredByName(cluster).errors.map((error) => ({
    file: error.source?.file ?? null,
    line: error.source?.line ?? null,
    column: error.source?.column ?? null,
    message: describeDiagnostic(error, (text) => text).message,
  }));
}

/** The configs of all connectors that run on a cluster or are declared for it. */
export async function usedConfigs(
  connection: ConnectCluster,
  cluster: ClusterContext,
): Promise<readonly Config[]> {
  return (await readUsed(connection, cluster)).used;
}

async function readUsed(
  connection: ConnectCluster,
  cluster: ClusterContext,
): Promise<{ readonly worker: WorkerInfo; readonly used: readonly Config[] }> {
  const { label, target } = cluster;
  const { worker, connectors } = await readCluster(connection, {
    label,
    kafkaClusterId: target.kafkaClusterId,
  });
  const declared = readDesiredByName(cluster).byName;
  return {
    worker,
    used: [
      ...[...connectors.values()].map(({ config }) => config),
      ...[...declared.values()].flatMap((desired) => ('config' in desired ? [desired.config] : [])),
    ],
  };
}

interface Installed {
  readonly installed: readonly Plugin[];
  readonly worker: WorkerInfo;
  readonly label: string;
}

function namedClasses(
  classes: readonly string[],
  { installed, worker, label }: Installed,
): readonly string[] {
  const listsAll = supports(worker.version, 'pluginConfig');
  return classes.flatMap((text) => {
    const wanted = parseWanted(text);
    // An old worker lists connectors only: of another class, its validation shows whether it is there.
    if (!listsAll && wanted.name.includes('.') && !/[*?]/.test(wanted.name)) return [text];
    const found = findPlugins(installed, wanted, `on ${label}`);
    const version = (plugin: Plugin) =>
      wanted.version === undefined || plugin.version === undefined ? '' : `@${plugin.version}`;
    return [...new Set(found.map((plugin) => plugin.className + version(plugin)))];
  });
}
