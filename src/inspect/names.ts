import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { compareText } from '../model/config.ts';
import { isConnectorName } from '../model/connector-name.ts';
import { namesOfClass } from '../model/plugin-classes.ts';
import type { Contact, Ports } from '../model/ports.ts';
import { loadProject } from '../project/load-project.ts';
import { type ClusterResult, onEachCluster } from '../project/on-each-cluster.ts';
import { readLive } from '../project/read-cluster.ts';
import {
  type ClusterContext,
  chooseClusters,
  declaredClusters,
  requireOneCluster,
} from '../project/resolve-clusters.ts';
import type { InspectInput } from './read-clusters.ts';

/** Words of a cluster that completion offers. */
export type LiveWords = 'connectors' | 'classes' | 'loggers' | 'tasks';

/** What to read, from which clusters, and for how long. */
export interface LiveWordsInput extends InspectInput {
  readonly words: LiveWords;
  /** The connector whose tasks are read. */
  readonly connector: string | undefined;
  readonly withinMilliseconds: number;
  /** Whether a declared cluster may be contacted; one that was chosen by its URL is contacted anyway. */
  readonly mayAsk: (contact: Contact) => Promise<boolean>;
}

/**
 * The words on the chosen clusters, sorted. Clusters that cannot be read in time are left out.
 *
 * @throws InvalidInputError if the project file has errors
 * @throws ConnectSyncError (usage) if no cluster is chosen
 */
export async function readLiveWords(input: LiveWordsInput, ports: Ports): Promise<readonly string[]> {
  const chosen = await chooseClusters(await loadProject(input.project), input.clusters);
  const clusters = await allowedBy(input, chosen);
  const timeout = new AbortController();
  const abort = () => timeout.abort();
  ports.signal.addEventListener('abort', abort, { once: true });
  void ports.clock.sleep(input.withinMilliseconds, timeout.signal).then(abort);
  try {
    const limited = { ...ports, signal: timeout.signal };
    const results = await onEachCluster(clusters, limited, (connection) => readWords(connection, input));
    return [...new Set(results.flatMap((one) => (one.ok ? one.value : [])))].sort(
      input.words === 'tasks' ? (one, other) => Number(one) - Number(other) : compareText,
    );
  } finally {
    abort();
    ports.signal.removeEventListener('abort', abort);
  }
}

/** Of a class also its simple name, which is typed more often. */
async function readWords(
  connection: ConnectCluster,
  { words, connector = '' }: LiveWordsInput,
): Promise<readonly string[]> {
  switch (words) {
    case 'connectors':
      return connection.listNames();
    case 'classes':
      return (await connection.readPlugins()).flatMap(({ className }) => [
        className,
        namesOfClass(className)[1],
      ]);
    case 'loggers':
      return (await connection.readLoggers()).map(({ name }) => name);
    case 'tasks':
      return isConnectorName(connector)
        ? (await connection.readTasks(connector)).map(({ id }) => String(id))
        : [];
  }
}

async function allowedBy(
  { mayAsk }: LiveWordsInput,
  clusters: readonly ClusterContext[],
): Promise<readonly ClusterContext[]> {
  const answers = await Promise.all(
    clusters.map(async ({ project, target }) => {
      if (target.name === undefined) return true;
      return mayAsk({ directory: project.input.directory, urls: target.urls });
    }),
  );
  return clusters.filter((_, index) => answers[index]);
}

/** The names of the clusters that the project file declares. */
export async function readClusterNames({
  project,
}: Pick<InspectInput, 'project'>): Promise<readonly string[]> {
  return declaredClusters(await loadProject(project));
}

/** One connector in a list to choose from. */
export interface ConnectorSummaryView {
  readonly name: string;
  /** null: the worker has no status for it yet. */
  readonly state: string | null;
  /** The number of tasks. */
  readonly tasks: number;
  readonly class: string | undefined;
}

/**
 * The connectors of one cluster, by name.
 *
 * @throws ConnectSyncError (usage) if several clusters are chosen
 * @throws InvalidInputError, ConnectSyncError as `readClusters`
 */
export async function readConnectorSummaries(
  input: InspectInput,
  ports: Ports,
): Promise<ClusterResult<readonly ConnectorSummaryView[]>> {
  const clusters = await chooseClusters(await loadProject(input.project), input.clusters);
  requireOneCluster(clusters, 'connectors are chosen from a list');
  const [result] = await onEachCluster(clusters, ports, async (connection) => {
    const live = [...(await readLive(connection)).values()];
    const views = live.map(({ name, status, taskIds, config }) => ({
      name,
      state: status?.connector.state ?? null,
      tasks: taskIds.length,
      class: config.get('connector.class'),
    }));
    return views.sort((one, other) => (one.name < other.name ? -1 : 1));
  });
  if (!result) throw new Error('a cluster is chosen');
  return result;
}
