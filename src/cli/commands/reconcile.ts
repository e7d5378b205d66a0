import { type Command, InvalidArgumentError } from 'commander';
import { runController } from '../../controller/run-controller.ts';
import type { ControllerMode } from '../../model/controller-view.ts';
import type { AddCommand } from '../command.ts';
import { type ExitCode, exitCodeOfController, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { type ApplyingOptions, applySettings, withUnattendedOptions } from '../options/applying.ts';
import { type ListeningOptions, listenerOptions, withListeningOptions } from '../options/listening.ts';
import { count, duration, oneOf } from '../options/parsers.ts';
import { type PlanningOptions, withPlanningOptions } from '../options/planning.ts';
import { withCommonOptions } from '../options/project-options.ts';
import { type ReplicaOptions, replicaInput, withReplicaOptions } from '../options/replicas.ts';
import { rolloutAmong } from '../options/rollout.ts';
import { controllerOutput } from '../output/controller-output.ts';
import { clusterChoice, projectInput } from '../project-input.ts';
import { runCommand } from '../run-command.ts';

/** The options of `reconcile`; durations in milliseconds. */
export type ReconcileOptions = PlanningOptions &
  ApplyingOptions &
  ListeningOptions &
  ReplicaOptions & {
    readonly mode: ControllerMode;
    readonly interval: number;
    readonly settle: number;
    readonly cycles?: number;
    readonly restartDelay: number;
    readonly restartLimit?: number;
    readonly restartReset: number;
  };

/** `reconcile`: compares the clusters with the files again and again, and corrects what the mode allows. */
export const addReconcileCommand: AddCommand = (program, host, finish) => {
  const command = withUnattendedOptions(
    withPlanningOptions(
      withCommonOptions(
        program
          .command('reconcile')
          .description('keep the clusters as the files declare: observe, apply or heal, until it is stopped'),
        ['text', 'json'],
      ),
    ),
  );
  withReplicaOptions(withListeningOptions(withControllerOptions(command)))
    .addHelpText('after', examples)
    .action(async (options: ReconcileOptions) =>
      finish(await runCommand(host, options, () => runReconcile(host, options)), 'by-interrupt'),
    );
};

const examples = `
Modes:
  observe  write nothing; report health, and how the clusters differ from the files
  apply    write what changes in the files; leave drift and FAILED connectors alone
  heal     correct drift too, and restart what is FAILED, within limits

SIGHUP starts a run at once. SIGTERM finishes the write in flight, and exits with 0.

Examples:
  connect-sync reconcile --all-clusters
  connect-sync reconcile --cluster prod --mode heal --interval 5m`;

function withControllerOptions(command: Command): Command {
  return command
    .option(
      '--mode <mode>',
      'what it may do: observe, apply or heal',
      oneOf(['observe', 'apply', 'heal']),
      'observe',
    )
    .option('--interval <duration>', 'from the start of one run to the next', interval, 180_000)
    .option(
      '--settle <duration>',
      'how long changed files must be left alone before they count',
      delay,
      2_000,
    )
    .option(
      '--cycles <n>',
      'end after so many cycles; the exit code is that of the last one (default: when it is stopped)',
      positive,
    )
    .option(
      '--restart-delay <duration>',
      'the n-th restart follows n²+n times this after the last',
      delay,
      60_000,
    )
    .option('--restart-limit <n>', 'restart a connector at most so often in a row (default: no limit)', count)
    .option(
      '--restart-reset <duration>',
      'how long it must be healthy until restarts count anew',
      delay,
      3_600_000,
    );
}

/** A parser: without a pause the workers would have no rest. */
function interval(text: string): number {
  const milliseconds = delay(text);
  if (milliseconds < 1_000) throw new InvalidArgumentError('Expected at least 1s.');
  return milliseconds;
}

/** A parser: what ends after more than a year has no date that could be shown. */
function delay(text: string): number {
  const milliseconds = duration(text);
  if (milliseconds > 8_784 * 3_600_000) throw new InvalidArgumentError('Expected at most 8784h, a year.');
  return milliseconds;
}

function positive(text: string): number {
  const number = count(text);
  if (number === 0) throw new InvalidArgumentError('Expected at least 1.');
  return number;
}

async function runReconcile(host: Host, options: ReconcileOptions): Promise<ExitCode> {
  const ports = controllerOutput({ host, options });
  const view = await runController(
    {
      project: projectInput(host, options),
      clusters: clusterChoice(host, options),
      plan: { ...options, rollout: rolloutAmong(options) },
      apply: applySettings(options),
      mode: options.mode,
      intervalMilliseconds: options.interval,
      settleMilliseconds: options.settle,
      listen: listenerOptions(host, options),
      ...replicaInput(host, options),
      cycles: options.cycles,
      restarts: {
        delayMilliseconds: options.restartDelay,
        limit: options.restartLimit,
        resetMilliseconds: options.restartReset,
      },
    },
    ports,
  );
  return ports.signal.aborted ? exitCodes.success : exitCodeOfController(view);
}
