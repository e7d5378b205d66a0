import type { OperatorCluster } from '../../connect/operator-cluster.ts';
import { assessMembers, type ManualTarget } from '../../inspect/members.ts';
import type { ClusterPageView } from '../../model/cluster-page-view.ts';
import type { Ports } from '../../model/ports.ts';
import { WorkerFailure } from '../../model/worker-failure.ts';
import type { WorkerInfo } from '../../model/worker-info.ts';
import { supports } from '../../model/worker-version.ts';
import { loadProject } from '../../project/load-project.ts';
import type { ClusterResult } from '../../project/on-each-cluster.ts';
import { onEachUrl } from '../../project/on-each-cluster.ts';
import { type ClusterContext, chooseClusters } from '../../project/resolve-clusters.ts';
import { renderClusterPage } from '../../render/cluster-page.ts';
import type { AddCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { type CommonOptions, withCommonOptions } from '../options/project-options.ts';
import { clusterChoice, portsOf, projectInput } from '../project-input.ts';
import { reportResults } from '../report-results.ts';
import { runCommand } from '../run-command.ts';
import { useColor } from '../use-color.ts';

/** Connectors that are just being created or deleted show at one worker before the other. */
const secondLookMilliseconds = 2_000;

/** `cluster`: who answers at every URL of a cluster, how they are, and whether they belong together. */
export const addClusterCommand: AddCommand = (program, host, finish) => {
  withCommonOptions(
    program
      .command('cluster')
      .description(
        'show who answers at every URL of a cluster, how they are, and whether they belong together',
      ),
    ['text', 'json'],
  )
    .addHelpText('after', '\nExample:\n  connect-sync cluster --cluster http://localhost:8083')
    .action(async (options: CommonOptions) =>
      finish(await runCommand(host, options, () => runCluster(host, options))),
    );
};

async function runCluster(host: Host, options: CommonOptions): Promise<ExitCode> {
  const project = await loadProject(projectInput(host, options));
  const looks = await chooseClusters(project, clusterChoice(host, options));
  const ports = portsOf(host, options);
  const pages = await Promise.all(looks.map((look) => readPage(look, ports)));
  const color = useColor(host, host.stdout, options.color);
  return reportResults({ host, options }, pages, {
    json: (view) => view,
    text: (views) => views.map((view) => renderClusterPage(view, { color })).join('\n'),
    exitCode: exitCodeOf,
  });
}

async function readPage(look: ClusterContext, ports: Ports): Promise<ClusterResult<ClusterPageView>> {
  const expected = look.target.kafkaClusterId;
  const first = await askMembers(look, ports);
  let judged = { members: first, verdict: assessMembers(first, expected) };
  if (judged.verdict.together === false) {
    await ports.clock.sleep(secondLookMilliseconds, ports.signal);
    const second = await askMembers(look, ports);
    judged = { members: second, verdict: assessMembers(second, expected) };
  }
  const page: ClusterPageView = {
    format: 'connect-sync/cluster',
    version: 1,
    cluster: look.label,
    members: judged.members.map(({ view }) => view),
    ...judged.verdict,
  };
  return { cluster: look.label, ok: true, value: page };
}

async function askMembers(look: ClusterContext, ports: Ports): Promise<readonly ManualTarget[]> {
  const isAlone = look.target.urls.length === 1;
  const asked = await onEachUrl(look, ports, async (cluster): Promise<ManualTarget> => {
    const worker = await cluster.readWorker();
    const view = {
      url: cluster.url,
      workerVersion: worker.versionText,
      commit: worker.commit,
      kafkaClusterId: worker.kafkaClusterId ?? null,
      health: await readHealth(cluster, look, worker),
    };
    return { view, names: isAlone ? undefined : await cluster.listNames() };
  });
  return asked.map((one) =>
    one.ok ? one.value : { view: { url: one.url, problem: one.error.message }, names: undefined },
  );
}

/** null where it cannot be read: who a worker is does not hang on it. */
async function readHealth(cluster: OperatorCluster, { project }: ClusterContext, { version }: WorkerInfo) {
  if (!supports(version, 'health')) return null;
  try {
    const { status, message } = await cluster.readHealth({ budgetMilliseconds: secondLookMilliseconds });
    return { status, message: project.scrub(message) };
  } catch (error) {
    if (error instanceof WorkerFailure) return null;
    throw error;
  }
}

function exitCodeOf({ members, together, findings }: ClusterPageView): ExitCode {
  const isUnread = members.some((member) => 'problem' in member);
  const isAnother = findings.some((finding) => finding.startsWith('the project file says kafkaClusterId'));
  if (isUnread || isAnother || together === false) return exitCodes.unreadCluster;
  const isHealthy = members.every(
    (member) => 'problem' in member || member.health === null || member.health.status === 'healthy',
  );
  return isHealthy ? exitCodes.success : exitCodes.unhealthy;
}
