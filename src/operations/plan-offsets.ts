import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { type ConnectorName, isConnectorName, unsafeNameRule } from '../model/connector-name.ts';
import { ConnectSyncError } from '../model/error.ts';
import { type LiveConnector, observedState } from '../model/live-connector.ts';
import { matchesAnyGlob } from '../model/name-glob.ts';
import { type DesiredOffsets, type OffsetChange, offsetChanges } from '../model/offset-changes.ts';
import { viewOffsets } from '../model/redaction/view-offsets.ts';
import type { WorkerInfo } from '../model/worker-info.ts';
import type { ProjectInput } from '../project/load-project.ts';
import type { ClusterContext } from '../project/resolve-clusters.ts';
import { readSelected } from '../project/selected-connectors.ts';
import type { WarningPorts } from '../project/warnings.ts';
import { requireFeature } from '../project/worker-support.ts';
import { readOffsetsFile } from './read-offsets-file.ts';
import { refuseForeign } from './refuse-foreign.ts';

/** Which offsets to change. */
export interface OffsetsRequest {
  readonly project: ProjectInput;
  /** Names or globs that select one connector. */
  readonly names: readonly string[];
  /** `set`: to the offsets of a file, its path relative to the directory of the project. */
  readonly change: { readonly kind: 'reset' } | { readonly kind: 'set'; readonly file: string };
  /** Whether a connector that is not STOPPED is stopped for the change, and returned to its state afterwards. */
  readonly whenNotStopped: 'stop' | 'refuse';
}

/** The planned changes of the offsets of one connector, masked. */
export interface OffsetChangesView {
  readonly kind: 'reset' | 'set';
  /** The cluster's name, else its URL. */
  readonly cluster: string;
  readonly connector: string;
  /** Where the new offsets come from; undefined for a reset. */
  readonly origin: string | undefined;
  readonly changes: readonly {
    readonly partition: unknown;
    /** null: it has no offset. */
    readonly before: unknown;
    readonly after: unknown;
  }[];
  readonly notes: readonly string[];
}

/** A connector whose name can be used in a URL. */
export type NamedConnector = LiveConnector & { readonly name: ConnectorName };

/** What to do to the offsets of one connector. */
export interface OffsetsPlan {
  readonly connector: NamedConnector;
  readonly worker: WorkerInfo;
  readonly desired: DesiredOffsets;
  /** Without changes where the offsets are already as requested. */
  readonly view: OffsetChangesView;
}

/**
 * Reads the connector, its offsets and the requested ones, and compares them.
 *
 * @throws ConnectSyncError if not one connector is selected, it is not STOPPED and must not be stopped, or the file
 *   has no offsets
 */
export async function planOffsets(
  connection: ConnectCluster,
  cluster: ClusterContext,
  { input, ports }: { readonly input: OffsetsRequest; readonly ports: WarningPorts },
): Promise<OffsetsPlan> {
  const { connector, worker } = await selectConnector(connection, cluster, { input, ports });
  const { desired, origin } = await readDesired(input, connector);
  if (input.whenNotStopped === 'refuse') requireStopped(connector, cluster);
  const changes = offsetChanges((await connection.readOffsets(connector.name)).entries, desired);
  const view = viewChanges(changes, cluster, { connector, kind: desired.kind, origin });
  return { connector, worker, desired, view };
}

async function selectConnector(
  connection: ConnectCluster,
  cluster: ClusterContext,
  { input: { names }, ports }: { readonly input: OffsetsRequest; readonly ports: WarningPorts },
): Promise<{ readonly connector: NamedConnector; readonly worker: WorkerInfo }> {
  const { worker, selected } = await readSelected(connection, cluster, { names, ports });
  requireFeature(cluster, worker, { feature: 'offsetWrites', what: 'change offsets' });
  const [connector, ...others] = selected;
  if (!connector || others.length > 0) {
    throw new ConnectSyncError({
      code: 'offsets-usage',
      message: `select one connector to change its offsets, not ${selected.length}: ${selected.map(({ name }) => name).join(', ')}`,
      category: 'usage',
    });
  }
  refuseForeign(selected, cluster, 'its offsets are not changed');
  const { name } = connector;
  if (isConnectorName(name)) return { connector: { ...connector, name }, worker };
  throw new ConnectSyncError({
    code: 'unmanageable-name',
    message: `${cluster.label}: the name "${name}" cannot be used in a URL, so its offsets cannot be changed`,
    hint: unsafeNameRule,
    category: 'failure',
  });
}

function requireStopped({ name, status }: LiveConnector, { label }: ClusterContext): void {
  if (status?.connector.state === 'STOPPED') return;
  throw new ConnectSyncError({
    code: 'not-stopped',
    message: `${label}: ${name} is ${status?.connector.state ?? 'without a status yet'}, and a worker changes offsets only while a connector is STOPPED`,
    hint: 'add --stop to stop it for the change and return it to its state afterwards',
    category: 'failure',
  });
}

interface Desired {
  readonly desired: DesiredOffsets;
  readonly origin: string | undefined;
}

async function readDesired({ change, project }: OffsetsRequest, { name }: NamedConnector): Promise<Desired> {
  if (change.kind === 'reset') return { desired: change, origin: undefined };
  const { entries, origin } = await readOffsetsFile(project.directory, change.file, name);
  return { desired: { kind: 'set', entries }, origin };
}

function viewChanges(
  changes: readonly OffsetChange[],
  { project, label, ownership }: ClusterContext,
  {
    connector,
    kind,
    origin,
  }: Pick<Desired, 'origin'> & { readonly connector: LiveConnector; readonly kind: 'reset' | 'set' },
): OffsetChangesView {
  const masked = changes.map(({ partition, before, after }) => {
    const [entry] = viewOffsets(
      [{ partition, offset: [before, after] }],
      project.scrub.about(connector.name),
    );
    const [from = null, to = null] = Array.isArray(entry?.offset) ? (entry.offset as unknown[]) : [];
    return { partition: entry?.partition, before: from, after: to };
  });
  const state = observedState(connector);
  const isProtected = matchesAnyGlob(ownership.protect, connector.name);
  return {
    ...{ kind, cluster: label, connector: connector.name, origin, changes: masked },
    notes: [
      state === 'stopped'
        ? 'it is stopped and stays so'
        : `stops it first and returns it to ${state} afterwards`,
      ...(isProtected ? ['ownership.protect prevents its deletion, not this change'] : []),
    ],
  };
}
