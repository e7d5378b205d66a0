import type { Command } from 'commander';
import { ConnectSyncError } from '../../model/error.ts';

/**
 * Refuses options between a command and its subcommand: they would be options of the command, and have no effect.
 *
 * @throws ConnectSyncError (usage)
 */
export function refuseOptionsBefore(command: Command): void {
  const { parent } = command;
  const given = parent?.options.filter(
    (option) => parent.getOptionValueSource(option.attributeName()) === 'cli',
  );
  const [first] = given ?? [];
  if (!parent || !first) return;
  const flag = first.long ?? first.flags;
  throw new ConnectSyncError({
    code: 'option-before-subcommand',
    message: `${flag} has no effect before ${command.name()}`,
    hint: `write it behind: connect-sync ${parent.name()} ${command.name()} ${flag}${first.required ? ' …' : ''}`,
    category: 'usage',
  });
}
