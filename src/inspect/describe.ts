import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { HealthView } from '../model/apply-view.ts';
import type { DesiredConnector } from '../model/desired-connector.ts';
import { inParallel } from '../model/in-parallel.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import { viewOffsets } from '../model/redaction/view-offsets.ts';
import { viewHealth } from '../model/redaction/view-outcome.ts';
import { viewPlace } from '../model/redaction/view-plan.ts';
import type { Source } from '../model/source.ts';
import type { WorkerInfo } from '../model/worker-info.ts';
import { releaseOf, supports, type WorkerFeature } from '../model/worker-version.ts';
import { readDesiredByName } from '../project/desired-by-name.ts';
import type { ClusterResult } from '../project/on-each-cluster.ts';
import type { ClusterContext } from '../project/resolve-clusters.ts';
import { readSelected, type SelectedConnectors } from '../project/selected-connectors.ts';
import type { WarningPorts } from '../project/warnings.ts';
import { assessLive } from './assess-live.ts';
import { type InspectInput, readClusters } from './read-clusters.ts';
import { type Part, readPart } from './read-part.ts';
import { scrubAbout, type TaskRowView, type TraceChoice, viewTaskRows, viewTrace } from './tasks.ts';

/** Everything about the selected connectors of one cluster. */
export interface DescribeView {
  readonly format: 'connect-sync/describe';
  readonly version: 1;
  /** The cluster's name, else its URL. */
  readonly cluster: string;
  /** By name. */
  readonly connectors: readonly ConnectorDescriptionView[];
}

/** Everything about one connector, masked. */
export interface ConnectorDescriptionView {
  readonly name: string;
  readonly type: LiveConnector['type'];
  readonly health: HealthView;
  /** Where a file declares it; null: no file does. */
  readonly source: Source | null;
  /** null: the worker has no status for it yet. */
  readonly state: string | null;
  readonly workerId: string | null;
  /** The version of the plugin that the connector runs with; null where the worker reports none. */
  readonly pluginVersion: string | null;
  /** null: stored with JSON `null`. */
  readonly config: Readonly<Record<string, string | null>>;
  readonly tasks: readonly TaskRowView[];
  /** The complete trace of each instance that has one. */
  readonly traces: readonly { readonly of: string; readonly trace: string }[];
  readonly topics: PartView<readonly string[]>;
  /** The format of both depends on the plugin. */
  readonly offsets: PartView<readonly { readonly partition: unknown; readonly offset: unknown }[]>;
}

/** A part of the page, or why it could not be read. */
export type PartView<Value> = { readonly value: Value } | { readonly problem: string };

const readConcurrency = 4;
/** Offsets are only one part of the page, and some workers answer late: they must not delay the rest for long. */
const partBudget = { budgetMilliseconds: 10_000 };

/**
 * Config, states, traces, topics and offsets of connectors.
 *
 * @param input `names`: names or globs
 * @throws InvalidInputError, ConnectSyncError as `readClusters`
 */
export function describeConnectors(
  input: InspectInput & TraceChoice & { readonly names: readonly string[] },
  ports: WarningPorts,
): Promise<readonly ClusterResult<DescribeView>[]> {
  return readClusters(input, ports, async (connection, cluster, report) => {
    const found = await readSelected(connection, cluster, { names: input.names, ports, report });
    const { byName } = readDesiredByName(cluster);
    const connectors = await inParallel(found.selected, readConcurrency, (live) =>
      describeOne(connection, cluster, {
        ...{ live, found, traces: input.traces },
        desired: byName.get(live.name),
      }),
    );
    return { format: 'connect-sync/describe', version: 1, cluster: cluster.label, connectors };
  });
}

async function describeOne(
  connection: ConnectCluster,
  cluster: ClusterContext,
  {
    live,
    found,
    desired,
    traces,
  }: TraceChoice & {
    readonly live: LiveConnector;
    readonly found: SelectedConnectors;
    readonly desired: DesiredConnector | undefined;
  },
): Promise<ConnectorDescriptionView> {
  const scrub = scrubAbout(cluster, live.name, traces);
  const { worker, redactor } = found;
  const [topics, offsets] = await Promise.all([
    ifSupported(worker, 'topics', () =>
      readPart(cluster, live.name, (name) => connection.readTopics(name, partBudget)),
    ),
    ifSupported(worker, 'offsets', () =>
      readPart(cluster, live.name, (name) => connection.readOffsets(name, partBudget)),
    ),
  ]);
  const used = topics.kind === 'read' ? topics.value : undefined;
  const health = await assessLive(connection, cluster, live, { desired, topics: used });
  const { status } = live;
  return {
    name: live.name,
    type: live.type,
    health: viewHealth(health, live.name, cluster.project.scrub),
    source: desired ? viewPlace(desired.source) : null,
    state: status?.connector.state ?? null,
    workerId: status ? scrub(status.connector.workerId) : null,
    pluginVersion: status?.connector.version === undefined ? null : scrub(status.connector.version),
    config: redactor.document(live.name, live.config, { nullKeys: live.nullKeys }).config,
    tasks: viewTaskRows(live, scrub),
    traces: tracesOf(live).map(({ of, trace }) => ({ of, trace: viewTrace({ trace }, scrub).trace ?? '' })),
    topics: viewPart(topics, (value) => value.map(scrub)),
    offsets: viewPart(offsets, ({ entries }) => viewOffsets(entries, scrub)),
  };
}

async function ifSupported<Value>(
  { version, versionText }: WorkerInfo,
  feature: WorkerFeature,
  read: () => Promise<Part<Value>>,
): Promise<Part<Value>> {
  if (supports(version, feature)) return read();
  return {
    kind: 'unread',
    why: `not supported by Kafka Connect ${versionText} (requires ${releaseOf(feature)} or later)`,
  };
}

function viewPart<Value, Shown>(part: Part<Value>, show: (value: Value) => Shown): PartView<Shown> {
  return part.kind === 'read' ? { value: show(part.value) } : { problem: part.why };
}

function tracesOf({ status }: LiveConnector): { readonly of: string; readonly trace: string }[] {
  if (!status) return [];
  const instances = [
    { of: 'connector', trace: status.connector.trace },
    ...status.tasks.map(({ id, trace }) => ({ of: `task ${id}`, trace })),
  ];
  return instances.flatMap(({ of, trace }) => (trace === undefined ? [] : [{ of, trace }]));
}
