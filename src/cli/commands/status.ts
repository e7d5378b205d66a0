import type { ConnectCluster } from '../../connect/connect-cluster.ts';
import { assessHealth } from '../../model/assess-health.ts';
import { type LiveConnector, workerIdsOf } from '../../model/live-connector.ts';
import { viewStatus } from '../../model/redaction/view-status.ts';
import type { StatusView } from '../../model/status-view.ts';
import { type ClusterInspection, inspectClusters } from '../../project/inspect-clusters.ts';
import { makeLiveRedactor } from '../../project/live-redactor.ts';
import { openSession, type Session, withConnectorFiles } from '../../project/load-project.ts';
import { onEachCluster } from '../../project/on-each-cluster.ts';
import { readLive } from '../../project/read-live.ts';
import { selectNames } from '../../project/select-names.ts';
import { renderStatusAsMarkdown } from '../../render/markdown-status.ts';
import { isHealthy, renderStatusPage } from '../../render/status-page.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { type CommonOptions, withCommonOptions } from '../options/project-options.ts';
import type { AddCommand } from '../program.ts';
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
  const session = await openSession(host, options, 'project-file');
  let whole: Promise<Session> | undefined;
  const loadFiles = () => {
    whole ??= withConnectorFiles(session);
    return whole;
  };
  const results = await onEachCluster(await inspectClusters(session), host.interrupt, (cluster, look) =>
    readStatus(cluster, look, { patterns: names, loadFiles }),
  );
  const color = useColor(host, host.stdout, options.color);
  return reportResults(session, results, {
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
  /** The session with its connector files, which are needed only where there is a trace; loaded once. */
  readonly loadFiles: () => Promise<Session>;
}

async function readStatus(
  cluster: ConnectCluster,
  look: ClusterInspection,
  { patterns, loadFiles }: StatusRequest,
): Promise<StatusView> {
  const { session, label } = look;
  const connectors = await readLive(cluster);
  const live = [...connectors.values()];
  const chosen = new Set(selectNames(patterns, [...connectors.keys()], `on ${label}`));
  const shown = live.filter(({ name }) => chosen.has(name));
  const failed = shown.filter(hasTrace);
  if (failed.length > 0) {
    const [whole, worker] = await Promise.all([loadFiles(), cluster.readWorker()]);
    // A trace may quote any value of its configuration: what of that is secret is learned.
    await makeLiveRedactor(cluster, { ...look, session: whole }, { worker, live, shown: failed });
  }
  const refusing = await cluster.findUnreachable(workerIdsOf(shown));
  const judged = shown.map((connector) => ({
    live: connector,
    health: assessHealth({ ...connector, refusing }, undefined),
  }));
  return viewStatus(judged, label, session.scrub);
}

function hasTrace({ status }: LiveConnector): boolean {
  if (!status) return false;
  return status.connector.trace !== undefined || status.tasks.some(({ trace }) => trace !== undefined);
}
