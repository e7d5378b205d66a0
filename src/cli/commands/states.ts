import type { DesiredState } from '../../model/desired-connector.ts';
import { releaseOf } from '../../model/worker-version.ts';
import type { AddCommand } from '../command.ts';
import { type ManualOptions, runManualCommand } from '../manual-command.ts';
import { duration } from '../options/parsers.ts';
import { withCommonOptions } from '../options/project-options.ts';

/** `pause`: suspends connectors and tasks. */
export const addPauseCommand = stateCommand({
  command: 'pause',
  state: 'paused',
  description: 'pause connectors and their tasks, and wait until they are PAUSED',
});

/** `resume`: starts paused or stopped connectors. */
export const addResumeCommand = stateCommand({
  command: 'resume',
  state: 'running',
  description: 'resume paused or stopped connectors, and wait until they are healthy',
});

/** `stop`: shuts down tasks and keeps config and offsets (Kafka Connect 3.5 or later). */
export const addStopCommand = stateCommand({
  command: 'stop',
  state: 'stopped',
  description: `stop connectors: shut down their tasks, keep their offsets (Kafka Connect ${releaseOf('stop')} or later)`,
});

interface StateCommand {
  readonly command: string;
  readonly state: DesiredState;
  readonly description: string;
}

function stateCommand({ command, state, description }: StateCommand): AddCommand {
  return (program, host, finish) => {
    const added = withCommonOptions(
      program.command(command).argument('<name...>', 'names or globs').description(description),
      ['text', 'json'],
    ).option('--no-wait', 'do not wait until all connectors and tasks have the state');
    // A connector that starts may fail a moment later; one that is suspended stays suspended.
    if (state === 'running')
      added.option('--stable-for <duration>', 'how long they must stay healthy', duration, 3_000);
    added
      .addHelpText('after', `\nExample:\n  connect-sync ${command} --cluster prod 'orders-*'`)
      .action(async (names: string[], options: ManualOptions) =>
        finish(
          await runManualCommand(host, options, async () => ({
            action: { kind: 'state', state },
            connectors: { names, match: 'glob' },
            command,
            again: names,
            question: 'agreed',
          })),
        ),
      );
  };
}
