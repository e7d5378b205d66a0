import { restore } from '../../operations/restore.ts';
import type { AddCommand } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { projectArguments } from '../next-command.ts';
import { type ApplyingOptions, applySettings, withApplyingOptions } from '../options/applying.ts';
import { withAdoptOption, withCommonOptions, withValidateOption } from '../options/project-options.ts';
import { applyPorts, applyQuestion, concludeApply } from '../output/apply-output.ts';
import { errorLine } from '../output/event-line-error.ts';
import { type ApplyProgress, withApplyProgress } from '../progress/apply-progress.ts';
import { clusterChoice, projectInput } from '../project-input.ts';
import { runCommand } from '../run-command.ts';

interface RestoreOptions extends ApplyingOptions {
  readonly adopt: readonly string[];
  readonly allowOtherCluster?: boolean;
}

/** `restore`: backed-up connectors as a planned change: shown, asked about, carried out and watched like an apply. */
export const addRestoreCommand: AddCommand = (program, host, finish) => {
  const command = withCommonOptions(
    program
      .command('restore')
      .argument('<file...>', 'backups, as apply writes them below .connect-sync/backups')
      .description('bring connectors back as they were before an apply changed or deleted them'),
    ['text', 'json'],
  );
  withApplyingOptions(withValidateOption(withAdoptOption(command)))
    .option('--allow-other-cluster', 'restore backups of another Kafka cluster onto this one')
    .addHelpText(
      'after',
      '\nExample:\n  connect-sync restore .connect-sync/backups/2025-11-23T15-32-08.120Z-prod/orders.json --cluster prod',
    )
    .action(async (files: string[], options: RestoreOptions) =>
      finish(
        await runCommand(host, { ...options, errorDocument: errorLine(host) }, () =>
          withApplyProgress(host, options, (progress) => runRestore(progress, options, files)),
        ),
      ),
    );
};

async function runRestore(
  progress: ApplyProgress,
  options: RestoreOptions,
  files: readonly string[],
): Promise<ExitCode> {
  const { host } = progress;
  const again = [...projectArguments(options), ...files];
  const results = await restore(
    {
      project: projectInput(host, options),
      clusters: clusterChoice(host, options),
      files,
      adopt: options.adopt,
      validate: options.validate,
      allowOtherCluster: options.allowOtherCluster === true,
      apply: applySettings(options),
    },
    applyPorts({
      progress,
      options,
      next: { status: projectArguments(options), apply: again, look: 'restore', command: 'restore' },
      question: applyQuestion(options),
    }),
  );
  return concludeApply({ host, options }, results);
}
