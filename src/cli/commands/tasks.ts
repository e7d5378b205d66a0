import type { OperatorCluster } from '../../connect/operator-cluster.ts';
import { type Inspection, inspectConnectors, readPart } from '../../inspect/inspect-connectors.ts';
import { ConnectSyncError } from '../../model/error.ts';
import { inParallel } from '../../model/in-parallel.ts';
import type { LiveConnector } from '../../model/live-connector.ts';
import { viewTaskDifferences } from '../../model/redaction/view-task-differences.ts';
import { viewTaskRows, viewTaskTrace } from '../../model/redaction/view-tasks.ts';
import type { ConnectorTasksView, TaskPageView, TasksView } from '../../model/tasks-view.ts';
import { loadProject } from '../../project/load-project.ts';
import { onEachCluster } from '../../project/on-each-cluster.ts';
import { type ClusterContext, chooseClusters } from '../../project/resolve-clusters.ts';
import { renderTaskPage, renderTasksPage } from '../../render/tasks-page.ts';
import type { AddCommand, CommandRun } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { type CommonOptions, count, withCommonOptions } from '../options/project-options.ts';
import { reportDiagnostics } from '../output/diagnostics.ts';
import { clusterChoice, portsOf, projectInput } from '../project-input.ts';
import { reportResults } from '../report-results.ts';
import { runCommand } from '../run-command.ts';
import { useColor } from '../use-color.ts';

/** Reads of single connectors in flight at a time: measured to be safe on real workers. */
const readConcurrency = 8;

/** `tasks`: the tasks of a connector and what differs between them; or one task with its whole trace. */
export const addTasksCommand: AddCommand = (program, host, finish) => {
  withCommonOptions(
    program
      .command('tasks')
      .argument('<name>', 'a connector, or a glob')
      .argument('[task]', 'the number of a task: shows it with its whole trace', count)
      .description('show the tasks of a connector and what differs between them, or the whole trace of one'),
    ['text', 'json'],
  )
    .addHelpText(
      'after',
      '\nExamples:\n  connect-sync tasks orders-elastic --cluster prod\n' +
        '  connect-sync tasks orders-elastic 0      why it FAILED: root cause first, then the whole trace',
    )
    .action(async (name: string, task: number | undefined, options: CommonOptions) =>
      finish(
        await runCommand(host, options, () =>
          task === undefined ? runTasks(host, options, name) : runTask(host, options, { name, task }),
        ),
      ),
    );
};

async function runTasks(host: Host, options: CommonOptions, pattern: string): Promise<ExitCode> {
  const project = await loadProject(projectInput(host, options));
  const looks = await chooseClusters(project, clusterChoice(host, options));
  const results = await onEachCluster(looks, portsOf(host, options), (cluster, look) =>
    readTasks(cluster, look, { pattern, run: { host, options } }),
  );
  const color = useColor(host, host.stdout, options.color);
  return reportResults({ host, options }, results, {
    json: (view) => view,
    text: (views) => views.map((view) => renderTasksPage(view, { color })).join('\n'),
    exitCode: ({ connectors }) =>
      connectors.every(({ problem }) => problem === null) ? exitCodes.success : exitCodes.unreadCluster,
  });
}

async function readTasks(
  cluster: OperatorCluster,
  look: ClusterContext,
  { pattern, run }: { readonly pattern: string; readonly run: CommandRun },
): Promise<TasksView> {
  const inspection = await inspectConnectors(cluster, look, [pattern]);
  reportDiagnostics(run, look.project, inspection.warnings);
  const connectors = await inParallel(inspection.chosen, readConcurrency, (live) =>
    viewOne(cluster, look, { live, inspection }),
  );
  return { format: 'connect-sync/tasks', version: 1, cluster: look.label, connectors };
}

async function viewOne(
  cluster: OperatorCluster,
  look: ClusterContext,
  { live, inspection }: { readonly live: LiveConnector; readonly inspection: Inspection },
): Promise<ConnectorTasksView> {
  const configs = await readPart(look, live.name, (name) => cluster.readTasks(name));
  return {
    name: live.name,
    type: live.type,
    state: live.status?.connector.state ?? null,
    tasks: viewTaskRows(live, look.project.scrub),
    ...(configs.kind === 'read'
      ? { differences: viewTaskDifferences(configs.value, live, inspection.redactor), problem: null }
      : { differences: null, problem: configs.why }),
  };
}

interface TaskChoice {
  readonly name: string;
  readonly task: number;
}

async function runTask(host: Host, options: CommonOptions, choice: TaskChoice): Promise<ExitCode> {
  const project = await loadProject(projectInput(host, options));
  const looks = await chooseClusters(project, clusterChoice(host, options));
  const results = await onEachCluster(looks, portsOf(host, options), (cluster, look) =>
    readTask(cluster, look, { ...choice, run: { host, options } }),
  );
  const color = useColor(host, host.stdout, options.color);
  return reportResults({ host, options }, results, {
    json: (view) => view,
    text: (views) => views.map((view) => renderTaskPage(view, { color })).join('\n'),
    exitCode: () => exitCodes.success,
  });
}

async function readTask(
  cluster: OperatorCluster,
  look: ClusterContext,
  { name, task, run }: TaskChoice & { readonly run: CommandRun },
): Promise<TaskPageView> {
  const { chosen, warnings } = await inspectConnectors(cluster, look, [name]);
  reportDiagnostics(run, look.project, warnings);
  const found = chosen.flatMap((live) => {
    const status = live.status?.tasks.find(({ id }) => id === task);
    return status ? [viewTaskTrace(live.name, status, look.project.scrub)] : [];
  });
  if (found.length === 0) throw noSuchTask(chosen, task);
  return { format: 'connect-sync/task', version: 1, cluster: look.label, tasks: found };
}

function noSuchTask(chosen: readonly LiveConnector[], task: number): ConnectSyncError {
  const lists = chosen.map(({ name, status, taskIds }) => {
    const ids = [...new Set([...taskIds, ...(status?.tasks ?? []).map(({ id }) => id)])].sort(
      (one, other) => one - other,
    );
    return ids.length === 0 ? `${name} has no tasks` : `${name} has ${ids.join(', ')}`;
  });
  return new ConnectSyncError({
    code: 'unknown-task',
    message: `there is no status of a task ${task}: ${lists.join('; ')}`,
    hint: 'tasks are numbered from 0; a connector that is stopped or just starting has none',
    category: 'failure',
  });
}
