import { toJson } from '../../model/print-json.ts';
import { listBackups } from '../../operations/list-backups.ts';
import { restore } from '../../operations/restore.ts';
import { renderBackupsPage } from '../../render/backups-page.ts';
import type { AddCommand, CommandRun } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { inspectInput, nextCommands } from '../inspect-input.ts';
import { clusterWords, projectArguments } from '../next-command.ts';
import { type ApplyingOptions, applySettings, withApplyingOptions } from '../options/applying.ts';
import { withAdoptOption, withValidateOption } from '../options/planning.ts';
import { withCommonOptions } from '../options/project-options.ts';
import { applyPorts, applyQuestion, concludeApply } from '../output/apply-output.ts';
import { errorLine } from '../output/event-line-error.ts';
import { withApplyProgress } from '../progress/apply-progress.ts';
import { projectInput } from '../project-input.ts';
import { runCommand } from '../run-command.ts';
import { useColor } from '../use-color.ts';

interface RestoreOptions extends ApplyingOptions {
  readonly adopt: readonly string[];
  readonly allowOtherCluster?: boolean;
}

/** `restore`: restores connectors from backups, like an apply. */
export const addRestoreCommand: AddCommand = (program, host, finish) => {
  const command = withCommonOptions(
    program
      .command('restore')
      .argument(
        '[file...]',
        'backups, or the folder of a run with all its backups (default: list the backups, newest first)',
      )
      .description('restore connectors from backups, or list the backups'),
    ['text', 'json'],
  );
  withApplyingOptions(withValidateOption(withAdoptOption(command)))
    .option('--allow-other-cluster', 'allow backups of another Kafka cluster')
    .addHelpText(
      'after',
      '\nExamples:\n  connect-sync restore                                                  # list the backups\n' +
        '  connect-sync restore .connect-sync/backups/2025-11-23T15-32-08.120Z-prod --cluster prod\n' +
        '  connect-sync restore .connect-sync/backups/2025-11-23T15-32-08.120Z-prod/orders.json --cluster prod',
    )
    .action(async (files: string[], options: RestoreOptions) =>
      finish(
        await runCommand(host, { ...options, errorDocument: errorLine(host) }, () =>
          files.length === 0 ? runList({ host, options }, options) : runRestore(host, options, files),
        ),
      ),
    );
};

/** How many runs a page lists. */
const runsAtMost = 20;

async function runList(run: CommandRun, options: RestoreOptions): Promise<ExitCode> {
  const { host } = run;
  const isJson = options.format === 'json';
  const view = await listBackups({
    project: projectInput(host, options),
    folder: options.backup,
    most: isJson ? undefined : runsAtMost,
  });
  const color = useColor(host, host.stdout, options.color);
  host.stdout.write(isJson ? toJson(view) : renderBackupsPage(view, { color, next: nextCommands(run) }));
  return exitCodes.success;
}

function runRestore(host: Host, options: RestoreOptions, files: readonly string[]): Promise<ExitCode> {
  return withApplyProgress(host, options, async (progress) => {
    const run = { host: progress.host, options };
    const repeated = projectArguments(options);
    const results = await restore(
      {
        ...inspectInput(run),
        files,
        adopt: options.adopt,
        validate: options.validate,
        otherCluster: options.allowOtherCluster === true ? 'allow' : 'refuse',
        apply: applySettings(options),
      },
      applyPorts({
        progress,
        options,
        next: {
          status: repeated,
          apply: [...repeated, ...files],
          look: 'restore',
          command: 'restore',
          clusterWords: clusterWords(run.host, options),
        },
        question: applyQuestion(options),
      }),
    );
    return concludeApply(run, results);
  });
}
