import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { assessStates } from '../inspect/assess-live.ts';
import { viewStatus } from '../inspect/status.ts';
import type { ReportView } from '../model/apply-view.ts';
import type { RunOutcome } from '../model/controller-view.ts';
import { differingChanges } from '../model/differing-changes.ts';
import type { ConnectSyncError } from '../model/error.ts';
import { describeInterruption, interruptionOf } from '../model/interruption.ts';
import type { OutcomeKind } from '../model/outcome.ts';
import type { PlanView } from '../model/plan-view.ts';
import type { Ports } from '../model/ports.ts';
import { countKinds } from '../model/redaction/view-report.ts';
import type { StatusView } from '../model/status-view.ts';
import { forOneRun, type Project } from '../project/load-project.ts';
import type { ClusterResult } from '../project/on-each-cluster.ts';
import type { DesiredCluster } from '../project/resolve-clusters.ts';
import { applyToClusters } from '../reconcile/apply-project.ts';
import type { PlannedCluster } from '../reconcile/plan-cluster.ts';
import type { PlanOptions } from '../reconcile/plan-options.ts';
import type { ReconcilePorts, ReconcileResult } from '../reconcile/reconcile.ts';
import type { ControllerInput, ControllerPorts } from './controller-input.ts';

/** What one run on a cluster may do. */
export interface RunRequest {
  readonly cluster: DesiredCluster;
  readonly input: ControllerInput;
  /** `only-read`: nothing is written, whatever differs. */
  readonly writes: 'allowed' | 'only-read';
  /** What is left alone for now. */
  readonly hold: NonNullable<PlanOptions['hold']>;
  /** Wraps the connection. */
  readonly connect: (connection: ConnectCluster) => ConnectCluster;
}

/** What came of one run. */
export interface RunResult {
  readonly outcome: RunOutcome;
  readonly counts: Readonly<Record<OutcomeKind, number>>;
  readonly reason: string | null;
  /** What was read; undefined where the cluster could not be, or its answers contradict one another. */
  readonly seen: SeenCluster | undefined;
  /** What was done; undefined where nothing was to be. */
  readonly report: ReportView | undefined;
}

/** One reading of a cluster. */
export interface SeenCluster {
  readonly planned: PlannedCluster;
  readonly status: StatusView;
}

const nothing = countKinds([]);

/** Plans one cluster and, if that is allowed, applies the plan, exactly as `apply` does. Never throws. */
export async function runOnCluster(request: RunRequest, ports: ControllerPorts): Promise<RunResult> {
  const cluster = { ...request.cluster, project: forOneRun(request.cluster.project) };
  let planned: PlannedCluster | undefined;
  const onPlanned = (one: PlannedCluster) => {
    planned = one;
  };
  const reconcilePorts = { ...portsOf(ports), onPlanned };
  try {
    const [result] = await applyToClusters([cluster], inputOf(request), reconcilePorts);
    if (!result) throw new Error('the run has no result');
    // Lists that hide connectors show no state of the cluster.
    const isContradictory = !result.ok && result.error.code === 'hidden-connectors';
    const seen = planned && !isContradictory ? see(planned, cluster) : undefined;
    return { ...describe(result, cluster, ports), seen };
  } catch (error) {
    const ended = endedByBug(error, cluster.project, ports);
    return { ...ended, counts: nothing, seen: undefined, report: undefined };
  }
}

/** How a run ends after an error that no worker and no file causes: reported as every command reports a bug. */
export function endedByBug(
  error: unknown,
  { scrub }: Pick<Project, 'scrub'>,
  { onUnexpected }: Pick<ControllerPorts, 'onUnexpected'>,
): Pick<RunResult, 'outcome' | 'reason'> {
  onUnexpected(error);
  return { outcome: 'error', reason: scrub(error instanceof Error ? error.message : String(error)) };
}

/** Without writing nothing is validated either: the worker gets only requests that read. */
function inputOf({ input, writes, hold, connect }: RunRequest) {
  if (writes === 'allowed') return { ...input, hold, connect };
  return {
    ...{ project: input.project, hold, connect },
    plan: { ...input.plan, validate: false, restart: 'none' as const },
    apply: { ...input.apply, expectNoChanges: true },
  };
}

function portsOf(ports: ControllerPorts): Omit<ReconcilePorts, 'onPlanned'> {
  const { clock, signal, mayWrite, proxy, onRequest, onWait }: Ports = ports;
  return {
    ...{ clock, signal, mayWrite, proxy, onRequest, onWait },
    confirm: async () => true,
    onEvent: ports.onApplyEvent,
    onFinished: () => undefined,
  };
}

function see(planned: PlannedCluster, cluster: DesiredCluster): SeenCluster {
  const desired = new Map(cluster.desired.connectors.map((one) => [one.name as string, one]));
  const connectors = [...planned.reading.connectors.values()].map((live) => {
    const declared = desired.get(live.name);
    return { live, desired: declared, health: assessStates(live, cluster, { desired: declared }) };
  });
  return { planned, status: viewStatus(connectors, planned.cluster, cluster.project.scrub) };
}

function describe(
  result: ClusterResult<ReconcileResult>,
  { project, label }: Pick<DesiredCluster, 'project' | 'label'>,
  ports: Pick<ControllerPorts, 'signal' | 'onUnexpected'>,
): Omit<RunResult, 'seen'> {
  if (!result.ok) {
    if (ports.signal.aborted) {
      const reason = describeInterruption(interruptionOf(ports.signal.reason));
      return { outcome: 'interrupted', counts: nothing, reason, report: undefined };
    }
    const reason = withoutLabel(result.error.message, label);
    return { outcome: outcomeOfError(result.error), counts: nothing, reason, report: undefined };
  }
  const { value } = result;
  const { view } = value.planned;
  switch (value.kind) {
    case 'blocked':
      return { outcome: 'blocked', counts: nothing, reason: whyBlocked(view), report: undefined };
    case 'up-to-date':
    case 'changes-pending':
    case 'declined': {
      const differs = differingChanges(view.changes).length > 0;
      return { outcome: differs ? 'drift' : 'in-sync', counts: nothing, reason: null, report: undefined };
    }
    case 'applied': {
      const described = describeReport(value.report);
      if (value.unexpected === undefined) return described;
      return { ...described, ...endedByBug(value.unexpected, project, ports) };
    }
  }
}

/** Where a run is shown, its cluster is shown too. */
function withoutLabel(message: string, label: string): string {
  const prefix = `${label}: `;
  return message.startsWith(prefix) ? message.slice(prefix.length) : message;
}

function describeReport(report: ReportView): Omit<RunResult, 'seen'> {
  const { counts, interrupted } = report;
  const isWhole = counts.failed + counts.stale + counts.unknown + counts['not-started'] === 0;
  const isHealthy = report.unhealthy + report.notHealed === 0 && report.rollback === null;
  const ended = isWhole && isHealthy ? 'applied' : 'incomplete';
  const failed = report.outcomes.find(
    ({ kind }) => kind === 'failed' || kind === 'stale' || kind === 'unknown',
  );
  const reason = failed ? `${failed.name}: ${failed.reason ?? failed.kind}` : null;
  if (interrupted === null) return { outcome: ended, counts, reason, report };
  return { outcome: 'interrupted', counts, reason: reason ?? describeInterruption(interrupted), report };
}

function outcomeOfError({ category }: ConnectSyncError): RunOutcome {
  if (category === 'unread-cluster') return 'unread';
  const isBlocked =
    category === 'safety-check' || category === 'invalid-input' || category === 'plan-refused';
  return isBlocked ? 'blocked' : 'error';
}

function whyBlocked({ refusals, diagnostics }: PlanView): string | null {
  const [refusal] = refusals;
  return refusal?.message ?? diagnostics.find(({ severity }) => severity === 'error')?.message ?? null;
}
