import { assessHealth } from '../model/assess-health.ts';
import { count } from '../model/count.ts';
import { isFailure, isUnhealthy, type Outcome } from '../model/outcome.ts';
import type { RequestedStep, StepsToApply } from '../model/plan.ts';
import type { Rollout } from '../model/rollout.ts';
import type { ApplyOptions } from './apply-options.ts';

/**
 * Why a step of a later wave is skipped, in words; undefined where it may start. Deletions never follow a failure;
 * nothing follows what it depends on unless that is there and healthy.
 */
export function whySkipped(
  step: RequestedStep,
  earlier: readonly Outcome[],
  onFailure: ApplyOptions['onFailure'],
): string | undefined {
  const dependsOn = dependenciesOf(step);
  const missing = earlier.find((outcome) => dependsOn.has(outcome.name) && blocks(outcome));
  if (missing) return `${missing.name}, which it depends on, ${describe(missing)}`;
  const failure = earlier.find(isFailure);
  if (failure && onFailure !== 'continue') return `${failure.name}, before it, ${describe(failure)}`;
  if (step.kind !== 'delete') return undefined;
  const undone = earlier.find((outcome) => isFailure(outcome) || outcome.kind === 'skipped');
  return undone && `nothing is deleted after a failure: ${undone.name} ${describe(undone)}`;
}

function dependenciesOf({ change }: RequestedStep): ReadonlySet<string> {
  if (!change || change.kind === 'delete') return new Set();
  return new Set(change.desired.dependsOn.map((dependency) => dependency.name));
}

function blocks(outcome: Outcome): boolean {
  return (
    isFailure(outcome) ||
    (isUnhealthy(outcome) && outcome.allowed !== true) ||
    outcome.kind === 'skipped' ||
    outcome.kind === 'not-started'
  );
}

/**
 * Why a step of a later batch is skipped; undefined where its rollout goes on. It stops when more connectors failed or
 * became unhealthy than it allows, and when its canary was not written: then nothing shows what the change does.
 *
 * @param outcomes of the earlier waves, and of the earlier batches of its wave
 */
export function whyRolloutStopped(
  { name }: RequestedStep,
  { rollouts = [], steps }: Pick<StepsToApply, 'rollouts' | 'steps'>,
  outcomes: readonly Outcome[],
): string | undefined {
  const rollout = rollouts.find(({ batches }) => batches.some((names) => names.includes(name)));
  if (!rollout) return undefined;
  const { batches, canary, maxUnhealthy } = rollout;
  const byName = new Map(outcomes.map((outcome) => [outcome.name, outcome]));
  const ofBatch = (names: readonly string[] = []) => names.flatMap((one) => byName.get(one) ?? []);
  const unwritten = canary === 'first-batch' ? ofBatch(batches[0]).find(isNotWritten) : undefined;
  if (unwritten) return `the canary ${unwritten.name} ${describe(unwritten)}, so the rollout stopped`;
  const done = ofBatch(namesWithSameChange(rollout, { rollouts, steps }));
  const isProved = canary === 'proved' || done.some(isHealthyWithIt);
  const failures = done.filter((outcome) => isHarmed(outcome) && !(isProved && wasFailed(outcome, steps)));
  const [first, ...others] = failures;
  if (!first || failures.length <= maxUnhealthy) return undefined;
  const what = batches[0]?.includes(first.name) && canary === 'first-batch' ? 'the canary ' : '';
  const more = others.length === 0 ? '' : ` (and ${count(others.length, 'other')})`;
  return `${what}${first.name} ${describe(first)}${more}, so the rollout stopped`;
}

/** The connectors of a rollout, and of those that change one of its keys from the same place: one mistake breaks all. */
function namesWithSameChange(
  rollout: Rollout,
  { rollouts = [], steps }: Pick<StepsToApply, 'rollouts' | 'steps'>,
): readonly string[] {
  const own = new Set(placesOf(rollout, steps));
  return rollouts
    .filter((other) => other === rollout || placesOf(other, steps).some((place) => own.has(place)))
    .flatMap(({ batches }) => batches.flat());
}

/** Each key of a rollout with the place that its value comes from. */
function placesOf({ keys, batches }: Rollout, steps: readonly RequestedStep[]): readonly string[] {
  const names = new Set(batches.flat());
  const change = steps.find(({ name }) => names.has(name))?.change;
  if (change?.kind !== 'update') return [];
  const { origins, removed } = change.desired;
  return keys.map((key) => {
    const { layer, source, vars } = origins.get(key) ?? removed?.get(key) ?? {};
    return JSON.stringify([key, layer === 'default' || layer === 'profile' ? source : vars]);
  });
}

/** It has the change and is healthy: the change alone breaks nothing. */
function isHealthyWithIt(outcome: Outcome): boolean {
  return outcome.kind === 'applied' && outcome.health?.kind === 'healthy';
}

/** It was FAILED before it was written, and still is: where the change is healthy elsewhere, the cause is another one. */
function wasFailed(outcome: Outcome, steps: readonly RequestedStep[]): boolean {
  if (outcome.kind !== 'applied') return false;
  const change = steps.find(({ name }) => name === outcome.name)?.change;
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

function describe(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'failed':
      return 'failed';
    case 'unknown':
      return 'has an unknown outcome';
    case 'stale':
      return 'was left alone because it had changed';
    case 'skipped':
      return 'was skipped';
    case 'not-started':
      return 'was not started';
    case 'applied':
    case 'unchanged':
      return 'is not healthy';
  }
}
