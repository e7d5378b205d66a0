import type { Plan } from '../model/plan.ts';
import type { PlanView } from '../model/plan-view.ts';
import type { ClusterReading } from '../model/worker-info.ts';
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
  /** What is left out of the plan before anything of it is validated; left out: nothing. */
  readonly narrow?: (plan: Plan, reading: ClusterReading) => Plan;
  /** What has to agree before anything is written; left out: nothing. */
  readonly gate?: ApplyGate;
}

/** Something that the plans of all clusters are held against together. */
export interface ApplyGate {
  /** @throws ConnectSyncError where nothing must be written */
  readonly pass: (label: string, view: PlanView) => Promise<void>;
  /** There is no plan of this cluster, and there will be none. */
  readonly giveUp: (label: string) => void;
}
