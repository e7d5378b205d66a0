import { readStatus } from '../../inspect/status.ts';
import { renderStatusAsMarkdown } from '../../render/markdown-status.ts';
import { isHealthy, renderStatusPage } from '../../render/status-page.ts';
import type { AddCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { inspectInput, inspectPorts } from '../inspect-input.ts';
import { type CommonOptions, withCommonOptions } from '../options/project-options.ts';
import { reportResults } from '../report-results.ts';
import { runCommand } from '../run-command.ts';
import { useColor } from '../use-color.ts';

/** `status`: health of connectors and tasks. */
export const addStatusCommand: AddCommand = (program, host, finish) => {
  withCommonOptions(
    program
      .command('status')
      .argument('[name...]', 'names or globs (default: all connectors)')
      .description('show the health of connectors and tasks with root causes; exits with 25 if unhealthy'),
    ['text', 'json', 'markdown'],
  )
    .addHelpText('after', "\nExample:\n  connect-sync status --cluster prod 'orders-*'")
    .action(async (names: string[], options: CommonOptions) =>
      finish(await runCommand(host, options, () => runStatus(host, options, names))),
    );
};

async function runStatus(host: Host, options: CommonOptions, names: readonly string[]): Promise<ExitCode> {
  const run = { host, options };
  const results = await readStatus({ ...inspectInput(run), names }, inspectPorts(run));
  const color = useColor(host, host.stdout, options.color);
  return reportResults(run, results, {
    format: 'connect-sync/status',
    json: (view) => view,
    text: (views) =>
      options.format === 'markdown'
        ? renderStatusAsMarkdown(views)
        : views.map((view) => renderStatusPage(view, { color })).join('\n'),
    exitCode: (view) => (view.connectors.every(isHealthy) ? exitCodes.success : exitCodes.unhealthy),
  });
}
