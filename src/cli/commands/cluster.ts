import type { ClusterMemberView, ClusterPageView } from '../../model/cluster-page-view.ts';
import { type ExitCode, exitCodes } from '../../model/error.ts';
import { renderClusterPage } from '../../render/cluster-page.ts';
import type { Host } from '../host.ts';
import { type ClusterLook, lookAtClusters } from '../look-at-clusters.ts';
import { type ClusterResult, onEachCluster } from '../on-each-cluster.ts';
import { type CommonOptions, withCommonOptions } from '../options.ts';
import type { AddCommand } from '../program.ts';
import { reportResults } from '../report-results.ts';
import { runCommand } from '../run-command.ts';
import { openSession } from '../session.ts';
import { useColor } from '../use-color.ts';

/** `cluster`: who answers at every URL of a cluster. */
export const addClusterCommand: AddCommand = (program, host, finish) => {
  withCommonOptions(
    program.command('cluster').description('show worker version, commit and Kafka cluster id at every URL'),
    ['text', 'json'],
  )
    .addHelpText('after', '\nExample:\n  connect-sync cluster --cluster http://localhost:8083')
    .action(async (options: CommonOptions) =>
      finish(await runCommand(host, options, () => runCluster(host, options))),
    );
};

async function runCluster(host: Host, options: CommonOptions): Promise<ExitCode> {
  const session = await openSession(host, options);
  const looks = await lookAtClusters(session);
  const pages = await Promise.all(looks.map((look) => askMembers(host, look)));
  const color = useColor(host, host.stdout, options.color);
  return reportResults(session, pages, {
    json: (view) => view,
    text: (views) => views.map((view) => renderClusterPage(view, { color })).join('\n'),
    exitCode: (view) => (view.members.every(answers) ? exitCodes.success : exitCodes.unreadCluster),
  });
}

/** Asks each URL by itself, without fail-over: a member that is down shall show. */
async function askMembers(host: Host, look: ClusterLook): Promise<ClusterResult<ClusterPageView>> {
  const members = look.target.urls.map((url) => ({
    ...look,
    target: { ...look.target, urls: [url] as const },
  }));
  const asked = await onEachCluster(members, host.interrupt, async (cluster): Promise<ClusterMemberView> => {
    const worker = await cluster.readWorker();
    return {
      url: cluster.url,
      workerVersion: worker.versionText,
      commit: worker.commit,
      kafkaClusterId: worker.kafkaClusterId ?? null,
    };
  });
  const views = asked.map((one, index): ClusterMemberView => {
    return one.done ? one.result : { url: look.target.urls[index] ?? '', problem: one.error.message };
  });
  const page: ClusterPageView = {
    format: 'connect-sync/cluster',
    version: 1,
    cluster: look.label,
    members: views,
  };
  return { label: look.label, done: true, result: page };
}

function answers(member: ClusterMemberView): boolean {
  return 'workerVersion' in member;
}
