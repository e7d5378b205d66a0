import { hasErrors } from '../model/diagnostic.ts';
import type { Plan } from '../model/plan.ts';

/** The result of a plan. Nothing is written if it is refused; a failed safety check wins over a failed validation. */
export type PlanVerdict = 'clean' | 'changes' | 'refused-by-guard' | 'refused-by-worker';

/** Assesses a plan as a whole. */
export function planVerdict(plan: Plan): PlanVerdict {
  if (plan.refusals.length > 0) return 'refused-by-guard';
  if (hasErrors(plan.findings)) return 'refused-by-worker';
  return plan.steps.length > 0 ? 'changes' : 'clean';
}
