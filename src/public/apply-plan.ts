import type { EventView, ReportView } from '../model/apply-view.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { DesiredCluster } from '../project/resolve-clusters.ts';
import type { PlannedCluster } from '../reconcile/plan-cluster.ts';
import { type ApplySettings, type ReconcileResult, reconcile } from '../reconcile/reconcile.ts';
import { EventQueue } from './event-queue.ts';
import type { Cluster } from './load-project.ts';
import type { ClusterPlan } from './plan-cluster.ts';
import { portsOf, type RunOptions } from './run-options.ts';

/** How to apply a plan. The defaults are those of the command line. */
export interface ApplyPlanOptions extends RunOptions {
  /** Writes in flight at a time. Default 4. */
  readonly concurrency?: number;
  /** Whether to wait until what changed is healthy. Default true. */
  readonly wait?: boolean;
  /** How long everything must stay healthy. Default 10,000. */
  readonly stableForMilliseconds?: number;
  /** What happens after a failure. Default `halt`: no later wave starts. */
  readonly onFailure?: 'halt' | 'continue' | 'rollback';
  /** Names or globs of connectors that may end unhealthy. Default: none. */
  readonly allowUnhealthy?: readonly string[];
  /** The folder for a backup of what is overwritten or deleted, or `none`. Default: `.connect-sync/backups`. */
  readonly backup?: string;
}

/** A plan that is being applied. Iterating it gives its events; leaving the loop early interrupts it. */
export interface ApplyRun extends AsyncIterable<EventView> {
  /**
   * The outcome of every change, and what else is not as declared; undefined where there was nothing to change and all is
   * as declared. Rejects where nothing was applied.
   */
  readonly report: Promise<ReportView | undefined>;
}

/**
 * Applies a plan: backs up what would be lost, writes, waits until everything is healthy. It starts at once, whether or
 * not its events are read. A change that fails is an outcome in the report, not an error. Leaving the loop over the
 * events interrupts the run: no new write is started, and the loop ends when the run has ended.
 *
 * @throws ConnectSyncError through `report` and the loop: the plan is blocked, the cluster cannot be read
 */
export function applyPlan(cluster: Cluster, plan: ClusterPlan, options: ApplyPlanOptions = {}): ApplyRun {
  const events = new EventQueue<EventView>();
  const interruption = new AbortController();
  const signals = options.signal ? [interruption.signal, options.signal] : [interruption.signal];
  const report = run(cluster, plan, {
    ...options,
    signal: AbortSignal.any(signals),
    onEvent: (event) => events.add(event),
  }).finally(() => events.end());
  // A caller that only reads the events gets the error from the loop.
  report.catch(() => undefined);
  return { report, [Symbol.asyncIterator]: () => iterate(events, report, interruption) };
}

async function* iterate(
  events: EventQueue<EventView>,
  report: ApplyRun['report'],
  interruption: AbortController,
): AsyncGenerator<EventView, void, void> {
  let isLeft = true;
  try {
    yield* events.read();
    isLeft = false;
  } finally {
    if (isLeft) {
      interruption.abort('SIGINT');
      await report.catch(() => undefined);
    }
  }
  await report;
}

async function run(
  cluster: Cluster,
  plan: ClusterPlan,
  options: ApplyPlanOptions & { readonly onEvent: (event: EventView) => void },
): Promise<ReportView | undefined> {
  const request = {
    clusters: [cluster as DesiredCluster],
    plan: async () => plan as PlannedCluster,
    apply: applySettings(options),
  };
  const [result] = await reconcile(request, {
    ...portsOf(options),
    onPlanned: () => undefined,
    confirm: async () => true,
    onEvent: options.onEvent,
    onFinished: () => undefined,
  });
  if (!result?.ok) throw result?.error;
  return reportOf(result.value);
}

function applySettings(options: ApplyPlanOptions): ApplySettings {
  return {
    concurrency: options.concurrency ?? 4,
    wait: options.wait ?? true,
    stableForMilliseconds: options.stableForMilliseconds ?? 10_000,
    onFailure: options.onFailure ?? 'halt',
    allowUnhealthy: options.allowUnhealthy,
    backup: options.backup,
  };
}

function reportOf(result: ReconcileResult): ReportView | undefined {
  if (result.kind === 'blocked') throw planBlocked(result);
  if (result.kind !== 'applied') return undefined;
  if (result.unexpected !== undefined) throw result.unexpected;
  return result.report;
}

function planBlocked({ planned, by }: Extract<ReconcileResult, { kind: 'blocked' }>): ConnectSyncError {
  const [refusal] = planned.plan.refusals;
  return new ConnectSyncError({
    code: refusal ? 'plan-guarded' : 'plan-with-errors',
    message: `this plan must not be applied: ${refusal ? refusal.message : 'the worker objects to it'}`,
    hint: refusal?.hint,
    category: by === 'safety-check' ? 'safety-check' : 'invalid-input',
  });
}
