import { assessHealth } from '../model/assess-health.ts';
import { certainState } from '../model/live-connector.ts';
import { type RollbackReport, reasonOf } from '../model/outcome.ts';
import type { WorkerVersion } from '../model/worker-version.ts';
import { awaitHealth } from './await-health.ts';
import { isAsDesired, type Watched, watchedOf } from './follow-health.ts';
import type { StepRecord } from './outcome-recorder.ts';
import { performStep } from './perform-step.ts';
import { planRollback } from './plan-rollback.ts';
import type { Run } from './run.ts';
import { TimeBudget } from './time-budget.ts';

type Left = RollbackReport['left'][number];

/**
 * Restores what a run changed, one group after the other, with the same precondition checks and read-backs as any write,
 * and checks the result: what was healthy before must be so again. It happens once; what cannot be restored is named.
 * It has the whole time limit again, since the failure may be that the limit was reached.
 */
export async function rollBack(
  groups: readonly (readonly StepRecord[])[],
  failed: Run,
  version: WorkerVersion | undefined,
): Promise<RollbackReport> {
  const run: Run = { ...failed, budget: new TimeBudget(failed.options.timeoutMilliseconds, failed.clock) };
  const restored: Restored[] = [];
  const left: Left[] = [];
  for (const group of groups) {
    const results = await Promise.all(group.toReversed().map((record) => restoreOne(record, run, version)));
    for (const result of results) {
      if (result && 'watched' in result) restored.push(result);
      else if (result) left.push(result);
    }
  }
  const unhealthy = await findUnhealthy(restored, run);
  const names = new Set(unhealthy.map(({ name }) => name));
  const healthy = restored.map(({ name }) => name).filter((name) => !names.has(name));
  for (const name of healthy) run.emit({ kind: 'rolled-back', name, reason: undefined });
  for (const { name, reason } of unhealthy) run.emit({ kind: 'rolled-back', name, reason });
  return { restored: healthy, left: [...left, ...unhealthy] };
}

interface Restored {
  readonly name: string;
  /** Undefined where there is no health to get back: it is gone again, or was not healthy before. */
  readonly watched: Watched | undefined;
}

async function restoreOne(
  record: StepRecord,
  run: Run,
  version: WorkerVersion | undefined,
): Promise<Restored | Left | undefined> {
  const { name } = record.step;
  const decision = planRollback(record, version);
  if (decision.kind === 'nothing') return undefined;
  if (decision.kind === 'leave') return leave(name, decision.reason, run);
  const { step } = decision;
  const result = await performStep(step, run, () => run.emit({ kind: 'rollback', name, change: step.kind }));
  const reason = whyLeft(record, result);
  return reason ? leave(name, reason, run) : { name, watched: watch(record, result, run) };
}

function leave(name: string, reason: string, run: Run): Left {
  run.emit({ kind: 'rolled-back', name, reason });
  return { name, reason };
}

function whyLeft(original: StepRecord, { outcome }: StepRecord): string | undefined {
  if (outcome.kind === 'applied') return undefined;
  if (outcome.kind !== 'unchanged') return reasonOf(outcome);
  // A request without an answer stays queued on the worker and may be applied yet (Connect REST contract 8.4).
  return original.outcome.kind === 'unknown'
    ? 'it is as before, but the write of unknown outcome may still be applied'
    : undefined;
}

function watch({ step, before }: StepRecord, restoring: StepRecord, run: Run): Watched | undefined {
  if (!run.options.wait || !before) return undefined;
  const desiredState = certainState(before.status);
  const { name, allowNoTasks } = step;
  if (!isAsDesired(assessHealth(before, { state: desiredState, allowNoTasks }))) return undefined;
  const restored = { before: restoring.before, writtenAt: run.clock.now() };
  return {
    ...watchedOf({ name, desiredState, allowNoTasks }, restored),
    hadTasks: before.taskIds.length > 0,
  };
}

/** Those that were healthy before this run and are not so again. */
async function findUnhealthy(restored: readonly Restored[], run: Run): Promise<Left[]> {
  const health = await awaitHealth(
    restored.flatMap(({ watched }) => watched ?? []),
    run,
  );
  return [...health].flatMap(([name, awaited]) => {
    if (isAsDesired(awaited.health)) return [];
    const reason = 'reason' in awaited.health ? awaited.health.reason : awaited.health.kind;
    return [
      { name, reason: `its former configuration and state are restored, but it is not healthy: ${reason}` },
    ];
  });
}
