import type { OperatorCluster } from '../../connect/operator-cluster.ts';
import { type Inspection, inspectConnectors, type Part, readPart } from '../../inspect/inspect-connectors.ts';
import { assessHealth } from '../../model/assess-health.ts';
import type { ConnectorDescription, DescribeView, PartView } from '../../model/describe-view.ts';
import { inParallel } from '../../model/in-parallel.ts';
import type { LiveConnector } from '../../model/live-connector.ts';
import { toExactJson } from '../../model/print-json.ts';
import { viewOffsets } from '../../model/redaction/view-offsets.ts';
import { viewHealth } from '../../model/redaction/view-outcome.ts';
import { viewTaskRows, viewTrace } from '../../model/redaction/view-tasks.ts';
import type { WorkerInfo } from '../../model/worker-info.ts';
import { releaseOf, supports, type WorkerFeature } from '../../model/worker-version.ts';
import { loadProject } from '../../project/load-project.ts';
import { onEachCluster } from '../../project/on-each-cluster.ts';
import { type ClusterContext, chooseClusters } from '../../project/resolve-clusters.ts';
import { renderDescription } from '../../render/describe-page.ts';
import type { AddCommand, CommandRun } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { type CommonOptions, withCommonOptions } from '../options/project-options.ts';
import { reportDiagnostics } from '../output/diagnostics.ts';
import { clusterChoice, portsOf, projectInput } from '../project-input.ts';
import { reportResults } from '../report-results.ts';
import { runCommand } from '../run-command.ts';
import { useColor } from '../use-color.ts';

const readConcurrency = 4;
/** Offsets are one part of a page: they shall not hold up the others for long. */
const patience = { budgetMilliseconds: 10_000 };

/** `describe`: everything about a connector on one page. */
export const addDescribeCommand: AddCommand = (program, host, finish) => {
  withCommonOptions(
    program
      .command('describe')
      .argument('<name...>', 'names or globs')
      .description('show configuration, states, traces, topics and offsets of a connector on one page'),
    ['text', 'json'],
  )
    .addHelpText('after', '\nExample:\n  connect-sync describe orders-elastic --cluster prod')
    .action(async (names: string[], options: CommonOptions) =>
      finish(await runCommand(host, options, () => runDescribe(host, options, names))),
    );
};

async function runDescribe(host: Host, options: CommonOptions, names: readonly string[]): Promise<ExitCode> {
  const project = await loadProject(projectInput(host, options));
  const results = await onEachCluster(
    await chooseClusters(project, clusterChoice(host, options)),
    portsOf(host, options),
    (cluster, look) => readAll(cluster, look, { names, run: { host, options } }),
  );
  const color = useColor(host, host.stdout, options.color);
  return reportResults({ host, options }, results, {
    json: (view) => view,
    print: toExactJson,
    text: (views) => views.map((view) => renderDescription(view, { color })).join('\n'),
    // A part that is missing is named on the page; the rest is what was asked for.
    exitCode: () => exitCodes.success,
  });
}

async function readAll(
  cluster: OperatorCluster,
  look: ClusterContext,
  { names, run }: { readonly names: readonly string[]; readonly run: CommandRun },
): Promise<DescribeView> {
  const inspection = await inspectConnectors(cluster, look, names);
  reportDiagnostics(run, look.project, inspection.warnings);
  const connectors = await inParallel(inspection.chosen, readConcurrency, (live) =>
    describeOne(cluster, look, { live, inspection }),
  );
  return { format: 'connect-sync/describe', version: 1, cluster: look.label, connectors };
}

async function describeOne(
  cluster: OperatorCluster,
  look: ClusterContext,
  { live, inspection }: { readonly live: LiveConnector; readonly inspection: Inspection },
): Promise<ConnectorDescription> {
  const { scrub } = look.project;
  const { worker, redactor } = inspection;
  const [topics, offsets] = await Promise.all([
    since(worker, 'topics', () => readPart(look, live.name, (name) => cluster.readTopics(name, patience))),
    since(worker, 'offsets', () => readPart(look, live.name, (name) => cluster.readOffsets(name, patience))),
  ]);
  const { status } = live;
  return {
    name: live.name,
    type: live.type,
    health: viewHealth(assessHealth(live, undefined), scrub),
    state: status?.connector.state ?? null,
    workerId: status?.connector.workerId ?? null,
    config: redactor.document(live.name, live.config).config,
    tasks: viewTaskRows(live, scrub),
    traces: tracesOf(live).map(({ of, trace }) => ({ of, trace: viewTrace({ trace }, scrub).trace ?? '' })),
    topics: partView(topics, (value) => value),
    offsets: partView(offsets, ({ entries }) => viewOffsets(entries, scrub)),
  };
}

/** An old worker is not asked for what it does not know. */
async function since<Value>(
  { version, versionText }: WorkerInfo,
  feature: WorkerFeature,
  read: () => Promise<Part<Value>>,
): Promise<Part<Value>> {
  if (supports(version, feature)) return read();
  return {
    kind: 'unread',
    why: `Kafka Connect ${versionText} does not tell them, ${releaseOf(feature)} and later do`,
  };
}

function partView<Value, Shown>(part: Part<Value>, show: (value: Value) => Shown): PartView<Shown> {
  return part.kind === 'read' ? { value: show(part.value) } : { problem: part.why };
}

function tracesOf({ status }: LiveConnector): { readonly of: string; readonly trace: string }[] {
  if (!status) return [];
  const instances = [
    { of: 'connector', trace: status.connector.trace },
    ...status.tasks.map(({ id, trace }) => ({ of: `task ${id}`, trace })),
  ];
  return instances.flatMap(({ of, trace }) => (trace === undefined ? [] : [{ of, trace }]));
}
