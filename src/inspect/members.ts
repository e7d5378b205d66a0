import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { Ports } from '../model/ports.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import type { WorkerInfo } from '../model/worker-info.ts';
import { supports } from '../model/worker-version.ts';
import { loadProject } from '../project/load-project.ts';
import { type ClusterResult, onEachUrl } from '../project/on-each-cluster.ts';
import { type ClusterContext, chooseClusters } from '../project/resolve-clusters.ts';
import type { InspectInput } from './read-clusters.ts';

/** The workers at the URLs of one cluster, and whether they belong to one cluster. */
export interface ClusterPageView {
  readonly format: 'connect-sync/cluster';
  readonly version: 1;
  /** The cluster's name, else its first URL. */
  readonly cluster: string;
  readonly members: readonly ClusterMemberView[];
  /** Whether the URLs lead to one Connect cluster; null if that is unknown. */
  readonly sameCluster: boolean | null;
  /** False if a worker belongs to another Kafka cluster than the project file declares. */
  readonly matchesProject: boolean;
  /** Contradictions and other problems. */
  readonly findings: readonly string[];
}

/** The worker at one URL. */
export type ClusterMemberView =
  | {
      readonly url: string;
      readonly workerVersion: string;
      readonly commit: string;
      readonly kafkaClusterId: string | null;
      /** As the worker reports it (3.9 or later), masked; null if unknown. */
      readonly health: { readonly status: string; readonly message: string } | null;
    }
  | {
      readonly url: string;
      /** Why it could not be read. */
      readonly problem: string;
    };

/** A connector that is being created or deleted may show on one worker before the other. */
const settlingMilliseconds = 2_000;

/**
 * Version, health and Kafka cluster of the worker at each URL, and whether they belong to one Connect cluster.
 *
 * @throws InvalidInputError, ConnectSyncError as `readClusters`
 */
export async function readMembers(
  input: InspectInput,
  ports: Ports,
): Promise<readonly ClusterResult<ClusterPageView>[]> {
  const clusters = await chooseClusters(await loadProject(input.project), input.clusters);
  return Promise.all(
    clusters.map(async (cluster) => ({
      cluster: cluster.label,
      ok: true as const,
      value: await readMembersOf(cluster, ports),
    })),
  );
}

/** The workers of one cluster. */
export async function readMembersOf(cluster: ClusterContext, ports: Ports): Promise<ClusterPageView> {
  const { kafkaClusterId } = cluster.target;
  let members = await askMembers(cluster, ports);
  if (assessMembers(members, kafkaClusterId).sameCluster === false) {
    await ports.clock.sleep(settlingMilliseconds, ports.signal);
    members = await askMembers(cluster, ports);
  }
  return {
    format: 'connect-sync/cluster',
    version: 1,
    cluster: cluster.label,
    members: members.map(({ view }) => view),
    ...assessMembers(members, kafkaClusterId),
  };
}

/** A worker with the connectors that it lists. */
export interface Member {
  readonly view: ClusterMemberView;
  /** Undefined if they are not needed or could not be read. */
  readonly names: readonly string[] | undefined;
}

async function askMembers(cluster: ClusterContext, ports: Ports): Promise<readonly Member[]> {
  const isOnly = cluster.target.urls.length === 1;
  const results = await onEachUrl(cluster, ports, async (connection): Promise<Member> => {
    const worker = await connection.readWorker();
    const view = {
      url: connection.url,
      workerVersion: worker.versionText,
      commit: worker.commit,
      kafkaClusterId:
        worker.kafkaClusterId === undefined ? null : cluster.project.scrub(worker.kafkaClusterId),
      health: await readHealth(connection, cluster, worker),
    };
    return { view, names: isOnly ? undefined : await connection.listNames() };
  });
  return results.map((result) =>
    result.ok ? result.value : { view: { url: result.url, problem: result.error.message }, names: undefined },
  );
}

async function readHealth(connection: ConnectCluster, { project }: ClusterContext, { version }: WorkerInfo) {
  if (!supports(version, 'health')) return null;
  try {
    const { status, message } = await connection.readHealth({ budgetMilliseconds: settlingMilliseconds });
    return { status, message: project.scrub(message) };
  } catch (error) {
    if (error instanceof WorkerFailure) return null;
    throw error;
  }
}

/**
 * Whether workers belong to one Connect cluster. A worker does not report its group, so the Kafka cluster and the list
 * of connectors are compared, which all members share.
 */
export function assessMembers(
  members: readonly Member[],
  expectedKafkaClusterId: string | undefined,
): Pick<ClusterPageView, 'sameCluster' | 'matchesProject' | 'findings'> {
  const answers = members.flatMap(({ view }) => ('problem' in view ? [] : [view]));
  const kafkaIds = new Set(answers.map(({ kafkaClusterId }) => kafkaClusterId));
  const versions = new Set(answers.map(({ workerVersion }) => workerVersion));
  const lists = new Set(members.flatMap(({ names }) => (names ? [JSON.stringify([...names].sort())] : [])));
  const isApart = kafkaIds.size > 1 || lists.size > 1;
  const isComplete = members.every(({ names }) => names !== undefined);
  const matchesProject = answers.every(
    ({ kafkaClusterId }) => expectedKafkaClusterId === undefined || kafkaClusterId === expectedKafkaClusterId,
  );
  return {
    sameCluster: isApart ? false : isComplete && members.length > 1 ? true : null,
    matchesProject,
    findings: [
      ...(kafkaIds.size > 1 ? ['these URLs belong to different Kafka clusters'] : []),
      ...(lists.size > 1
        ? ['these workers list different connectors, so they are not one Connect cluster']
        : []),
      ...(versions.size > 1 ? ['these workers have different versions'] : []),
      ...(matchesProject
        ? []
        : [
            `the project file declares kafkaClusterId ${expectedKafkaClusterId}, which is another Kafka cluster`,
          ]),
      ...answers.flatMap(({ url, health }) =>
        health && health.status !== 'healthy' ? [`${url} reports ${health.status}: ${health.message}`] : [],
      ),
    ],
  };
}
