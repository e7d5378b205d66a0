import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { loadClusterPlugins } from '../desired/load-snapshots.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { Plan } from '../model/plan.ts';
import { usedPlugins } from '../model/redaction/password-keys.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import type { ClusterReading } from '../model/worker-info.ts';
import { type CurrentPlugins, compareInstalled } from '../plugins/compare-installed.ts';
import { snapshotFolderOf } from '../project/project-snapshots.ts';
import type { DesiredCluster } from '../project/resolve-clusters.ts';

/** A plan, and the reading of the cluster that it was made with. */
export interface ReadPlan {
  readonly plan: Plan;
  readonly reading: ClusterReading;
}

/**
 * Warns where plugins that the files use have another version than when their snapshot was made. A plan without changes
 * costs no request: then the versions that run decide, as Kafka Connect 4.1 and later report them. Nothing is said where
 * the project has no snapshot of the cluster.
 */
export async function findMovedVersions(
  connection: Pick<ConnectCluster, 'readPlugins'>,
  { project, target, label, desired }: DesiredCluster,
  { plan, reading }: ReadPlan,
): Promise<readonly Diagnostic[]> {
  const folder = snapshotFolderOf(project);
  const { clusters, diagnostics } = await loadClusterPlugins(project.input.directory, folder);
  const snapshot = clusters.get(target.name ?? '');
  if (!snapshot) return diagnostics;
  const current = await readCurrent(connection, { plan, reading });
  const used = desired.connectors.flatMap((connector) =>
    connector.kind === 'present' ? usedPlugins(connector.config).map(({ className }) => className) : [],
  );
  const found = compareInstalled(snapshot, current, used).map(({ className, saved, now }) =>
    className === undefined
      ? diagnose('worker-version-moved', { cluster: label, saved: saved.join(), now: now.join() })
      : diagnose('plugin-version-moved', { cluster: label, className, saved, now }),
  );
  return [...diagnostics, ...found];
}

async function readCurrent(
  { readPlugins }: Pick<ConnectCluster, 'readPlugins'>,
  { plan, reading }: ReadPlan,
): Promise<CurrentPlugins> {
  const kafkaConnect = reading.worker.versionText;
  if (plan.steps.length === 0) return { kafkaConnect, ...running(reading) };
  try {
    return { kafkaConnect, kind: 'listed', plugins: await readPlugins({ all: true }) };
  } catch (error) {
    if (error instanceof WorkerFailure) return { kafkaConnect, ...running(reading) };
    throw error;
  }
}

function running({ connectors }: ClusterReading): Omit<CurrentPlugins, 'kafkaConnect'> {
  return {
    kind: 'running',
    plugins: [...connectors.values()].map(({ config, type, status }) => ({
      ...{ className: config.get('connector.class') ?? '', type },
      version: status?.connector.version,
    })),
  };
}
