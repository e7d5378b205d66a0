import type { Command } from 'commander';
import { ConnectSyncError } from '../../model/error.ts';
import { jsonOutput, toJson } from '../../model/print-json.ts';
import { toPrintable } from '../../model/printable.ts';
import { viewError } from '../../model/view-error.ts';
import { problemText, renderPullPage } from '../../render/pull-page.ts';
import { pullPlugins } from '../../snapshots/pull-plugins.ts';
import type { PulledProblemView, PullView } from '../../snapshots/pull-view.ts';
import type { Finish } from '../command.ts';
import { combineExitCodes, type ExitCode, exitCodeOfError, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { inspectInput, inspectPorts } from '../inspect-input.ts';
import { clusterWords, projectArguments, withRepeatedOptions } from '../next-command.ts';
import { type CommonOptions, withCommonOptions } from '../options/project-options.ts';
import { refuseOptionsBefore } from '../options/subcommand.ts';
import { reportError } from '../report-error.ts';
import { errorsOf } from '../report-results.ts';
import { runCommand } from '../run-command.ts';
import { useColor } from '../use-color.ts';

interface PullOptions extends CommonOptions {
  readonly check?: boolean;
  readonly prune?: boolean;
}

/** `plugins pull`: saves the plugin definitions of the workers. */
export function addPluginsPullCommand(plugins: Command, host: Host, finish: Finish): void {
  withCommonOptions(
    plugins
      .command('pull', { hidden: true })
      .argument(
        '[class...]',
        'classes, simple names or globs, with @VERSION for one version (default: those in use)',
      )
      .description('save the plugin definitions of the workers in .connect-sync/plugins, to be committed'),
    ['text', 'json'],
    ['strict'],
  )
    .option('--check', 'write nothing; exit 2 if the files differ from the workers')
    .option('--prune', 'delete the files of plugins that no cluster has installed any more')
    .addHelpText(
      'after',
      '\nWithout a class: the plugins that connectors use, declared or live, with their transformations,\n' +
        'predicates and converters.\n\nExamples:\n  connect-sync plugins pull --cluster prod\n' +
        '  connect-sync plugins pull --all-clusters --check     in CI\n' +
        "  connect-sync plugins pull 'io.debezium.*' --cluster prod",
    )
    .action(async (classes: string[], options: PullOptions, command: Command) =>
      finish(
        await runCommand(host, options, () => {
          refuseOptionsBefore(command);
          return runPull(host, options, classes);
        }),
      ),
    );
}

async function runPull(host: Host, options: PullOptions, classes: readonly string[]): Promise<ExitCode> {
  if (options.check === true && options.prune === true)
    throw new ConnectSyncError({
      code: 'pull-usage',
      message: '--check writes and deletes nothing: leave out --prune',
      category: 'usage',
    });
  const run = { host, options };
  const view = await pullPlugins(
    {
      ...inspectInput(run),
      classes,
      mode: options.check === true ? 'check' : 'write',
      unused: options.prune === true ? 'deleted' : 'kept',
    },
    inspectPorts(run),
  );
  if (options.format === 'json') host.stdout.write(toJson(documentOf(view)));
  else {
    const color = useColor(host, host.stdout, options.color);
    host.stdout.write(renderPullPage(view, { color, repeated: repeatedWords(host, options) }));
  }
  for (const error of view.clusters.flatMap(errorsOf)) reportError(error, host, options);
  if (options.quiet !== true) writeUnresolved(view, host, options);
  for (const { cluster, problem } of problemsOf(view)) {
    const severity = exitCodeOfProblem(problem) === exitCodes.success ? 'warning' : 'error';
    if (severity === 'error' || options.quiet !== true)
      writeProblem(host, severity, `${cluster}: ${problemText(problem)}`);
  }
  return exitCodeOf(view);
}

/** Why a plugin could not be read, on stderr. */
export function writeProblem(host: Host, severity: 'warning' | 'error', text: string): void {
  host.stderr.write(`${severity}[plugin-unread]: ${toPrintable(text)}\n`);
}

/** Each error once: most are the same on every cluster. */
function writeUnresolved({ clusters }: PullView, host: Host, options: PullOptions): void {
  const unresolved = clusters.flatMap((one) => (one.ok ? one.value.unresolved : []));
  const texts = new Set(
    unresolved.map(({ file, line, column, message }) => {
      const place = file === null ? '' : `${file}:${line}:${column}: `;
      return `warning[connector-unread]: plugins may be missing: ${toPrintable(`${place}${message}`)}\n`;
    }),
  );
  for (const text of texts) host.stderr.write(text);
  if (texts.size === 0) return;
  const command = withRepeatedOptions('connect-sync validate', options);
  host.stderr.write(`  hint: to see the errors:  ${toPrintable(command)}\n`);
}

function problemsOf({ clusters }: PullView) {
  return clusters.flatMap((one) =>
    one.ok ? one.value.problems.map((problem) => ({ cluster: one.cluster, problem })) : [],
  );
}

/** The clusters and options of this run. */
function repeatedWords(host: Host, options: PullOptions) {
  const words = clusterWords(host, options);
  const clusters = options.cluster.flatMap((text) => ['--cluster', words.get(text) ?? text]);
  return [...(options.allClusters === true ? ['--all-clusters'] : clusters), ...projectArguments(options)];
}

function exitCodeOf(view: PullView): ExitCode {
  const moved = [...view.files, ...view.schemas].some(
    ({ change }) => change === 'created' || change === 'changed',
  );
  return combineExitCodes([
    ...view.clusters.flatMap(errorsOf).map(exitCodeOfError),
    ...problemsOf(view).map(({ problem }) => exitCodeOfProblem(problem)),
    ...(view.files.some(({ change }) => change === 'kept') ? [exitCodes.failure] : []),
    ...(view.mode === 'check' && moved ? [exitCodes.changes] : []),
  ]);
}

/** Keys without allowed values, and what no old worker describes, are no failure. */
function exitCodeOfProblem({ reason, read }: PulledProblemView): ExitCode {
  if (read === 'keys' || reason === 'not-described') return exitCodes.success;
  return reason === 'not-installed' ? exitCodes.failure : exitCodes.unreadCluster;
}

function documentOf({ version: _, ...view }: PullView): object {
  const { format, clusters, ...rest } = view;
  const read = clusters.flatMap((one) => (one.ok ? [one.value] : []));
  return jsonOutput(
    {
      format,
      complete:
        read.length === clusters.length &&
        read.every(({ problems }) => problems.every((one) => exitCodeOfProblem(one) === exitCodes.success)),
      clusters: read.map(({ cluster, ...one }) => ({ name: cluster, ...one })),
      diagnostics: clusters.flatMap((one) =>
        errorsOf(one).map((error) => ({ cluster: one.cluster, ...viewError(error) })),
      ),
    },
    rest,
  );
}
