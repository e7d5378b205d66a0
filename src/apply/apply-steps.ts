import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { hasErrors } from '../model/diagnostic.ts';
import { ConnectSyncError } from '../model/error.ts';
import { type ApplyReport, isFailure } from '../model/outcome.ts';
import type { StepsToApply } from '../model/plan.ts';
import type { ApplyContext } from './apply-options.ts';
import { checkEnd, type Done } from './check-end.ts';
import { startHeartbeat } from './heartbeat.ts';
import { OutcomeRecorder, type StepRecord } from './outcome-recorder.ts';
import { rollBack } from './roll-back.ts';
import { type Run, startRun } from './run.ts';
import { type EndedWave, leftBy, runWaves, watch } from './run-waves.ts';

// Both are part of the signature below, so that a caller finds them in one place.
export type { ApplyContext, ApplyOptions } from './apply-options.ts';

/**
 * Applies a plan to its cluster: wave after wave, each healthy before the next, deletions last. Every planned change
 * has exactly one outcome in the report, whatever happens; what a worker does is never thrown.
 *
 * @throws ConnectSyncError where something blocks the plan: a safety check, or the worker's validation
 */
export async function applySteps(
  plan: StepsToApply,
  connection: ConnectCluster,
  context: ApplyContext,
): Promise<ApplyReport> {
  refuseBlocked(plan);
  const run = startRun(connection, context);
  const recorder = new OutcomeRecorder(plan, run);
  const endHeartbeat = startHeartbeat(run);
  const started = run.clock.now();
  const { rollback, others } = await applyWaves(plan, recorder, run);
  endHeartbeat();
  run.shutdown.dispose();
  const outcomes = recorder.close(run.shutdown.describe());
  const { interrupted, unexpected } = run.shutdown;
  return {
    planned: plan.steps.length + (plan.leftOut?.length ?? 0),
    outcomes,
    others,
    interrupted,
    rollback,
    milliseconds: run.clock.now() - started,
    ...(run.shutdown.reason?.kind === 'other-cluster' && { otherCluster: true }),
    ...(unexpected !== undefined && { unexpected }),
  };
}

/** The safety checks belong to the plan and are evaluated there; no caller gets past them. */
function refuseBlocked(plan: StepsToApply): void {
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
    message: 'this plan must not be applied: the worker rejects its configurations',
    category: 'invalid-input',
  });
}

async function applyWaves(
  plan: StepsToApply,
  recorder: OutcomeRecorder,
  run: Run,
): Promise<Pick<ApplyReport, 'rollback' | 'others'>> {
  try {
    const ended = await runWaves(plan, recorder, run);
    const others = await checkEnd(doneBy(ended, { plan, recorder }, run), run);
    const mustRollBack = run.options.onFailure === 'rollback' && recorder.outcomes.some(isFailure);
    // What a gateway hides cannot be restored, and what else it hides is unknown.
    const isHidden = run.shutdown.reason?.kind === 'hidden';
    if (!mustRollBack || run.shutdown.interrupted || isHidden) return { rollback: undefined, others };
    return { rollback: await rollBack(rollbackOrder(ended), run, plan.cluster.worker.version), others };
  } catch (error) {
    run.shutdown.stop({ kind: 'unexpected', error });
    return { rollback: undefined, others: [] };
  }
}

/** The newest wave first; in a wave the canary of a rollout before what followed it. */
function rollbackOrder(waves: readonly EndedWave[]): readonly (readonly StepRecord[])[] {
  return waves
    .toReversed()
    .flatMap(({ batches }) => batches.map((ended) => ended.map(({ record }) => record)));
}

function doneBy(
  waves: readonly EndedWave[],
  { plan, recorder }: { readonly plan: StepsToApply; readonly recorder: OutcomeRecorder },
  run: Run,
): Done {
  const changed = waves
    .flatMap(({ batches }) => batches.flat())
    .filter(({ record }) => record.outcome.kind === 'applied');
  return {
    plan,
    recorder,
    left: changed.map(leftBy),
    watched: changed.map(({ record }) => watch(record, run)),
    lastChange: changed.length > 0 ? Math.max(...changed.map(({ record }) => record.endedAt)) : undefined,
  };
}
