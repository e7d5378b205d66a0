import { type ClusterPageView, readMembers } from '../../inspect/members.ts';
import { renderClusterPage } from '../../render/cluster-page.ts';
import type { AddCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { inspectInput, inspectPorts } from '../inspect-input.ts';
import { type CommonOptions, withCommonOptions } from '../options/project-options.ts';
import { reportResults } from '../report-results.ts';
import { runCommand } from '../run-command.ts';
import { useColor } from '../use-color.ts';

/** `cluster`: the workers at the URLs of a cluster. */
export const addClusterCommand: AddCommand = (program, host, finish) => {
  withCommonOptions(
    program
      .command('cluster')
      .description('check every worker URL: version, health, and whether they belong to one cluster'),
    ['text', 'json'],
    ['strict'],
  )
    .addHelpText('after', '\nExample:\n  connect-sync cluster --cluster http://localhost:8083')
    .action(async (options: CommonOptions) =>
      finish(await runCommand(host, options, () => runCluster(host, options))),
    );
};

async function runCluster(host: Host, options: CommonOptions): Promise<ExitCode> {
  const run = { host, options };
  const results = await readMembers(inspectInput(run), inspectPorts(run));
  const color = useColor(host, host.stdout, options.color);
  return reportResults(run, results, {
    format: 'connect-sync/cluster',
    json: (view) => view,
    text: (views) => views.map((view) => renderClusterPage(view, { color })).join('\n'),
    exitCode: exitCodeOf,
  });
}

function exitCodeOf({ members, sameCluster, matchesProject }: ClusterPageView): ExitCode {
  const isUnread = members.some((member) => 'problem' in member);
  if (isUnread || !matchesProject || sameCluster === false) return exitCodes.unreadCluster;
  const isHealthy = members.every(
    (member) => 'problem' in member || member.health === null || member.health.status === 'healthy',
  );
  return isHealthy ? exitCodes.success : exitCodes.unhealthy;
}
