import type { DesiredState } from '../../model/desired-connector.ts';
import { selectNames } from '../../project/select-names.ts';
import type { AddCommand } from '../command.ts';
import { type ManualOptions, runManualCommand } from '../manual-command.ts';
import { duration, withCommonOptions } from '../options/project-options.ts';

/** `pause`: asks for it and waits until every task shows it. */
export const addPauseCommand = stateCommand({
  command: 'pause',
  state: 'paused',
  description: 'suspend connectors and their tasks',
});

/** `resume`: brings back what is paused or stopped. */
export const addResumeCommand = stateCommand({
  command: 'resume',
  state: 'running',
  description: 'let connectors run again that are paused or stopped',
});

/** `stop`: ends the tasks and keeps configuration and offsets (Kafka Connect 3.5 or later). */
export const addStopCommand = stateCommand({
  command: 'stop',
  state: 'stopped',
  description: 'end the tasks of connectors and keep their offsets (Kafka Connect 3.5 or later)',
});

interface StateCommand {
  readonly command: string;
  readonly state: DesiredState;
  readonly description: string;
}

function stateCommand({ command, state, description }: StateCommand): AddCommand {
  return (program, host, finish) => {
    const added = withCommonOptions(
      program
        .command(command)
        .argument('<name...>', 'names or globs')
        .description(`${description}, and wait until every task shows it`),
      ['text', 'json'],
    ).option('--no-wait', 'do not wait until every task shows it');
    // What starts may fail a moment later; what is suspended stays so.
    if (state === 'running')
      added.option('--stable-for <duration>', 'how long they must stay healthy', duration, 3_000);
    added
      .addHelpText('after', `\nExample:\n  connect-sync ${command} --cluster prod 'orders-*'`)
      .action(async (names: string[], options: ManualOptions) =>
        finish(
          await runManualCommand(host, options, async () => ({
            asked: { kind: 'state', state },
            select: (live, where) => selectNames(names, live, where),
            command,
            again: names,
          })),
        ),
      );
  };
}
