import type { PlannedCluster } from '../../reconcile/plan-cluster.ts';
import type { AddCommand, CommandRun } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { type ManualCommand, type ManualOptions, runManualCommand } from '../manual-command.ts';
import { withBackupOption } from '../options/applying.ts';
import { count } from '../options/parsers.ts';
import { withCommonOptions } from '../options/project-options.ts';
import { chooseConnectors } from '../prompt/choose-connectors.ts';

/** `delete`: deletes connectors by name, or from a list. */
export const addDeleteCommand: AddCommand = (program, host, finish) => {
  withBackupOption(
    withCommonOptions(
      program
        .command('delete')
        .argument('[name...]', 'names or globs (default: choose from a list)')
        .description('delete connectors (backed up first, asks for confirmation)'),
      ['text', 'json'],
    )
      .option('-y, --yes', 'delete without asking for confirmation')
      .option('--allow-deletes <n>', 'allow to delete up to this many connectors', count),
  )
    .addHelpText(
      'after',
      '\nA glob deletes only what is owned (see ownership in the project file). More than a quarter of the connectors, or all,\nneed --allow-deletes.\n\nExample:\n  connect-sync delete --cluster prod orders-old\n  connect-sync delete --cluster prod            # choose from a list',
    )
    .action(async (names: string[], options: ManualOptions) =>
      finish(
        await runManualCommand(host, options, async (run) =>
          names.length > 0 ? deletion(options, names, 'glob') : deleteChosen(run, options),
        ),
      ),
    );
};

function deletion(
  { yes, allowDeletes }: ManualOptions,
  names: readonly string[],
  match: 'glob' | 'exact',
): ManualCommand {
  return {
    action: { kind: 'delete', allowDeletes },
    connectors: { names, match },
    command: 'delete',
    again: [...(allowDeletes === undefined ? [] : ['--allow-deletes', String(allowDeletes)]), ...names],
    question: yes === true ? 'agreed' : question,
  };
}

function question({ cluster, plan }: PlannedCluster): string {
  const [only, ...others] = plan.steps;
  const what = only && others.length === 0 ? only.change.name : `these ${plan.steps.length} connectors`;
  return `Delete ${what} on ${cluster}?`;
}

async function deleteChosen(run: CommandRun, options: ManualOptions): Promise<ManualCommand | ExitCode> {
  const choice = await chooseConnectors(run);
  switch (choice.kind) {
    case 'chosen':
      return deletion(options, choice.names, 'exact');
    case 'nothing':
      run.host.stderr.write(`${choice.why}\n`);
      return exitCodes.success;
    case 'canceled':
      run.host.stderr.write('Cancelled: no changes made.\n');
      return exitCodes.interrupted;
  }
}
