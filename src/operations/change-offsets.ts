import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { OffsetsAction } from '../model/action.ts';
import type { OutcomeView } from '../model/apply-view.ts';
import { type ConnectorName, isConnectorName } from '../model/connector-name.ts';
import type { DesiredState } from '../model/desired-connector.ts';
import { ConnectSyncError } from '../model/error.ts';
import { type LiveConnector, observedState } from '../model/live-connector.ts';
import { matchesAnyGlob } from '../model/name-glob.ts';
import { type DesiredOffsets, type OffsetChange, offsetChanges } from '../model/offset-changes.ts';
import { viewOffsets } from '../model/redaction/view-offsets.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import type { WorkerInfo } from '../model/worker-info.ts';
import { offsetsStep } from '../plan/offsets-step.ts';
import type { ClusterChoice } from '../project/choose-clusters.ts';
import { loadProject, type ProjectInput } from '../project/load-project.ts';
import { type ClusterResult, onEachCluster } from '../project/on-each-cluster.ts';
import { type ClusterContext, chooseClusters, requireOneCluster } from '../project/resolve-clusters.ts';
import { readSelected } from '../project/selected-connectors.ts';
import type { WarningPorts } from '../project/warnings.ts';
import { requireFeature } from '../project/worker-support.ts';
import { applyStep, type StepPorts } from '../reconcile/apply-step.ts';
import { withGracePeriod } from '../reconcile/grace-period.ts';
import { readOffsetsFile } from './read-offsets-file.ts';

/** Which offsets to change, and what to read afterwards. */
export interface ChangeOffsetsInput<T> {
  readonly project: ProjectInput;
  readonly clusters: ClusterChoice;
  /** Names or globs that select one connector. */
  readonly names: readonly string[];
  /** `set`: to the offsets of a file, its path relative to the directory of the project. */
  readonly change: { readonly kind: 'reset' } | { readonly kind: 'set'; readonly file: string };
  /** Whether a connector that is not STOPPED is stopped for the change, and returned to its state afterwards. */
  readonly whenNotStopped: 'stop' | 'refuse';
  /** Reads the connector after the change. */
  readonly readBack: (
    connection: ConnectCluster,
    cluster: ClusterContext,
    connector: Pick<LiveConnector, 'name' | 'type' | 'status'>,
  ) => Promise<T>;
}

/** What a change of offsets reports while it runs, and asks before it writes. */
export interface ChangeOffsetsPorts extends WarningPorts, StepPorts {
  readonly onPlanned: (changes: OffsetChangesView) => void;
  /**
   * Whether the offsets may be changed.
   *
   * @throws ConnectSyncError (usage) where nobody can answer
   */
  readonly confirm: (changes: OffsetChangesView) => Promise<boolean>;
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

/** How a change of offsets ended. */
export type ChangeOffsetsResult<T> =
  /** The offsets were already as requested. */
  | { readonly kind: 'up-to-date'; readonly connector: string; readonly readBack: T }
  | { readonly kind: 'declined' }
  | { readonly kind: 'changed'; readonly outcome: OutcomeView; readonly readBack: T }
  | {
      readonly kind: 'failed';
      readonly outcome: OutcomeView;
      readonly formerState: DesiredState;
      /** The state of the connector afterwards, as the worker reports it; undefined: it could not be read. */
      readonly state: string | undefined;
      /** Whether the connector shows its former state. */
      readonly isReturned: boolean;
      /** Whether the offsets are as requested all the same; undefined: they could not be read. */
      readonly isChanged: boolean | undefined;
      readonly unexpected?: unknown;
    };

/** The time limit for all waiting, where the run has none. */
const defaultTimeoutMilliseconds = 120_000;

/**
 * Changes the offsets of one connector: read, compare, confirm, apply, read back. A worker accepts that only while the
 * connector is STOPPED. A connector that is stopped for it returns to its former state whatever goes wrong; where that
 * fails, the result says so.
 *
 * @throws InvalidInputError if the project file has errors
 * @throws ConnectSyncError (usage) if several clusters are chosen
 */
export async function changeOffsets<T>(
  input: ChangeOffsetsInput<T>,
  ports: ChangeOffsetsPorts,
): Promise<readonly ClusterResult<ChangeOffsetsResult<T>>[]> {
  const clusters = await chooseClusters(await loadProject(input.project), input.clusters);
  requireOneCluster(clusters, 'offsets are changed');
  return withGracePeriod(ports, (signal) =>
    onEachCluster(clusters, { ...ports, signal }, (connection, cluster) =>
      changeOn(connection, cluster, { input, ports }),
    ),
  );
}

interface Request<T> {
  readonly input: ChangeOffsetsInput<T>;
  readonly ports: ChangeOffsetsPorts;
}

async function changeOn<T>(
  connection: ConnectCluster,
  cluster: ClusterContext,
  request: Request<T>,
): Promise<ChangeOffsetsResult<T>> {
  const { input, ports } = request;
  const { connector, worker } = await selectConnector(connection, cluster, request);
  const { desired, origin } = await readDesired(input, connector);
  if (input.whenNotStopped === 'refuse') requireStopped(connector, cluster);
  const changes = offsetChanges((await connection.readOffsets(connector.name)).entries, desired);
  const readBack = () => readConnector(connection, cluster, { connector, input });
  if (changes.length === 0)
    return { kind: 'up-to-date', connector: connector.name, readBack: await readBack() };
  const view = viewChanges(changes, cluster, { connector, kind: desired.kind, origin });
  ports.onPlanned(view);
  if (!(await ports.confirm(view))) return { kind: 'declined' };
  const { outcome, unexpected } = await applyStep(
    {
      step: offsetsStep(connector, actionFor(desired)),
      worker,
      timeoutMilliseconds: cluster.project.input.timeoutMilliseconds ?? defaultTimeoutMilliseconds,
    },
    connection,
    { cluster, ports },
  );
  if (outcome.kind === 'applied') return { kind: 'changed', outcome, readBack: await readBack() };
  return {
    ...{ kind: 'failed', outcome, formerState: observedState(connector) },
    ...(await observeState(connection, connector)),
    isChanged: await observeOffsets(connection, connector, desired),
    ...(unexpected !== undefined && { unexpected }),
  };
}

type NamedConnector = LiveConnector & { readonly name: ConnectorName };

async function selectConnector<T>(
  connection: ConnectCluster,
  cluster: ClusterContext,
  { input: { names }, ports }: Request<T>,
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
  const { name } = connector;
  if (isConnectorName(name)) return { connector: { ...connector, name }, worker };
  throw new ConnectSyncError({
    code: 'unmanageable-name',
    message: `${cluster.label}: the name "${name}" cannot be used in a URL, so its offsets cannot be changed`,
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

async function readDesired<T>(
  { change, project }: ChangeOffsetsInput<T>,
  { name }: NamedConnector,
): Promise<Desired> {
  if (change.kind === 'reset') return { desired: change, origin: undefined };
  const { entries, origin } = await readOffsetsFile(project.directory, change.file, name);
  return { desired: { kind: 'set', entries }, origin };
}

function actionFor(desired: DesiredOffsets): OffsetsAction {
  return desired.kind === 'reset'
    ? { kind: 'reset-offsets' }
    : { kind: 'alter-offsets', entries: desired.entries };
}

function viewChanges(
  changes: readonly OffsetChange[],
  { project, label }: ClusterContext,
  {
    connector,
    kind,
    origin,
  }: Pick<Desired, 'origin'> & { readonly connector: LiveConnector; readonly kind: 'reset' | 'set' },
): OffsetChangesView {
  const masked = changes.map(({ partition, before, after }) => {
    const [entry] = viewOffsets([{ partition, offset: [before, after] }], project.scrub);
    const [from = null, to = null] = Array.isArray(entry?.offset) ? (entry.offset as unknown[]) : [];
    return { partition: entry?.partition, before: from, after: to };
  });
  const state = observedState(connector);
  const isProtected = matchesAnyGlob(project.files.project.ownership.protect, connector.name);
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

async function readConnector<T>(
  connection: ConnectCluster,
  cluster: ClusterContext,
  { connector, input }: { readonly connector: NamedConnector; readonly input: ChangeOffsetsInput<T> },
): Promise<T> {
  const status = (await connection.readStatuses()).get(connector.name);
  return input.readBack(connection, cluster, { ...connector, status });
}

/** Callers report a failure: that this cannot be read must neither hide it nor delay it. */
const failFast = { budgetMilliseconds: 0 };

/** The state of the connector after a failure. */
async function observeState(
  connection: ConnectCluster,
  connector: NamedConnector,
): Promise<{ readonly state: string | undefined; readonly isReturned: boolean }> {
  const statuses = await orUndefined(connection.readStatuses(failFast));
  const status = statuses?.get(connector.name);
  const isReturned = status !== undefined && observedState({ status }) === observedState(connector);
  return { state: status?.connector.state, isReturned };
}

/** Whether the offsets are as requested after a failure. */
async function observeOffsets(
  connection: ConnectCluster,
  { name }: NamedConnector,
  desired: DesiredOffsets,
): Promise<boolean | undefined> {
  const offsets = await orUndefined(connection.readOffsets(name, failFast));
  return offsets && offsetChanges(offsets.entries, desired).length === 0;
}

async function orUndefined<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof WorkerFailure)) throw error;
    return undefined;
  }
}
