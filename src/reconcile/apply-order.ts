import type { CommandRun } from '../cli/command.ts';
import type { ApplyingOptions } from '../cli/options/applying.ts';
import type { ApplyProgress } from '../cli/progress/apply-progress.ts';
import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { Plan } from '../model/plan.ts';
import type { PlanView } from '../model/plan-view.ts';
import type { Ports } from '../model/ports.ts';
import type { ClusterReading } from '../model/worker-info.ts';
import type { PlanPolicy } from '../plan/plan-policy.ts';
import type { DesiredCluster } from '../project/resolve-clusters.ts';
import type { NextArguments } from '../render/next-lines.ts';
import { type MadePlan, planWork } from './plan-options.ts';

/** What was asked of one apply, and where it tells how it goes. */
export interface ApplyOrder {
  readonly options: Omit<ApplyingOptions, 'validate'>;
  readonly makePlan: (cluster: ConnectCluster) => Promise<MadePlan>;
  readonly run: CommandRun;
  readonly ports: Ports;
  readonly progress: ApplyProgress;
  /** What to repeat in the commands that may follow. */
  readonly next: NextArguments;
  /** What has to agree before anything is written; left out: nothing. */
  readonly gate?: ApplyGate;
  /** How a command shows and asks that does something else than carry out what files say; left out: as apply does. */
  readonly manner?: OrderManner;
}

/** Something that the plans of all clusters are held against together. */
export interface ApplyGate {
  /** @throws ConnectSyncError where nothing must be written */
  readonly pass: (label: string, view: PlanView) => Promise<void>;
  /** There is no plan of this cluster, and there will be none. */
  readonly giveUp: (label: string) => void;
}

/** How what is about to be done is shown, and whether somebody is asked first. */
export interface OrderManner {
  readonly render: (view: PlanView, options: { readonly color: boolean }) => string;
  /** Undefined: nobody is asked. */
  readonly question: ((made: MadePlan) => string) | undefined;
}

/** What a plan of what files say is made by. */
export interface Planning {
  readonly ports: Ports;
  readonly policy: PlanPolicy;
  /** What the command has to say about the plan, before it is shown; left out: nothing. */
  readonly refine?: (plan: Plan) => Plan;
  /** What is left out of the plan before anything of it is validated; left out: nothing. */
  readonly narrow?: (plan: Plan, reading: ClusterReading) => Plan;
}

/** The plan of what files say, made as a command that carries it out needs it. */
export function planningOf(
  work: DesiredCluster,
  { validate }: Pick<ApplyingOptions, 'validate'>,
  { ports, ...planning }: Planning,
): ApplyOrder['makePlan'] {
  return (cluster) =>
    planWork(
      cluster,
      work,
      { ...planning, validation: validate ? 'asked' : 'left-out', keyTypes: 'changed' },
      ports,
    );
}
