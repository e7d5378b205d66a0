import { assessHealth } from '../model/assess-health.ts';
import type { Health } from '../model/health.ts';
import { readInTime } from './find-overtaken.ts';
import { expectationOf, type Watched } from './follow-health.ts';
import type { OutcomeRecorder } from './outcome-recorder.ts';
import type { Run } from './run.ts';

/**
 * Looks once more, before the next batch, at what earlier ones wrote and saw healthy: a task may fail minutes after its
 * start. What is FAILED in two readings is amended in the report, so that it counts against the rollout.
 */
export async function recheckBatches(
  written: readonly Watched[],
  recorder: OutcomeRecorder,
  run: Run,
): Promise<void> {
  if (!run.options.wait || run.shutdown.stopped.aborted) return;
  const wellSoFar = new Set(
    recorder.outcomes.flatMap(({ name, health }) => (health?.kind === 'healthy' ? [name] : [])),
  );
  const watched = written.filter(({ name }) => wellSoFar.has(name));
  const suspects = new Set((await findFailed(watched, 'recent', run)).map(([{ name }]) => name));
  if (suspects.size === 0) return;
  const again = watched.filter(({ name }) => suspects.has(name));
  for (const [{ name }, health] of await findFailed(again, 'from-now', run))
    recorder.amend(name, (outcome) => (outcome.kind === 'applied' ? { ...outcome, health } : outcome));
}

/** Those that are FAILED. Without tasks does not count: they may be about to start again. */
async function findFailed(
  watched: readonly Watched[],
  age: 'recent' | 'from-now',
  run: Run,
): Promise<readonly (readonly [Watched, Health])[]> {
  if (watched.length === 0) return [];
  const connectors = await readInTime(age, run);
  return watched.flatMap((one) => {
    const live = connectors?.get(one.name);
    const health = live && assessHealth(live, expectationOf(one));
    return health?.kind === 'failed' && !health.withoutTasks ? [[one, health] as const] : [];
  });
}
