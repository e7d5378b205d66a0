import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { isFailure } from '../model/assess-outcome.ts';
import { hasErrors } from '../model/diagnostic.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { ApplyReport, RollbackReport } from '../model/outcome.ts';
import type { Plan, Step } from '../model/plan.ts';
import type { ApplyContext } from './apply-options.ts';
import { startHeartbeat } from './heartbeat.ts';
import { orderWaves } from './order-waves.ts';
import { OutcomeRecorder } from './outcome-recorder.ts';
import { rollBack } from './roll-back.ts';
import { type Run, startRun } from './run.ts';
import { type Performed, runWave } from './run-wave.ts';
import { whySkipped } from './why-skipped.ts';

// Both are part of the signature below: who calls it finds them in one place.
export type { ApplyContext, ApplyOptions } from './apply-options.ts';

/**
 * Carries out a plan on its cluster: wave after wave, each healthy before the next, deletions last. Every planned
 * change has exactly one outcome in the report, whatever happens; what a worker does is never thrown.
 *
 * @throws ConnectSyncError where something stands against the plan: a guard, or an objection of the worker
 */
export async function applyPlan(
  plan: Plan,
  cluster: ConnectCluster,
  context: ApplyContext,
): Promise<ApplyReport> {
  refuseGuarded(plan);
  const run = startRun(cluster, context);
  const account = new OutcomeRecorder(plan, run);
  const endHeartbeat = startHeartbeat(run);
  const started = run.clock.now();
  const rollback = await reconcileCluster(plan, account, run);
  endHeartbeat();
  run.stopping.dispose();
  const outcomes = account.close(run.stopping.describe());
  const { interrupted, unexpected } = run.stopping;
  return {
    planned: plan.steps.length + (plan.settled?.length ?? 0),
    outcomes,
    interrupted,
    rollback,
    milliseconds: run.clock.now() - started,
    ...(unexpected !== undefined && { unexpected }),
  };
}

/** The guards belong to the plan and are judged there; no caller gets past them. */
function refuseGuarded(plan: Plan): void {
  const [refusal] = plan.refusals;
  if (refusal) {
    throw new ConnectSyncError({
      code: 'plan-guarded',
      message: `this plan must not be applied: ${refusal.message}`,
      hint: refusal.hint,
      category: 'safety-check',
    });
  }
  if (!hasErrors(plan.findings)) return;
  throw new ConnectSyncError({
    code: 'plan-with-errors',
    message: 'this plan must not be applied: the worker objects to it',
    category: 'invalid-input',
  });
}

async function reconcileCluster(
  plan: Plan,
  account: OutcomeRecorder,
  run: Run,
): Promise<RollbackReport | undefined> {
  try {
    const performed = await runWaves(orderWaves(plan.steps), account, run);
    const isToRollBack = run.options.onFailure === 'rollback' && account.outcomes.some(isFailure);
    if (!isToRollBack || run.stopping.interrupted) return undefined;
    return await rollBack(performed, run, plan.cluster.worker.version);
  } catch (error) {
    run.stopping.stop({ kind: 'unexpected', error });
    return undefined;
  }
}

async function runWaves(
  waves: readonly (readonly Step[])[],
  account: OutcomeRecorder,
  run: Run,
): Promise<readonly (readonly Performed[])[]> {
  const performed: (readonly Performed[])[] = [];
  for (const [index, wave] of waves.entries()) {
    if (run.stopping.signal.aborted) break;
    account.settleBefore(wave[0]?.wave ?? 0);
    const earlier = account.outcomes;
    const steps = wave.filter((step) => {
      const reason = whySkipped(step, earlier, run.options.onFailure);
      if (reason) account.finish(step, { kind: 'skipped', reason });
      return reason === undefined;
    });
    const isAwaited = waves[index + 1]?.some((step) => step.change.kind !== 'delete') ?? false;
    performed.push(await runWave({ steps, isAwaited }, account, run));
  }
  return performed;
}
