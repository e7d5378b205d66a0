import { ConnectSyncError } from '../../model/error.ts';
import type { ClusterContext } from '../../project/resolve-clusters.ts';
import { selectNames } from '../../project/select-names.ts';
import type { PlannedCluster } from '../../reconcile/plan-cluster.ts';
import type { AddCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import {
  type ManualCommand,
  type ManualOptions,
  type ManualRun,
  runManualCommand,
} from '../manual-command.ts';
import { withBackupOption } from '../options/applying.ts';
import { withCommonOptions } from '../options/project-options.ts';
import { chooseConnectors } from '../prompt/choose-connectors.ts';

/** `delete`: shows what it is, asks, saves it, deletes it and looks that it is gone; without a name, from a list. */
export const addDeleteCommand: AddCommand = (program, host, finish) => {
  withBackupOption(
    withCommonOptions(
      program
        .command('delete')
        .argument('[name...]', 'names or globs; a list to choose from where left out')
        .description('delete connectors, after showing and saving them and asking'),
      ['text', 'json'],
    ).option('-y, --yes', 'do not ask'),
  )
    .addHelpText(
      'after',
      '\nExample:\n  connect-sync delete --cluster prod orders-old\n  connect-sync delete --cluster prod            # choose from a list',
    )
    .action(async (names: string[], options: ManualOptions) =>
      finish(
        await runManualCommand(host, options, (run, looks) =>
          names.length > 0
            ? Promise.resolve(deletion(names, (live, where) => selectNames(names, live, where)))
            : deleteChosen(run, looks),
        ),
      ),
    );
};

function deletion(again: readonly string[], select: ManualCommand['select']): ManualCommand {
  return { asked: { kind: 'delete' }, select, command: 'delete', again, question };
}

function question({ plan, view }: PlannedCluster): string {
  const [only, ...others] = plan.steps;
  const what = only && others.length === 0 ? only.change.name : `these ${plan.steps.length} connectors`;
  return `Delete ${what} on ${view.cluster.name ?? view.cluster.url}?`;
}

/** @throws ConnectSyncError (usage) where no one can be shown a list, or it is not clear of which cluster */
async function deleteChosen(
  run: ManualRun,
  looks: readonly ClusterContext[],
): Promise<ManualCommand | ExitCode> {
  if (!run.host.canAsk) {
    throw new ConnectSyncError({
      code: 'not-a-terminal',
      message: 'no connector is named, and there is no terminal to show a list on',
      hint: 'name what is to be deleted: connect-sync delete NAME --yes',
      category: 'usage',
    });
  }
  const [look, ...others] = looks;
  if (!look || others.length > 0) {
    throw new ConnectSyncError({
      code: 'several-clusters',
      message: 'the list is of one cluster, and several are chosen',
      hint: 'choose one with --cluster, or name the connectors',
      category: 'usage',
    });
  }
  const chosen = await chooseConnectors(look, run);
  if (chosen.kind === 'unread') throw chosen.error;
  if (chosen.kind === 'none') return tellNothing(run, exitCodes.success, 'There is no connector.');
  if (chosen.kind === 'left') return tellNothing(run, exitCodes.interrupted, 'No changes made.');
  const { names } = chosen;
  if (names.length === 0) return tellNothing(run, exitCodes.success, 'Nothing was marked.');
  const meant = new Set(names);
  return deletion(names, (live) => live.filter((name) => meant.has(name)));
}

function tellNothing({ host }: ManualRun, code: ExitCode, sentence: string): ExitCode {
  host.stderr.write(`${sentence}\n`);
  return code;
}
