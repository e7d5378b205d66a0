import { restore } from '../../operations/restore.ts';
import type { AddCommand } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { inspectInput } from '../inspect-input.ts';
import { clusterWords, projectArguments } from '../next-command.ts';
import { type ApplyingOptions, applySettings, withApplyingOptions } from '../options/applying.ts';
import { withAdoptOption, withValidateOption } from '../options/planning.ts';
import { withCommonOptions } from '../options/project-options.ts';
import { applyPorts, applyQuestion, concludeApply } from '../output/apply-output.ts';
import { errorLine } from '../output/event-line-error.ts';
import { withApplyProgress } from '../progress/apply-progress.ts';
import { runCommand } from '../run-command.ts';

interface RestoreOptions extends ApplyingOptions {
  readonly adopt: readonly string[];
  readonly allowOtherCluster?: boolean;
}

/** `restore`: restores connectors from backups, like an apply. */
export const addRestoreCommand: AddCommand = (program, host, finish) => {
  const command = withCommonOptions(
    program
      .command('restore')
      .argument('<file...>', 'backups, as apply writes them to .connect-sync/backups')
      .description('restore connectors from backups'),
    ['text', 'json'],
  );
  withApplyingOptions(withValidateOption(withAdoptOption(command)))
    .option('--allow-other-cluster', 'allow backups of another Kafka cluster')
    .addHelpText(
      'after',
      '\nExample:\n  connect-sync restore .connect-sync/backups/2025-11-23T15-32-08.120Z-prod/orders.json --cluster prod',
    )
    .action(async (files: string[], options: RestoreOptions) =>
      finish(
        await runCommand(host, { ...options, errorDocument: errorLine(host) }, () =>
          runRestore(host, options, files),
        ),
      ),
    );
};

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
