import type { ConnectCluster } from '../../connect/connect-cluster.ts';
import { type ExitCode, exitCodes } from '../../model/error.ts';
import { workerIdsOf } from '../../model/live-connector.ts';
import { viewConnectorList } from '../../model/redaction/view-status.ts';
import type { ConnectorListView } from '../../model/status-view.ts';
import { readLive } from '../../reconcile/read-live.ts';
import { renderConnectorTable } from '../../render/connector-table.ts';
import type { Host } from '../host.ts';
import { type ClusterLook, lookAtClusters } from '../look-at-clusters.ts';
import { onEachCluster } from '../on-each-cluster.ts';
import { type CommonOptions, withCommonOptions } from '../options.ts';
import type { AddCommand } from '../program.ts';
import { reportResults } from '../report-results.ts';
import { runCommand } from '../run-command.ts';
import { openSession } from '../session.ts';
import { useColor } from '../use-color.ts';

/**
 * `list`: every connector of a cluster in one table, broken ones first. Two requests, however many there are, and one
 * to each further URL that is a worker with connectors.
 */
export const addListCommand: AddCommand = (program, host, finish) => {
  withCommonOptions(
    program.command('list').description('list the connectors of a cluster, broken ones first'),
    ['text', 'json'],
  )
    .addHelpText(
      'after',
      '\nExample:\n  connect-sync list --cluster prod\n  connect-sync list -q      names alone',
    )
    .action(async (options: CommonOptions) =>
      finish(await runCommand(host, options, () => runList(host, options))),
    );
};

async function runList(host: Host, options: CommonOptions): Promise<ExitCode> {
  const session = await openSession(host, options);
  const results = await onEachCluster(await lookAtClusters(session), host.interrupt, listConnectors);
  const color = useColor(host, host.stdout, options.color);
  return reportResults(session, results, {
    json: (view) => view,
    text: (views) =>
      options.quiet === true
        ? views.map(namesOf).join('')
        : views.map((view) => renderConnectorTable(view, { color })).join('\n'),
    exitCode: () => exitCodes.success,
  });
}

async function listConnectors(cluster: ConnectCluster, { label }: ClusterLook): Promise<ConnectorListView> {
  const connectors = [...(await readLive(cluster)).values()];
  return viewConnectorList(connectors, label, await cluster.findRefusing(workerIdsOf(connectors)));
}

function namesOf(view: ConnectorListView): string {
  return view.connectors.map((connector) => `${connector.name}\n`).join('');
}
