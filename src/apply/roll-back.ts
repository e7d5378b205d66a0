import { assessHealth } from '../model/assess-health.ts';
import type { RollbackReport } from '../model/outcome.ts';
import type { WorkerVersion } from '../model/worker-version.ts';
import { awaitHealth, type Watched } from './await-health.ts';
import { isAsDesired } from './follow-health.ts';
import { certainState } from './job.ts';
import { performStep } from './perform-step.ts';
import { type Done, planRollback } from './plan-rollback.ts';
import type { Run } from './run.ts';
import type { Performed } from './run-wave.ts';
import type { StepResult } from './step-result.ts';
import { TimeBudget } from './time-budget.ts';

type Left = RollbackReport['left'][number];

/**
 * Restores what a run changed, the newest wave first, through the same looks and read-backs as any write, and judges
 * the result: what was healthy before must be so again. It happens once; what cannot be restored is named. It has
 * the whole time for waiting again, since the failure may well be that the time was over.
 */
export async function rollBack(
  waves: readonly (readonly Performed[])[],
  failed: Run,
  version: WorkerVersion | undefined,
): Promise<RollbackReport> {
  const run: Run = { ...failed, budget: new TimeBudget(failed.options.timeoutMilliseconds, failed.clock) };
  const restored: Restored[] = [];
  const left: Left[] = [];
  for (const wave of waves.toReversed()) {
    const results = await Promise.all(wave.toReversed().map((done) => restoreOne(done, run, version)));
    for (const result of results) {
      if (result && 'watched' in result) restored.push(result);
      else if (result) left.push(result);
    }
  }
  const unhealthy = await judge(restored, run);
  const names = new Set(unhealthy.map(({ name }) => name));
  const healthy = restored.map(({ name }) => name).filter((name) => !names.has(name));
  for (const name of healthy) run.emit({ kind: 'rolled-back', name, reason: undefined });
  for (const { name, reason } of unhealthy) run.emit({ kind: 'rolled-back', name, reason });
  return { restored: healthy, left: [...left, ...unhealthy] };
}

interface Restored {
  readonly name: string;
  /** Undefined where there is no health to get back: it is gone again, or was broken before. */
  readonly watched: Watched | undefined;
}

async function restoreOne(
  done: Done,
  run: Run,
  version: WorkerVersion | undefined,
): Promise<Restored | Left | undefined> {
  const { name } = done.job;
  const decision = planRollback(done, version);
  if (decision.kind === 'nothing') return undefined;
  if (decision.kind === 'leave') return leave(name, decision.reason, run);
  const { job } = decision;
  const result = await performStep(job, run, () => run.emit({ kind: 'rollback', name, change: job.change }));
  const reason = whyLeft(done.result, result);
  return reason ? leave(name, reason, run) : { name, watched: watch(done, result, run) };
}

function leave(name: string, reason: string, run: Run): Left {
  run.emit({ kind: 'rolled-back', name, reason });
  return { name, reason };
}

function whyLeft(original: StepResult, result: StepResult): string | undefined {
  if (result.kind === 'applied') return undefined;
  if (result.kind !== 'unchanged') return result.reason ?? result.kind;
  // A request without an answer stays queued on the worker and may be carried out yet (Connect REST contract 8.4).
  return original.kind === 'unknown'
    ? 'it is as before, but the write of unknown outcome may still come'
    : undefined;
}

function watch({ job, result: { before } }: Done, restoring: StepResult, run: Run): Watched | undefined {
  if (!run.options.wait || !before) return undefined;
  const desiredState = certainState(before.status);
  if (!isAsDesired(assessHealth(before, desiredState))) return undefined;
  return { name: job.name, desiredState, before: restoring.before?.status, writtenAt: run.clock.now() };
}

/** Those that were healthy before this run and are not so again. */
async function judge(restored: readonly Restored[], run: Run): Promise<Left[]> {
  const health = await awaitHealth(
    restored.flatMap(({ watched }) => watched ?? []),
    run,
  );
  return [...health].flatMap(([name, awaited]) => {
    if (isAsDesired(awaited.health)) return [];
    const reason = 'reason' in awaited.health ? awaited.health.reason : awaited.health.kind;
    return [
      { name, reason: `its earlier configuration and state are back, but it is not healthy: ${reason}` },
    ];
  });
}
