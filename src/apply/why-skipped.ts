import { isFailure, isUnhealthy, type Outcome } from '../model/outcome.ts';
import type { RequestedStep } from '../model/plan.ts';
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
  if (missing) return `${missing.name}, which it depends on, ${describeOutcome(missing)}`;
  const failure = earlier.find(isFailure);
  if (failure && onFailure !== 'continue') return `${failure.name}, before it, ${describeOutcome(failure)}`;
  if (step.kind !== 'delete') return undefined;
  const undone = earlier.find((outcome) => isFailure(outcome) || outcome.kind === 'skipped');
  return undone && `nothing is deleted after a failure: ${undone.name} ${describeOutcome(undone)}`;
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

/** What became of a change, behind its name. */
export function describeOutcome(outcome: Outcome): string {
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
