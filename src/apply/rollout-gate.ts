import { assessHealth } from '../model/assess-health.ts';
import { count } from '../model/count.ts';
import { isFailure, isUnhealthy, type Outcome } from '../model/outcome.ts';
import type { RequestedStep, StepsToApply } from '../model/plan.ts';
import type { Rollout } from '../model/rollout.ts';
import { describeOutcome } from './why-skipped.ts';

/**
 * Why a step of a later batch is skipped; undefined where its rollout goes on. It stops when more connectors failed or
 * became unhealthy than it allows, and when its canary was not written: then nothing shows what the change does.
 *
 * @param outcomes of the earlier waves, and of the earlier batches of its wave
 * @returns the reason for each step, found once for each rollout
 */
export function rolloutGate(
  { rollouts = [], steps }: Pick<StepsToApply, 'rollouts' | 'steps'>,
  outcomes: readonly Outcome[],
): (step: RequestedStep) => string | undefined {
  const run: RolloutRun = {
    rollouts,
    outcomes: new Map(outcomes.map((outcome) => [outcome.name, outcome])),
    steps: new Map(steps.map((step) => [step.name, step])),
  };
  const reasons = new Map<Rollout, string | undefined>();
  return ({ name }) => {
    const rollout = rollouts.find(({ batches }) => batches.some((names) => names.includes(name)));
    if (!rollout) return undefined;
    if (!reasons.has(rollout)) reasons.set(rollout, whyStopped(rollout, run));
    return reasons.get(rollout);
  };
}

/** What has become of the rollouts of a run so far; outcomes and steps by name. */
interface RolloutRun {
  readonly rollouts: readonly Rollout[];
  readonly outcomes: ReadonlyMap<string, Outcome>;
  readonly steps: ReadonlyMap<string, RequestedStep>;
}

function whyStopped(rollout: Rollout, run: RolloutRun): string | undefined {
  const { batches, canary, maxUnhealthy } = rollout;
  const outcomesOf = (names: readonly string[] = []) => names.flatMap((one) => run.outcomes.get(one) ?? []);
  const unwritten = canary === 'first-batch' ? outcomesOf(batches[0]).find(isNotWritten) : undefined;
  if (unwritten) return `the canary ${unwritten.name} ${describeOutcome(unwritten)}, so the rollout stopped`;
  const done = outcomesOf(namesWithSameChange(rollout, run));
  const isProved = canary === 'proved' || done.some(isHealthyWithIt);
  const failures = done.filter((outcome) => isHarmed(outcome) && !(isProved && wasFailed(outcome, run)));
  const [first, ...others] = failures;
  if (!first || failures.length <= maxUnhealthy) return undefined;
  const what = batches[0]?.includes(first.name) && canary === 'first-batch' ? 'the canary ' : '';
  const more = others.length === 0 ? '' : ` (and ${count(others.length, 'other')})`;
  return `${what}${first.name} ${describeOutcome(first)}${more}, so the rollout stopped`;
}

/** The connectors of a rollout, and of those that change one of its keys from the same place: one mistake breaks all. */
function namesWithSameChange(rollout: Rollout, { rollouts }: RolloutRun): readonly string[] {
  const own = new Set(rollout.places);
  return rollouts
    .filter((other) => other === rollout || other.places.some((place) => own.has(place)))
    .flatMap(({ batches }) => batches.flat());
}

/** It has the change and is healthy: the change alone breaks nothing. */
function isHealthyWithIt(outcome: Outcome): boolean {
  return outcome.kind === 'applied' && outcome.health?.kind === 'healthy';
}

/** It was FAILED before it was written, and still is: where the change is healthy elsewhere, the cause is another one. */
function wasFailed(outcome: Outcome, { steps }: RolloutRun): boolean {
  if (outcome.kind !== 'applied') return false;
  const change = steps.get(outcome.name)?.change;
  return change?.kind === 'update' && assessHealth(change.live, { state: 'running' }).kind === 'failed';
}

/** What was FAILED before counts too: it had the change before the others, and shows what it does. */
function isHarmed(outcome: Outcome): boolean {
  if (outcome.kind === 'stale') return false;
  return isFailure(outcome) || (isUnhealthy(outcome) && outcome.allowed !== true);
}

function isNotWritten({ kind }: Outcome): boolean {
  return kind === 'stale' || kind === 'skipped' || kind === 'not-started';
}
