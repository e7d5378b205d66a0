import type { Ports } from '../model/ports.ts';
import { assessUntouched, type ManualActionInput, runManualAction } from '../operations/manual-action.ts';
import { loadProject } from '../project/load-project.ts';
import { type ClusterContext, chooseClusters } from '../project/resolve-clusters.ts';
import type { PlannedCluster } from '../reconcile/plan-cluster.ts';
import { renderManualActionPage } from '../render/manual-action-page.ts';
import type { CommandRun } from './command.ts';
import { combineExitCodes, type ExitCode, exitCodeOfVerdict } from './exit-codes.ts';
import type { Host } from './host.ts';
import { projectArguments } from './next-command.ts';
import type { CommonOptions } from './options/project-options.ts';
import { type ApplyPresentation, applyPorts, concludeApply } from './output/apply-output.ts';
import { errorLine } from './output/event-line-error.ts';
import { withApplyProgress } from './progress/apply-progress.ts';
import { clusterChoice, portsOf, projectInput } from './project-input.ts';
import { runCommand } from './run-command.ts';

/** The options of a command that acts on connectors by their names. */
export interface ManualOptions extends CommonOptions {
  /** Left out: it waits. */
  readonly wait?: boolean;
  /** Milliseconds; left out: none. */
  readonly stableFor?: number;
  readonly yes?: boolean;
  readonly backup?: string;
}

/** One run of such a command. */
export type ManualRun = CommandRun & { readonly ports: Ports };

/** What such a command does. */
export interface ManualCommand extends Pick<ManualActionInput, 'asked' | 'select'> {
  /** The command with its arguments, to be repeated for what is left. */
  readonly command: string;
  readonly again: readonly string[];
  /** Left out: it is carried out without a question. */
  readonly question?: (planned: PlannedCluster) => string;
}

/** Runs a command that acts on connectors by their names; `make` says what it does, once the clusters are known. */
export function runManualCommand(
  host: Host,
  options: ManualOptions,
  make: (run: ManualRun, clusters: readonly ClusterContext[]) => Promise<ManualCommand | ExitCode>,
): Promise<ExitCode> {
  return runCommand(host, { ...options, errorDocument: errorLine(host) }, () =>
    withApplyProgress(host, options, async (progress) => {
      const project = await loadProject(projectInput(host, options));
      const clusters = await chooseClusters(project, clusterChoice(host, options));
      const run = { host: progress.host, options, ports: portsOf(progress.host, options) };
      const command = await make(run, clusters);
      if (typeof command === 'number') return command;
      return carryOut(command, clusters, presentationOf(command, { progress, options }));
    }),
  );
}

async function carryOut(
  command: ManualCommand,
  clusters: readonly ClusterContext[],
  presentation: ApplyPresentation & { readonly options: ManualOptions },
): Promise<ExitCode> {
  const { options, progress } = presentation;
  const ports = applyPorts(presentation);
  const plans: PlannedCluster[] = [];
  const results = await runManualAction(
    {
      ...command,
      clusters,
      wait: options.wait,
      stableForMilliseconds: options.stableFor,
      backup: options.backup,
    },
    {
      ...ports,
      onPlanned: (planned) => {
        plans.push(planned);
        ports.onPlanned(planned);
      },
    },
  );
  return combineExitCodes([
    concludeApply({ host: progress.host, options }, results),
    ...plans.map((planned) => exitCodeOfVerdict(assessUntouched(planned, command.asked))),
  ]);
}

function presentationOf<O extends ManualOptions>(
  { command, again, question }: ManualCommand,
  { progress, options }: Pick<ApplyPresentation, 'progress'> & { readonly options: O },
) {
  const repeated = projectArguments(options);
  return {
    progress,
    options,
    next: { status: repeated, apply: [...again, ...repeated], command, look: 'status' },
    question: options.yes === true || question === undefined ? ('agreed' as const) : question,
    page: renderManualActionPage,
  };
}
