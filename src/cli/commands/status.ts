import type { ConnectCluster } from '../../connect/connect-cluster.ts';
import { assessHealth } from '../../model/assess-health.ts';
import { type LiveConnector, workerIdsOf } from '../../model/live-connector.ts';
import { viewStatus } from '../../model/redaction/view-status.ts';
import type { StatusView } from '../../model/status-view.ts';
import { makeLiveRedactor } from '../../project/live-redactor.ts';
import { loadProject, type Project } from '../../project/load-project.ts';
import { onEachCluster } from '../../project/on-each-cluster.ts';
import { readLive } from '../../project/read-cluster.ts';
import { type ClusterContext, chooseClusters } from '../../project/resolve-clusters.ts';
import { selectNames } from '../../project/select-names.ts';
import { renderStatusAsMarkdown } from '../../render/markdown-status.ts';
import { isHealthy, renderStatusPage } from '../../render/status-page.ts';
import type { AddCommand, CommandRun } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { type CommonOptions, withCommonOptions } from '../options/project-options.ts';
import { reportDiagnostics } from '../output/diagnostics.ts';
import { clusterChoice, portsOf, projectInput } from '../project-input.ts';
import { reportResults } from '../report-results.ts';
import { runCommand } from '../run-command.ts';
import { useColor } from '../use-color.ts';

/** `status`: states of connectors and tasks with the root cause of what failed; exit 25 where not all is healthy. */
export const addStatusCommand: AddCommand = (program, host, finish) => {
  withCommonOptions(
    program
      .command('status')
      .argument('[name...]', 'names or globs; all connectors where left out')
      .description(
        'show connector and task states with their root causes; exit 25 where something is not healthy',
      ),
    ['text', 'json', 'markdown'],
  )
    .addHelpText('after', "\nExample:\n  connect-sync status --cluster prod 'orders-*'")
    .action(async (names: string[], options: CommonOptions) =>
      finish(await runCommand(host, options, () => runStatus(host, options, names))),
    );
};

async function runStatus(host: Host, options: CommonOptions, names: readonly string[]): Promise<ExitCode> {
  const input = projectInput(host, options);
  const project = await loadProject({ ...input, connectorFiles: 'left-out' });
  let whole: Promise<Project> | undefined;
  const loadFiles = () => {
    whole ??= loadProject(input);
    return whole;
  };
  const results = await onEachCluster(
    await chooseClusters(project, clusterChoice(host, options)),
    portsOf(host, options),
    (cluster, look) => readStatus(cluster, look, { patterns: names, loadFiles, run: { host, options } }),
  );
  const color = useColor(host, host.stdout, options.color);
  return reportResults({ host, options }, results, {
    json: (view) => view,
    text: (views) =>
      options.format === 'markdown'
        ? renderStatusAsMarkdown(views)
        : views.map((view) => renderStatusPage(view, { color })).join('\n'),
    exitCode: (view) => (view.connectors.every(isHealthy) ? exitCodes.success : exitCodes.unhealthy),
  });
}

interface StatusRequest {
  readonly patterns: readonly string[];
  readonly run: CommandRun;
  /** The project with its connector files, which are needed only where there is a trace; loaded once. */
  readonly loadFiles: () => Promise<Project>;
}

async function readStatus(
  cluster: ConnectCluster,
  look: ClusterContext,
  { patterns, loadFiles, run }: StatusRequest,
): Promise<StatusView> {
  const {
    label,
    project: { secrets, scrub },
  } = look;
  const connectors = await readLive(cluster);
  const live = [...connectors.values()];
  const chosen = new Set(selectNames(patterns, [...connectors.keys()], `on ${label}`));
  const shown = live.filter(({ name }) => chosen.has(name));
  const failed = shown.filter(hasTrace);
  if (failed.length > 0) {
    const [whole, worker] = await Promise.all([loadFiles(), cluster.readWorker()]);
    // A trace may quote any value of its configuration: what of that is secret is learned.
    const { warnings } = await makeLiveRedactor(
      cluster,
      { ...look, project: { ...whole, secrets } },
      {
        worker,
        live,
        shown: failed,
      },
    );
    reportDiagnostics(run, whole, warnings);
  }
  const refusing = await cluster.findUnreachable(workerIdsOf(shown));
  const judged = shown.map((connector) => ({
    live: connector,
    health: assessHealth({ ...connector, refusing }, undefined),
  }));
  return viewStatus(judged, label, scrub);
}

function hasTrace({ status }: LiveConnector): boolean {
  if (!status) return false;
  return status.connector.trace !== undefined || status.tasks.some(({ trace }) => trace !== undefined);
}
