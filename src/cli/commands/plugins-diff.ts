import type { Command } from 'commander';
import { toJson } from '../../model/print-json.ts';
import { renderPluginsDiff, renderPluginsDiffAsMarkdown } from '../../render/plugins-diff-page.ts';
import { problemText } from '../../render/pull-page.ts';
import { diffPlugins, type PluginsDiffView } from '../../snapshots/diff-plugins.ts';
import type { Finish } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { inspectPorts } from '../inspect-input.ts';
import { type CommonOptions, withCommonOptions } from '../options/project-options.ts';
import { refuseOptionsBefore } from '../options/subcommand.ts';
import { projectInput } from '../project-input.ts';
import { runCommand } from '../run-command.ts';
import { useColor } from '../use-color.ts';
import { writeProblem } from './plugins-pull.ts';

/** `plugins diff`: what two versions, clusters or files say differently about plugins. */
export function addPluginsDiffCommand(plugins: Command, host: Host, finish: Finish): void {
  withCommonOptions(
    plugins
      .command('diff', { hidden: true })
      .argument('<before>', 'CLASS@VERSION of a saved plugin, a cluster, a URL, a folder or a file')
      .argument('<after>', 'the same')
      .argument(
        '[class...]',
        'compare these classes only (default: all in the files, of clusters those in use)',
      )
      .description('compare the config keys of plugins: two versions, two clusters, or files'),
    ['text', 'json', 'markdown'],
    ['cluster', 'allClusters', 'strict'],
  )
    .addHelpText(
      'after',
      '\nExamples:\n  connect-sync plugins diff MySqlConnector@1.9.7.Final MySqlConnector@2.7.4.Final\n' +
        '  connect-sync plugins diff prod http://localhost:8083\n' +
        '  connect-sync plugins diff .connect-sync/plugins prod -f markdown',
    )
    .action(
      async (before: string, after: string, classes: string[], options: CommonOptions, command: Command) =>
        finish(
          await runCommand(host, { ...options, cluster: [] }, () => {
            refuseOptionsBefore(command);
            return runDiff(host, { ...options, cluster: [] }, { before, after, classes });
          }),
        ),
    );
}

async function runDiff(
  host: Host,
  options: CommonOptions,
  sides: { readonly before: string; readonly after: string; readonly classes: readonly string[] },
): Promise<ExitCode> {
  const view = await diffPlugins(
    { project: projectInput(host, options), ...sides },
    inspectPorts({ host, options }),
  );
  host.stdout.write(textOf(view, options.format, useColor(host, host.stdout, options.color)));
  const problems = [view.before, view.after].flatMap(({ from, problems: own }) =>
    own.map((problem) => ({ from, problem })),
  );
  for (const { from, problem } of problems) writeProblem(host, 'warning', `${from}: ${problemText(problem)}`);
  const unread = problems.some(({ problem: { read, reason } }) => read === 'nothing' && !isFact.has(reason));
  return unread ? exitCodes.unreadCluster : exitCodes.success;
}

/** What is not installed, or not described by an old worker, is a difference. */
const isFact: ReadonlySet<string> = new Set(['not-installed', 'not-described']);

function textOf(view: PluginsDiffView, format: string | undefined, color: boolean): string {
  if (format === 'json') return toJson(view);
  return format === 'markdown' ? renderPluginsDiffAsMarkdown(view) : renderPluginsDiff(view, { color });
}
