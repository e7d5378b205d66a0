import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { Plan } from '../model/plan.ts';
import type { PlanView } from '../model/plan-view.ts';
import type { PlanPolicy } from '../plan/plan-policy.ts';
import type { NextArguments } from '../render/next-lines.ts';
import type { ApplyingOptions } from './applying-options.ts';
import { type MadePlan, planWork } from './plan-work.ts';
import type { ApplyProgress } from './progress/apply-progress.ts';
import type { ClusterWork } from './resolve-clusters.ts';

/** What was asked of one apply, and where it tells how it goes. */
export interface ApplyOrder {
  readonly options: Omit<ApplyingOptions, 'validate'>;
  readonly makePlan: (cluster: ConnectCluster) => Promise<MadePlan>;
  readonly progress: ApplyProgress;
  /** What to repeat in the commands that may follow. */
  readonly next: NextArguments;
  /** How a command shows and asks that does something else than carry out what files say; left out: as apply does. */
  readonly manner?: OrderManner;
}

/** How what is about to be done is shown, and whether somebody is asked first. */
export interface OrderManner {
  readonly render: (view: PlanView, options: { readonly color: boolean }) => string;
  /** Undefined: nobody is asked. */
  readonly question: ((made: MadePlan) => string) | undefined;
}

/** The plan of what files say, made as a command that carries it out needs it. `refine` may add to it. */
export function planningOf(
  work: ClusterWork,
  { validate }: Pick<ApplyingOptions, 'validate'>,
  { policy, refine }: { readonly policy: PlanPolicy; readonly refine?: (plan: Plan) => Plan },
): ApplyOrder['makePlan'] {
  return (cluster) =>
    planWork(cluster, work, {
      policy,
      validation: validate ? 'asked' : 'left-out',
      keyTypes: 'changed',
      refine,
    });
}
