import { ConnectSyncError } from '../../model/error.ts';
import type { Acting, ManualOptions } from '../../operations/manual-action.ts';
import type { ClusterInspection } from '../../project/inspect-clusters.ts';
import type { Session } from '../../project/load-project.ts';
import { selectNames } from '../../project/select-names.ts';
import type { MadePlan } from '../../reconcile/plan-options.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { runManualCommand } from '../manual-command.ts';
import { withBackupOption } from '../options/applying.ts';
import { withCommonOptions } from '../options/project-options.ts';
import type { AddCommand } from '../program.ts';
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
        await runManualCommand(host, options, (session, looks) =>
          names.length > 0
            ? Promise.resolve(deletion(options, names, (live, where) => selectNames(names, live, where)))
            : deleteChosen(session, looks),
        ),
      ),
    );
};

function deletion(options: ManualOptions, again: readonly string[], select: Acting['select']): Acting {
  return { asked: { kind: 'delete' }, select, options, command: 'delete', again, question };
}

function question({ plan, view }: MadePlan): string {
  const [only, ...others] = plan.steps;
  const what = only && others.length === 0 ? only.change.name : `these ${plan.steps.length} connectors`;
  return `Delete ${what} on ${view.cluster.name ?? view.cluster.url}?`;
}

/** @throws ConnectSyncError (usage) where no one can be shown a list, or it is not clear of which cluster */
async function deleteChosen(
  session: Session,
  looks: readonly ClusterInspection[],
): Promise<Acting | ExitCode> {
  const { host, options } = session;
  if (!host.canAsk) {
    throw new ConnectSyncError({
      code: 'nobody-to-ask',
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
  const chosen = await chooseConnectors(look);
  if (chosen.kind === 'unread') throw chosen.error;
  if (chosen.kind === 'none') return tellNothing(session, exitCodes.success, 'There is no connector.');
  if (chosen.kind === 'left') return tellNothing(session, exitCodes.interrupted, 'Nothing has been changed.');
  const { names } = chosen;
  if (names.length === 0) return tellNothing(session, exitCodes.success, 'Nothing was marked.');
  const meant = new Set(names);
  return deletion(options, names, (live) => live.filter((name) => meant.has(name)));
}

function tellNothing({ host }: Session, code: ExitCode, sentence: string): ExitCode {
  host.stderr.write(`${sentence}\n`);
  return code;
}
