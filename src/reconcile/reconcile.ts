import type { ApplyOptions } from '../apply/apply-options.ts';
import { applySteps } from '../apply/apply-steps.ts';
import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { EventView, ReportView } from '../model/apply-view.ts';
import { assessHealth } from '../model/assess-health.ts';
import { type ApplyVerdict, assessReport } from '../model/assess-report.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { ApplyEvent } from '../model/event.ts';
import type { LeftOutChange, Plan } from '../model/plan.ts';
import type { Ports } from '../model/ports.ts';
import { viewEvent } from '../model/redaction/view-event.ts';
import { viewReport } from '../model/redaction/view-report.ts';
import { type ClusterResult, onEachCluster } from '../project/on-each-cluster.ts';
import type { ClusterContext } from '../project/resolve-clusters.ts';
import { backUp } from './back-up.ts';
import { checkDigestForm, checkExpectedDigest } from './expected-digest.ts';
import { findUnlisted, withoutAppeared } from './find-unlisted.ts';
import { withGracePeriod } from './grace-period.ts';
import type { PlanBlock, PlannedCluster } from './plan-cluster.ts';

/** How long all waiting for one cluster may take, without a timeout of the run. */
export const defaultTimeoutMilliseconds = 300_000;
const heartbeatMilliseconds = 10_000;

/** How plans are applied. */
export interface ApplySettings
  extends Pick<ApplyOptions, 'concurrency' | 'wait' | 'stableForMilliseconds' | 'onFailure'> {
  /** Names or globs of connectors that may end unhealthy. */
  readonly allowUnhealthy?: readonly string[] | undefined;
  /** The folder for what is overwritten or deleted, or `none`; left out: .connect-sync/backups in the project. */
  readonly backup?: string | undefined;
  /** Write only if this is the digest over the plans of all clusters. */
  readonly expectDigest?: string | undefined;
  /** Write nothing: the result is `changes-pending` where there are changes. */
  readonly expectNoChanges?: boolean | undefined;
}

/** What to reconcile: the clusters, and how the plan of each is made. */
export interface ReconcileRequest<C extends ClusterContext> {
  readonly clusters: readonly C[];
  readonly plan: (connection: ConnectCluster, cluster: C) => Promise<PlannedCluster>;
  readonly apply: ApplySettings;
}

/** What a reconciliation reports while it runs, and asks before it writes. */
export interface ReconcilePorts extends Ports {
  readonly onPlanned: (planned: PlannedCluster) => void;
  /**
   * Whether the plan may be applied. Called only where there are changes and nothing blocks them.
   *
   * @throws ConnectSyncError (usage) if nobody can answer
   */
  readonly confirm: (planned: PlannedCluster) => Promise<boolean>;
  readonly onEvent: (event: EventView) => void;
  /** Called once for each cluster, when it is finished; without a result where it failed. */
  readonly onFinished: (cluster: string, result: ReconcileResult | undefined) => void;
}

/** How the reconciliation of one cluster ended. */
export type ReconcileResult = { readonly planned: PlannedCluster } & (
  | { readonly kind: 'blocked'; readonly by: PlanBlock }
  | { readonly kind: 'up-to-date' | 'changes-pending' | 'declined' }
  | {
      readonly kind: 'applied';
      readonly verdict: ApplyVerdict;
      readonly report: ReportView;
      /** What was thrown that no worker causes: a bug of connect-sync, to be reported as one. */
      readonly unexpected?: unknown;
    }
);

/**
 * For each cluster, in parallel: plan, compare with the expected digest, stop where something blocks the plan, confirm,
 * back up, apply, report. After an interrupt, requests in flight have five seconds to end.
 *
 * @throws ConnectSyncError (plan-refused) where the expected digest is malformed
 */
export async function reconcile<C extends ClusterContext>(
  request: ReconcileRequest<C>,
  ports: ReconcilePorts,
): Promise<readonly ClusterResult<ReconcileResult>[]> {
  const { expectDigest } = request.apply;
  if (expectDigest !== undefined) checkDigestForm(expectDigest);
  // Complete before any of them ends: all clusters are started at once.
  const plans: Promise<PlannedCluster>[] = [];
  const work = async (connection: ConnectCluster, cluster: C): Promise<ReconcileResult> => {
    const plan = request.plan(connection, cluster);
    plans.push(plan);
    const planned = await withRollbackCheck(await plan, request.apply);
    ports.onPlanned(planned);
    if (expectDigest !== undefined) await checkExpectedDigest(expectDigest, plans);
    return reconcilePlanned(planned, { connection, cluster, settings: request.apply, ports });
  };
  return withGracePeriod(ports, (signal) =>
    onEachCluster(request.clusters, { ...ports, signal }, async (connection, cluster) => {
      let result: ReconcileResult | undefined;
      try {
        result = await work(connection, cluster);
        return result;
      } finally {
        ports.onFinished(cluster.label, result);
      }
    }),
  );
}

/** Refuses a plan that could not be rolled back though a failure is to roll it back. */
async function withRollbackCheck(
  planned: PlannedCluster,
  { onFailure }: ApplySettings,
): Promise<PlannedCluster> {
  if (onFailure !== 'rollback') return planned;
  const { checkRollback } = await import('../plan/check-masks.ts');
  const found = checkRollback(planned.plan.steps);
  if (found.length === 0) return planned;
  return {
    ...planned,
    plan: { ...planned.plan, refusals: [...planned.plan.refusals, ...found] },
    view: { ...planned.view, refusals: [...planned.view.refusals, ...found] },
    blockedBy: 'safety-check',
  };
}

interface Reconciliation {
  readonly connection: ConnectCluster;
  readonly cluster: ClusterContext;
  readonly settings: ApplySettings;
  readonly ports: ReconcilePorts;
}

async function reconcilePlanned(
  planned: PlannedCluster,
  reconciliation: Reconciliation,
): Promise<ReconcileResult> {
  const { connection, cluster, settings, ports } = reconciliation;
  const { plan, blockedBy, validated } = planned;
  if (blockedBy) return { planned, kind: 'blocked', by: blockedBy };
  if (plan.steps.length === 0) {
    // Nothing may be left of a saved plan, and what is declared may not be healthy; the report says so.
    const isSettled = (plan.leftOut ?? []).every(({ kind }) => kind === 'skipped');
    if (isSettled && isAllHealthy(planned, cluster)) return { planned, kind: 'up-to-date' };
    return applyPlanned(planned, reconciliation);
  }
  if (settings.expectNoChanges === true) return { planned, kind: 'changes-pending' };
  if (plan.validation === 'denied') throw validationDenied(cluster);
  if (!(await ports.confirm(planned))) return { planned, kind: 'declined' };
  const emit = emitterOf(cluster, ports);
  if (validated.count > 0) emit({ kind: 'validated', ...validated });
  const valid = withoutUnvalidated(plan);
  const unlisted = await findUnlisted(connection, { plan: valid, label: cluster.label });
  const applicable = withoutAppeared(valid, unlisted);
  const backup = await backUp(connection, cluster, { plan: applicable, place: settings.backup, ports });
  if (backup) emit({ kind: 'backed-up', ...backup });
  // Where a gateway may hide a connector, no second one is written before the first is answered.
  const concurrency = unlisted.isCertain ? settings.concurrency : 1;
  return applyPlanned(
    { ...planned, plan: applicable },
    { ...reconciliation, settings: { ...settings, concurrency } },
  );
}

/** Whether the reading of the plan shows everything that is declared in its declared state: then nothing is read again. */
function isAllHealthy({ declared }: PlannedCluster, { project }: ClusterContext): boolean {
  return declared.every(({ desired, live }) => {
    if (desired.kind === 'absent' || !live) return true;
    const { state, allowNoTasks } = desired;
    const hadTasks = live.taskIds.length > 0;
    const health = assessHealth(live, { state, allowNoTasks, hadTasks, strict: project.input.strict });
    return health.kind === 'healthy' || health.kind === 'suspended';
  });
}

async function applyPlanned(
  planned: PlannedCluster,
  { connection, cluster, settings, ports }: Reconciliation,
): Promise<ReconcileResult> {
  const { input, scrub } = cluster.project;
  const work = { ...planned.plan, declared: planned.declared };
  const report = await applySteps(work, connection, {
    options: {
      concurrency: Math.max(1, settings.concurrency),
      wait: settings.wait,
      strict: input.strict,
      allowUnhealthy: settings.allowUnhealthy,
      stableForMilliseconds: settings.stableForMilliseconds,
      onFailure: settings.onFailure,
      timeoutMilliseconds: input.timeoutMilliseconds ?? defaultTimeoutMilliseconds,
      heartbeatMilliseconds,
    },
    clock: ports.clock,
    interrupt: ports.signal,
    emit: emitterOf(cluster, ports),
  });
  const { unexpected } = report;
  return {
    planned,
    kind: 'applied',
    verdict: assessReport(report),
    report: viewReport(report, cluster.label, scrub),
    ...(unexpected !== undefined && { unexpected }),
  };
}

/** Nothing is written unvalidated; that the credentials exclude one class says nothing about the others. */
function withoutUnvalidated(plan: Plan): Plan {
  const unvalidated = new Set(plan.unvalidated);
  if (unvalidated.size === 0) return plan;
  const failed = plan.steps.filter(({ name }) => unvalidated.has(name));
  return {
    ...plan,
    steps: plan.steps.filter(({ name }) => !unvalidated.has(name)),
    leftOut: [
      ...(plan.leftOut ?? []),
      ...failed.map(
        ({ name, change, wave, source }): LeftOutChange => ({
          ...{ name, change: change.kind, kind: 'failed', wave, source },
          reason:
            'the credentials are not allowed to validate its configuration, and nothing is written unvalidated',
        }),
      ),
    ],
  };
}

function emitterOf({ label, project }: ClusterContext, { onEvent }: ReconcilePorts) {
  return (event: ApplyEvent) => onEvent(viewEvent(event, label, project.scrub));
}

function validationDenied({ label }: ClusterContext): ConnectSyncError {
  return new ConnectSyncError({
    code: 'validation-denied',
    message: `${label}: the credentials are not allowed to validate configurations, and nothing is written unvalidated`,
    hint: 'use credentials that are allowed to, or add --no-validate',
    category: 'unread-cluster',
  });
}
