import type { TaskDifferenceView } from '../inspect/task-differences.ts';
import type {
  ConnectorTasksView,
  TaskPageView,
  TaskRowView,
  TasksView,
  TaskTraceView,
} from '../inspect/tasks.ts';
import { count } from '../model/count.ts';
import { toPrintable, toPrintableLine } from '../model/printable.ts';
import { type Colors, colorsFor } from './colors.ts';
import { fitWidth } from './display-width.ts';
import type { NextCommands } from './next-command.ts';
import { nextStepLines } from './next-step.ts';
import { causeText } from './outcome-lines.ts';
import { healthText, paintHealth, versionText } from './status-page.ts';
import { alignColumns } from './table.ts';

/** The tasks of each connector as a table, and the keys in which their configurations differ. */
export function renderTasksPage(
  view: TasksView,
  options: { readonly color: boolean; readonly next?: NextCommands },
): string {
  const colors = colorsFor(options);
  return view.connectors
    .map((connector) => {
      const steps = options.next ? nextStepLines(connector, view.cluster, options.next) : [];
      return `${connectorLines(connector, steps, colors).join('\n')}\n`;
    })
    .join('\n');
}

/** Tasks with the root cause of each failure, then the full trace of the worker. */
export function renderTaskPage(view: TaskPageView, options: { readonly color: boolean }): string {
  const colors = colorsFor(options);
  return view.tasks.map((task) => `${taskLines(task, colors).join('\n')}\n`).join('\n');
}

/** Longer values are cut on the page; the JSON output has them in full. */
const widestValue = 200;

function connectorLines(connector: ConnectorTasksView, steps: readonly string[], colors: Colors): string[] {
  const { name, type, health, tasks, differences, problem } = connector;
  const stated = paintHealth(health, colors)(healthText(health));
  const headline = `${colors.bold(toPrintableLine(name))}  ${type}  ${stated}  ${count(tasks.length, 'task')}`;
  const group = health.kind === 'failed' ? causeText(health) : null;
  return [
    headline,
    ...connectorState(connector),
    ...taskTable(tasks, colors).map(indented),
    ...[...(group ? [group] : []), ...steps].map(indented),
    ...(problem === null
      ? []
      : ['', `  ${colors.yellow(`their configurations: ${toPrintableLine(problem)}`)}`]),
    ...(differences === null ? [] : differenceLines(differences, tasks)),
  ];
}

/** The connector's own state where its health does not follow from it, as where all tasks FAILED. */
function connectorState({ state, health }: ConnectorTasksView): string[] {
  return state !== null && health.kind === 'failed' ? [`  connector ${toPrintableLine(state)}`] : [];
}

/** One line per task, with the root cause below FAILED ones. */
export function taskTable(tasks: readonly TaskRowView[], colors: Colors): string[] {
  if (tasks.length === 0) return [];
  const hasVersions = tasks.some(({ pluginVersion }) => pluginVersion !== null);
  const rows = tasks.map(({ id, state, workerId, pluginVersion }) => [
    String(id),
    state === null ? 'no status yet' : toPrintableLine(state),
    toPrintableLine(workerId),
    ...(hasVersions ? [toPrintableLine(pluginVersion ?? '')] : []),
  ]);
  const headings = ['TASK', 'STATE', 'WORKER', ...(hasVersions ? ['VERSION'] : [])];
  const [head = '', ...lines] = alignColumns([headings, ...rows]);
  return [
    colors.bold(head),
    ...lines.flatMap((line, index) => {
      const cause = tasks[index]?.rootCause;
      return [line, ...(cause ? [`  ${colors.red(toPrintableLine(cause))}`] : [])];
    }),
  ];
}

function differenceLines(
  differences: readonly TaskDifferenceView[],
  tasks: readonly TaskRowView[],
): string[] {
  if (tasks.length < 2) return [];
  if (differences.length === 0) return ['', '  Their configurations are the same.'];
  const isHidden = differences.some(({ values }) => values.some(({ hidden }) => hidden));
  return [
    '',
    '  Differences between their configurations:',
    ...differences.flatMap(({ key, values }) => [`    ${toPrintableLine(key)}`, ...valueLines(values)]),
    ...(isHidden
      ? ['', '  (hidden #…): may be a secret, so it is not shown; equal numbers are equal values']
      : []),
  ];
}

function valueLines(values: TaskDifferenceView['values']): string[] {
  const rows = values.map(({ task, value }) => [
    `task ${task}`,
    value === null ? '(not set)' : value === '' ? '""' : fitWidth(toPrintableLine(value), widestValue),
  ]);
  return alignColumns(rows).map((line) => `      ${line}`);
}

function taskLines(task: TaskTraceView, colors: Colors): string[] {
  const { name, id, state, workerId, rootCause, trace, pluginVersion } = task;
  const stated = state === 'FAILED' ? colors.red(state) : toPrintableLine(state);
  const headline =
    `${colors.bold(`${toPrintableLine(name)}, task ${id}`)}  ${stated}  ${toPrintableLine(workerId)}  ${versionText(pluginVersion)}`.trimEnd();
  if (trace === null) return [headline, '  no trace'];
  return [
    headline,
    ...(rootCause ? [`  ${colors.red(toPrintableLine(rootCause))}`] : []),
    '',
    ...traceLines(trace).map(indented),
  ];
}

/** The lines of a trace of the worker. */
export function traceLines(trace: string): string[] {
  return toPrintable(trace)
    .split('\n')
    .map((line) => line.trimEnd());
}

function indented(line: string): string {
  return line === '' ? '' : `  ${line}`;
}
