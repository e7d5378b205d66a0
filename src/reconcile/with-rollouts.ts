import type { DesiredConnector } from '../model/desired-connector.ts';
import type { Plan } from '../model/plan.ts';
import type { PlanPolicy } from '../plan/plan-policy.ts';
import { checkCanary } from '../plan/rollout/check-canary.ts';
import { planRollouts } from '../plan/rollout/plan-rollouts.ts';

/** The plan with its shared changes in batches, and with what is wrong with the canary that is named. */
export function withRollouts(
  plan: Plan,
  desired: readonly DesiredConnector[],
  { rollout }: Pick<PlanPolicy, 'rollout'>,
): Plan {
  const { steps, rollouts } = planRollouts(plan.steps, plan.unchanged, rollout);
  const names = desired.map(({ name }) => name);
  const found = rollout === undefined ? [] : checkCanary(rollout, rollouts, names);
  const findings = [...plan.findings, ...found];
  return rollouts.length === 0 ? { ...plan, findings } : { ...plan, steps, findings, rollouts };
}
