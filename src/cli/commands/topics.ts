import type { OperatorCluster } from '../../connect/operator-cluster.ts';
import {
  inspectConnectors,
  readPart,
  requireFeature,
  unsupported,
} from '../../inspect/inspect-connectors.ts';
import { type ConnectorName, isConnectorName } from '../../model/connector-name.ts';
import { inParallel } from '../../model/in-parallel.ts';
import type { ConnectorTopicsView, TopicsView } from '../../model/topics-view.ts';
import { WorkerFailure } from '../../model/worker-failure.ts';
import { loadProject } from '../../project/load-project.ts';
import { onEachCluster } from '../../project/on-each-cluster.ts';
import { type ClusterContext, chooseClusters, requireOneCluster } from '../../project/resolve-clusters.ts';
import { renderTopicsPage } from '../../render/topics-page.ts';
import type { AddCommand } from '../command.ts';
import { isConfirmed } from '../confirm.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { type CommonOptions, withCommonOptions } from '../options/project-options.ts';
import { reportDiagnostics } from '../output/diagnostics.ts';
import { clusterChoice, portsOf, projectInput } from '../project-input.ts';
import { reportResults } from '../report-results.ts';
import { runCommand } from '../run-command.ts';
import { useColor } from '../use-color.ts';

const readConcurrency = 8;

interface TopicsOptions extends CommonOptions {
  readonly reset?: boolean;
  readonly yes?: boolean;
}

/** `topics`: the topics that connectors have used, as their workers track them. */
export const addTopicsCommand: AddCommand = (program, host, finish) => {
  withCommonOptions(
    program
      .command('topics')
      .argument('<name...>', 'names or globs')
      .description('show the topics that connectors have used, as the workers track them (2.5 or later)'),
    ['text', 'json'],
  )
    .option('--reset', 'have the workers forget them: no topic is touched, those still used show again')
    .option('--yes', 'do not ask before the reset')
    .addHelpText('after', "\nExample:\n  connect-sync topics --cluster prod 'orders-*'")
    .action(async (names: string[], options: TopicsOptions) =>
      finish(await runCommand(host, options, () => runTopics(host, options, names))),
    );
};

async function runTopics(host: Host, options: TopicsOptions, names: readonly string[]): Promise<ExitCode> {
  const project = await loadProject(projectInput(host, options));
  const looks = await chooseClusters(project, clusterChoice(host, options));
  if (options.reset === true) requireOneCluster(looks, 'topics are reset');
  const results = await onEachCluster(looks, portsOf(host, options), (cluster, look) =>
    readTopics(cluster, look, { names, options, host }),
  );
  const color = useColor(host, host.stdout, options.color);
  return reportResults({ host, options }, results, {
    json: (view) => view ?? { complete: false, diagnostics: [] },
    text: (views) => views.flatMap((view) => (view ? [renderTopicsPage(view, { color })] : [])).join('\n'),
    exitCode: (view) => (view ? exitCodeOf(view) : exitCodes.failure),
  });
}

function exitCodeOf({ connectors }: TopicsView): ExitCode {
  return connectors.some((connector) => 'problem' in connector) ? exitCodes.unreadCluster : exitCodes.success;
}

/** Undefined where a person was asked and did not agree. */
async function readTopics(
  cluster: OperatorCluster,
  look: ClusterContext,
  {
    names,
    options,
    host,
  }: { readonly names: readonly string[]; readonly options: TopicsOptions; readonly host: Host },
): Promise<TopicsView | undefined> {
  const { worker, chosen, warnings } = await inspectConnectors(cluster, look, names);
  reportDiagnostics({ host, options }, look.project, warnings);
  requireFeature(look, worker, { feature: 'topics', what: 'tell the topics of a connector' });
  if (options.reset === true) {
    const reachable = chosen.map(({ name }) => name).filter(isConnectorName);
    if (!(await reset(cluster, look, { names: reachable, yes: options.yes === true, host })))
      return undefined;
  }
  const connectors = await inParallel(
    chosen,
    readConcurrency,
    async ({ name }): Promise<ConnectorTopicsView> => {
      const topics = await readPart(look, name, (one) => explained(look, () => cluster.readTopics(one)));
      return topics.kind === 'read' ? { name, topics: topics.value } : { name, problem: topics.why };
    },
  );
  return { format: 'connect-sync/topics', version: 1, cluster: look.label, connectors };
}

async function reset(
  cluster: OperatorCluster,
  look: ClusterContext,
  {
    names,
    yes,
    host,
  }: { readonly names: readonly ConnectorName[]; readonly yes: boolean; readonly host: Host },
): Promise<boolean> {
  const question = `Have the workers of ${look.label} forget the topics of ${names.join(', ')}?`;
  if (!(await isConfirmed(host, { label: look.label, yes, question }))) return false;
  await inParallel(names, 1, (name) => explained(look, () => cluster.resetTopics(name)));
  return true;
}

/** That topics are not tracked is the worker's setting, and no fault of the cluster's. */
async function explained<Value>({ label }: ClusterContext, ask: () => Promise<Value>): Promise<Value> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof WorkerFailure) || error.verdict !== 'unsupported') throw error;
    throw unsupported(`${label}: ${error.message}`);
  }
}
