import { assessUnchanged, type ManualActionInput, runManualAction } from '../operations/manual-action.ts';
import type { PlannedCluster } from '../reconcile/plan-cluster.ts';
import { renderManualActionPage } from '../render/manual-action-page.ts';
import type { CommandRun } from './command.ts';
import { combineExitCodes, type ExitCode, exitCodeOfVerdict } from './exit-codes.ts';
import type { Host } from './host.ts';
import { inspectInput } from './inspect-input.ts';
import { clusterWords, projectArguments } from './next-command.ts';
import type { CommonOptions } from './options/project-options.ts';
import { type ApplyPresentation, applyPorts, concludeApply } from './output/apply-output.ts';
import { errorLine } from './output/event-line-error.ts';
import { type ApplyProgress, withApplyProgress } from './progress/apply-progress.ts';
import { runCommand } from './run-command.ts';

/** The options of a command that acts on connectors by name. */
export interface ManualOptions extends CommonOptions {
  /** Default: true. */
  readonly wait?: boolean;
  /** Milliseconds; default: 0. */
  readonly stableFor?: number;
  readonly yes?: boolean;
  readonly backup?: string;
  /** Of `delete`. */
  readonly allowDeletes?: number;
}

/** One such command. */
export interface ManualCommand extends Pick<ManualActionInput, 'action' | 'connectors'> {
  readonly command: string;
  /** The arguments to repeat in a command that continues this one. */
  readonly again: readonly string[];
  readonly question: ApplyPresentation['question'];
  /** What the page says where no connector is selected. */
  readonly nothing?: string;
}

/** Runs a command that acts on connectors by name. `make` may ask for the connectors, or end the command. */
export function runManualCommand(
  host: Host,
  options: ManualOptions,
  make: (run: CommandRun) => Promise<ManualCommand | ExitCode>,
): Promise<ExitCode> {
  return runCommand(host, { ...options, errorDocument: errorLine(host) }, () =>
    withApplyProgress(host, options, async (progress) => {
      const made = await make({ host: progress.host, options });
      return typeof made === 'number' ? made : runAction(progress, options, made);
    }),
  );
}

async function runAction(
  progress: ApplyProgress,
  options: ManualOptions,
  { action, connectors, command, again, question, nothing }: ManualCommand,
): Promise<ExitCode> {
  const run = { host: progress.host, options };
  const repeated = projectArguments(options);
  const next = {
    status: repeated,
    apply: [...again, ...repeated],
    command,
    look: 'status',
    clusterWords: clusterWords(progress.host, options),
  };
  const page: ApplyPresentation['page'] = (view, { color }) =>
    renderManualActionPage(view, { color, nothing });
  const ports = applyPorts({ progress, options, next, question, page });
  const plans: PlannedCluster[] = [];
  const onPlanned = (planned: PlannedCluster) => {
    plans.push(planned);
    ports.onPlanned(planned);
  };
  const { wait = true, stableFor: stableForMilliseconds = 0, backup } = options;
  const results = await runManualAction(
    { ...inspectInput(run), action, connectors, apply: { wait, stableForMilliseconds, backup } },
    { ...ports, onPlanned },
  );
  return combineExitCodes([
    concludeApply(run, results),
    ...plans.map((planned) => exitCodeOfVerdict(assessUnchanged(planned, action))),
  ]);
}
