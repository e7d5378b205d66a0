import type { Plan } from '../model/plan.ts';
import type { PlanPolicy } from '../plan/plan-policy.ts';
import type { NextArguments } from '../render/next-lines.ts';
import type { ApplyingOptions } from './applying-options.ts';
import type { ApplyProgress } from './progress/apply-progress.ts';

/** What was asked of one apply, and where it tells how it goes. */
export interface ApplyOrder {
  readonly options: ApplyingOptions;
  readonly policy: PlanPolicy;
  readonly progress: ApplyProgress;
  /** What to repeat in the commands that may follow. */
  readonly next: NextArguments;
  /** What the command has to say about the plan, before it is shown; left out: nothing. */
  readonly refine?: (plan: Plan) => Plan;
}
