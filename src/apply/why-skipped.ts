import { count } from '../model/count.ts';
import { isFailure, isUnhealthy, type Outcome } from '../model/outcome.ts';
import type { RequestedStep } from '../model/plan.ts';
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
 * @param outcomes of the earlier batches of its wave
 */
export function whyRolloutStopped(
  { name }: RequestedStep,
  rollouts: readonly Rollout[],
  outcomes: readonly Outcome[],
): string | undefined {
  const rollout = rollouts.find(({ batches }) => batches.some((names) => names.includes(name)));
  if (!rollout) return undefined;
  const { batches, canary, maxUnhealthy } = rollout;
  const byName = new Map(outcomes.map((outcome) => [outcome.name, outcome]));
  const ofBatch = (names: readonly string[] = []) => names.flatMap((one) => byName.get(one) ?? []);
  const unwritten = canary === 'first-batch' ? ofBatch(batches[0]).find(isNotWritten) : undefined;
  if (unwritten) return `the canary ${unwritten.name} ${describe(unwritten)}, so the rollout stopped`;
  const failures = ofBatch(batches.flat()).filter(isHarmed);
  const [first, ...others] = failures;
  if (!first || failures.length <= maxUnhealthy) return undefined;
  const what = batches[0]?.includes(first.name) && canary === 'first-batch' ? 'the canary ' : '';
  const more = others.length === 0 ? '' : ` (and ${count(others.length, 'other')})`;
  return `${what}${first.name} ${describe(first)}${more}, so the rollout stopped`;
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
