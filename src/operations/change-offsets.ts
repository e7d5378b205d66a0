import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { OffsetsAction } from '../model/action.ts';
import type { OutcomeView } from '../model/apply-view.ts';
import type { DesiredState } from '../model/desired-connector.ts';
import { type LiveConnector, observedState } from '../model/live-connector.ts';
import { type DesiredOffsets, offsetChanges } from '../model/offset-changes.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import { offsetsStep } from '../plan/offsets-step.ts';
import type { ClusterChoice } from '../project/choose-clusters.ts';
import { loadProject } from '../project/load-project.ts';
import { type ClusterResult, onEachCluster } from '../project/on-each-cluster.ts';
import { type ClusterContext, chooseClusters, requireOneCluster } from '../project/resolve-clusters.ts';
import type { WarningPorts } from '../project/warnings.ts';
import { applyStep, type StepPorts } from '../reconcile/apply-step.ts';
import { withGracePeriod } from '../reconcile/grace-period.ts';
import {
  type NamedConnector,
  type OffsetChangesView,
  type OffsetsRequest,
  planOffsets,
} from './plan-offsets.ts';

export type { OffsetChangesView } from './plan-offsets.ts';

/** Which offsets to change, and what to read afterwards. */
export interface ChangeOffsetsInput<T> extends OffsetsRequest {
  readonly clusters: ClusterChoice;
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
  const { connector, worker, desired, view } = await planOffsets(connection, cluster, request);
  const readBack = () => readConnector(connection, cluster, { connector, input });
  if (view.changes.length === 0)
    return { kind: 'up-to-date', connector: connector.name, readBack: await readBack() };
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

function actionFor(desired: DesiredOffsets): OffsetsAction {
  return desired.kind === 'reset'
    ? { kind: 'reset-offsets' }
    : { kind: 'alter-offsets', entries: desired.entries };
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
