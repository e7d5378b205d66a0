import { hasErrors } from '../model/diagnostic.ts';
import type { Plan } from '../model/plan.ts';

/**
 * What a plan comes to. With a refusal of either kind nothing is written; where both stand against it, the guard is
 * the more serious (its exit code is 22, that of an objection 29).
 */
export type PlanVerdict = 'clean' | 'changes' | 'refused-by-guard' | 'refused-by-worker';

/** Judges a plan as a whole. */
export function planVerdict(plan: Plan): PlanVerdict {
  if (plan.refusals.length > 0) return 'refused-by-guard';
  if (hasErrors(plan.findings)) return 'refused-by-worker';
  return plan.steps.length > 0 ? 'changes' : 'clean';
}
