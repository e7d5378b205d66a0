import type { CommandRun } from '../cli/command.ts';
import { combineExitCodes, type ExitCode, exitCodes } from '../cli/exit-codes.ts';
import { projectArguments } from '../cli/next-command.ts';
import type { CommonOptions } from '../cli/options/project-options.ts';
import type { ApplyProgress } from '../cli/progress/apply-progress.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import type { ManualAction } from '../model/manual-action.ts';
import type { Ports } from '../model/ports.ts';
import type { ClusterContext } from '../project/resolve-clusters.ts';
import type { ApplyOrder } from '../reconcile/apply-order.ts';
import type { MadePlan } from '../reconcile/plan-options.ts';
import { reconcileClusters } from '../reconcile/reconcile-clusters.ts';
import { renderManualActionPage } from '../render/manual-action-page.ts';
import { type ManualWork, manualWork } from './plan-manual-action.ts';

/** The options of a command that acts on connectors by their names. */
export interface ManualOptions extends CommonOptions {
  /** Left out: it waits. */
  readonly wait?: boolean;
  /** Milliseconds; left out: none. */
  readonly stableFor?: number;
  readonly yes?: boolean;
  readonly backup?: string;
}

/** One such command, as it was typed. */
export interface Acting extends ManualWork {
  readonly options: ManualOptions;
  /** The command with what it was given, to be repeated for what is left. */
  readonly command: string;
  readonly again: readonly string[];
  /** Undefined: nobody is asked. */
  readonly question?: (made: MadePlan) => string;
}

type ManualRun = CommandRun & { readonly ports: Ports };

/** Writes in flight at a time. */
const concurrency = 4;

/**
 * Does what was asked for on each cluster, as apply carries out a plan: it looks before each call, tries again while a
 * worker is busy, reads where no answer came, waits until it shows, and gives account.
 */
export async function act(
  run: ManualRun,
  looks: readonly ClusterContext[],
  acting: Acting & { readonly progress: ApplyProgress },
): Promise<ExitCode> {
  const plans: MadePlan[] = [];
  const code = await reconcileClusters(run, looks, (look) => orderOf(look, { ...acting, run }, plans));
  return combineExitCodes([code, ...plans.map((made) => untouchedExitCode(made, acting.asked))]);
}

function orderOf(
  look: ClusterContext,
  acting: Acting & { readonly progress: ApplyProgress; readonly run: ManualRun },
  plans: MadePlan[],
): ApplyOrder {
  const { options, progress, command, again, run } = acting;
  const repeated = projectArguments(options);
  return {
    options: {
      ...options,
      wait: options.wait ?? true,
      stableFor: options.stableFor ?? 0,
      onFailure: 'continue',
      concurrency,
    },
    makePlan: async (cluster) => {
      const made = await manualWork(cluster, look, acting);
      plans.push(made);
      return made;
    },
    run,
    ports: run.ports,
    progress,
    next: { status: repeated, apply: [...again, ...repeated], command, look: 'status' },
    manner: { render: renderManualActionPage, question: acting.question },
  };
}

/** What was named and is left as it is counts too: a name that cannot be written to, a task that is FAILED. */
function untouchedExitCode({ plan }: MadePlan, asked: ManualAction): ExitCode {
  if (plan.leftAlone.length > 0) return exitCodes.failure;
  const isWaitedFor = asked.kind === 'state' && asked.state !== 'stopped';
  const isBroken = plan.unchanged.some(({ live }) => live !== undefined && hasFailed(live));
  return isWaitedFor && isBroken ? exitCodes.unhealthy : exitCodes.success;
}

function hasFailed({ status }: LiveConnector): boolean {
  return [status?.connector, ...(status?.tasks ?? [])].some((one) => one?.state === 'FAILED');
}
