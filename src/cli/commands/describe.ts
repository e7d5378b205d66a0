import { describeConnectors } from '../../inspect/describe.ts';
import { toExactJson } from '../../model/print-json.ts';
import { renderDescription } from '../../render/describe-page.ts';
import type { AddCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { inspectInput, inspectPorts, nextCommands } from '../inspect-input.ts';
import { type CommonOptions, withCommonOptions } from '../options/project-options.ts';
import { chosenTraces, type RevealOption, withRevealedTraces } from '../options/reveal.ts';
import { reportResults } from '../report-results.ts';
import { runCommand } from '../run-command.ts';
import { useColor } from '../use-color.ts';

type DescribeOptions = CommonOptions & RevealOption;

/** `describe`: everything about a connector on one page. */
export const addDescribeCommand: AddCommand = (program, host, finish) => {
  withRevealedTraces(
    withCommonOptions(
      program
        .command('describe')
        .argument('<name...>', 'names or globs')
        .description('show the cause of a failure, then state, traces, config, topics and offsets'),
      ['text', 'json'],
    ),
  )
    .addHelpText('after', '\nExample:\n  connect-sync describe orders-elastic --cluster prod')
    .action(async (names: string[], options: DescribeOptions) =>
      finish(await runCommand(host, options, () => runDescribe(host, options, names))),
    );
};

async function runDescribe(
  host: Host,
  options: DescribeOptions,
  names: readonly string[],
): Promise<ExitCode> {
  const run = { host, options };
  const results = await describeConnectors(
    { ...inspectInput(run), names, ...chosenTraces(host, options) },
    inspectPorts(run),
  );
  const color = useColor(host, host.stdout, options.color);
  const next = nextCommands(run);
  return reportResults(run, results, {
    format: 'connect-sync/describe',
    json: (view) => view,
    print: toExactJson,
    text: (views) => views.map((view) => renderDescription(view, { color, next })).join('\n'),
    // The page says which parts could not be read; that is not a failure of the command.
    exitCode: () => exitCodes.success,
  });
}
