import { type Diagnostic, hasErrors } from '../model/diagnostic.ts';
import { policyFindings } from '../model/diagnostics/policy-problems.ts';
import type { Plan } from '../model/plan.ts';

/** The result of a plan. Nothing is written if it is refused; a failed safety check wins over a policy, which wins over a failed validation. */
export type PlanVerdict = 'clean' | 'changes' | 'refused-by-guard' | 'denied-by-policy' | 'refused-by-worker';

/** Assesses a plan as a whole. */
export function planVerdict(plan: Plan): PlanVerdict {
  if (plan.refusals.length > 0) return 'refused-by-guard';
  if (hasErrors(plan.findings.filter(isPolicyFinding))) return 'denied-by-policy';
  if (hasErrors(plan.findings)) return 'refused-by-worker';
  return plan.steps.length > 0 ? 'changes' : 'clean';
}

/** Whether a policy found it. */
export function isPolicyFinding({ code }: Pick<Diagnostic, 'code'>): boolean {
  return code in policyFindings;
}
