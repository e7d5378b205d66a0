import { compareText } from '../model/config.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Plan } from '../model/plan.ts';
import { compareSources } from '../model/source.ts';
import type { PlanPolicy } from './plan-policy.ts';

/** The plan with the findings of its validation added, sorted by position so that the order never varies. */
export function withFindings(
  plan: Plan,
  findings: readonly Diagnostic[],
  validation: Plan['validation'],
): Plan {
  const all = [...plan.findings, ...findings].sort(
    (one, other) => compareSources(one.source, other.source) || compareText(one.code, other.code),
  );
  return { ...plan, findings: all, validation };
}

/** Refuses a write of a mask. Only keys that keep their live value can lead to one, and few projects have them. */
export async function withMaskCheck(plan: Plan, { markers }: PlanPolicy): Promise<Plan> {
  const mayKeepMasks = plan.steps.some(
    ({ change }) => change.kind === 'update' && change.desired.ignoreKeys.length > 0,
  );
  // A comparison writes nothing.
  if (!mayKeepMasks || markers === 'ignored') return plan;
  const { checkMasks } = await import('./check-masks.ts');
  return { ...plan, refusals: [...plan.refusals, ...checkMasks(plan.steps)] };
}
