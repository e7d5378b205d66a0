import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { compareText } from '../model/config.ts';
import { type LiveConnector, observedState } from '../model/live-connector.ts';
import { documentAsSeen } from '../model/masked-value.ts';
import type { ConnectorDocument } from '../model/plan-view.ts';
import type { Redactor } from '../model/redaction/redactor.ts';
import type { ClusterReading } from '../model/worker-info.ts';
import { makeLiveRedactor } from '../project/live-redactor.ts';
import { loadProject } from '../project/load-project.ts';
import { type ClusterResult, onEachCluster } from '../project/on-each-cluster.ts';
import { readCluster } from '../project/read-cluster.ts';
import {
  type ClusterContext,
  chooseClusters,
  type DesiredCluster,
  resolveClusters,
} from '../project/resolve-clusters.ts';
import { type ReportProblem, selectExisting } from '../project/select-names.ts';
import { type WarningPorts, warn } from '../project/warnings.ts';
import { planCluster } from '../reconcile/plan-cluster.ts';
import { comparisonPolicy } from '../reconcile/plan-options.ts';
import type { DocumentsView } from './documents.ts';
import type { InspectInput } from './read-clusters.ts';

/** Which connectors to show, and how. */
export interface ShowInput extends InspectInput {
  /** Names or globs; empty means all. */
  readonly names: readonly string[];
  /** `planned`: as they would be after apply. Secrets are always masked then. */
  readonly state: 'live' | 'planned';
  readonly secrets: 'masked' | 'revealed';
}

/**
 * Connectors in the format of connector files.
 *
 * @throws InvalidInputError if the project file has errors; for `planned`, if any file has
 * @throws ConnectSyncError (usage) if no cluster is chosen
 */
export async function showConnectors(
  input: ShowInput,
  ports: WarningPorts,
): Promise<readonly ClusterResult<DocumentsView>[]> {
  const project = await loadProject(input.project);
  if (input.state === 'planned') {
    const clusters = await resolveClusters(project, input.clusters);
    return onEachCluster(clusters, ports, (connection, cluster, report) =>
      showPlanned(connection, cluster, { input, ports, report }),
    );
  }
  const clusters = await chooseClusters(project, input.clusters);
  return onEachCluster(clusters, ports, (connection, cluster, report) =>
    showLive(connection, cluster, { input, ports, report }),
  );
}

interface ShowRequest {
  readonly input: ShowInput;
  readonly ports: WarningPorts;
  readonly report: ReportProblem;
}

async function showLive(
  connection: ConnectCluster,
  cluster: ClusterContext,
  { input, ports, report }: ShowRequest,
): Promise<DocumentsView> {
  const { label, target, project } = cluster;
  const reading = await readCluster(connection, { label, kafkaClusterId: target.kafkaClusterId });
  const live = [...reading.connectors.values()];
  const { redactor, warnings } = await makeLiveRedactor(connection, cluster, {
    worker: reading.worker,
    live,
    shown: live,
  });
  warn(project, ports, warnings);
  return viewDocuments(liveDocuments(reading, redactor, input.secrets), input.names, {
    cluster: label,
    report,
  });
}

/** Connectors that the plan does not change are shown as they are. */
async function showPlanned(
  connection: ConnectCluster,
  cluster: DesiredCluster,
  { input, ports, report }: ShowRequest,
): Promise<DocumentsView> {
  const planned = await planCluster(
    connection,
    cluster,
    { policy: comparisonPolicy(cluster), validation: 'left-out', keyTypes: 'all' },
    ports,
  );
  const documents = liveDocuments(planned.reading, planned.redactor, 'masked');
  for (const change of planned.view.changes) {
    const after = documentAsSeen(change);
    if (after) documents.set(change.name, after);
    else documents.delete(change.name);
  }
  return viewDocuments(documents, input.names, { cluster: cluster.label, report });
}

function liveDocuments(
  { connectors }: ClusterReading,
  redactor: Redactor,
  secrets: ShowInput['secrets'],
): Map<string, ConnectorDocument> {
  return new Map(
    [...connectors.values()].map((live) => [
      live.name,
      secrets === 'revealed'
        ? revealedDocument(live)
        : redactor.document(live.name, live.config, { state: observedState(live), nullKeys: live.nullKeys }),
    ]),
  );
}

function revealedDocument(live: LiveConnector): ConnectorDocument {
  const nulls = live.nullKeys.map((key) => [key, null] as const);
  const config = [...live.config, ...nulls].sort(([one], [other]) => compareText(one, other));
  return { config: Object.fromEntries(config), state: observedState(live) };
}

function viewDocuments(
  documents: ReadonlyMap<string, ConnectorDocument>,
  patterns: readonly string[],
  { cluster, report }: { readonly cluster: string; readonly report: ReportProblem },
): DocumentsView {
  const names = selectExisting(patterns, [...documents.keys()].sort(), { where: `on ${cluster}`, report });
  return {
    cluster,
    connectors: names.flatMap((name) => {
      const document = documents.get(name);
      return document ? [{ name, document }] : [];
    }),
  };
}
