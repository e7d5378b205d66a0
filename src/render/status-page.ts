import type { HealthView } from '../model/apply-view.ts';
import { count, grouped } from '../model/count.ts';
import { toPrintableLine } from '../model/printable.ts';
import type { ConnectorStatusView, InstanceView, StatusView } from '../model/status-view.ts';
import { type Colors, colorsFor } from './colors.ts';
import { type NextCommands, nextCommand } from './next-command.ts';
import { isRestartable, nextStepLines } from './next-step.ts';
import { causeText, groupByCause } from './outcome-lines.ts';
import { alignColumns } from './table.ts';

/** How a status page is shown. */
export interface StatusPageOptions {
  readonly color: boolean;
  /** `all`: healthy connectors one by one too. `broken`: they are counted, and suspended ones named. */
  readonly detail: 'all' | 'broken';
  /** The words of suggested commands; left out: none is suggested. */
  readonly next?: NextCommands | undefined;
}

/** What is not healthy in full, with root causes and what to do next; then what is suspended, and the totals. */
export function renderStatusPage(view: StatusView, options: StatusPageOptions): string {
  const isFull = options.detail === 'all' || view.connectors.length === 1;
  const shown = view.connectors.filter((one) => isFull || needsAttention(one));
  const whole = isFull ? shown : shown.slice(0, blocksAtMost);
  const blocks = whole.map((connector) => `${statusBlock(connector, view.cluster, options).join('\n')}\n`);
  const briefly = shown.slice(whole.length).map((connector) => briefLine(connector, options));
  if (briefly.length > 0) blocks.push(`${briefly.join('\n')}\n(--all shows these in full too)\n`);
  const rest = isFull ? [] : suspendedLine(view);
  const groups = groupByCause(view.connectors).map(
    ({ title, names }) => `${title} (${grouped(names.length)}): ${listNames(names)}`,
  );
  const listing = shown.length < view.connectors.length ? ' (--all lists them)' : '';
  const total = `${statusTotal(view)}${listing}`;
  const lines = [...groups, ...restartAll(view, options), ...rest, total];
  return `${blocks.join('\n')}${blocks.length > 0 ? '\n' : ''}${lines.join('\n')}\n`;
}

/** Whether a connector is shown in full: it is not healthy, or there is a warning about it. */
export function needsAttention(connector: ConnectorStatusView): boolean {
  const { health } = connector;
  return !isHealthy(connector) || (health.kind === 'healthy' && health.warning !== undefined);
}

/** The suspended ones by name on one line: they may have been forgotten. */
export function suspendedLine({ connectors }: StatusView): string[] {
  const suspended = connectors.filter(({ health }) => health.kind === 'suspended');
  if (suspended.length === 0) return [];
  return [
    `paused or stopped (${grouped(suspended.length)}): ${listNames(suspended.map(({ name }) => name))}`,
  ];
}

/** Where hundreds of connectors are broken, so many in full show what is wrong; the others have a line each. */
const blocksAtMost = 20;
const namesAtMost = 8;

function listNames(names: readonly string[]): string {
  const shown = names.slice(0, namesAtMost).map(toPrintableLine);
  const more = names.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${grouped(more)} more`] : [])].join(', ');
}

function briefLine({ name, type, health }: ConnectorStatusView, { color }: StatusPageOptions): string {
  const colors = colorsFor({ color });
  const cause = health.kind === 'failed' && health.rootCause !== null ? `: ${health.rootCause}` : '';
  const text = `${healthText(health)}${toPrintableLine(cause)}`;
  return `${colors.bold(toPrintableLine(name))}  ${type}  ${paintHealth(health, colors)(text)}`;
}

/** One command for several connectors that FAILED, where a restart may help some of them. */
function restartAll({ connectors, cluster }: StatusView, { next }: StatusPageOptions): string[] {
  const restartable = connectors.filter(({ health }) => health.kind === 'failed' && isRestartable(health));
  if (!next || restartable.length < 2) return [];
  return [`To restart all that FAILED: ${nextCommand({ words: ['restart', '--failed'] }, cluster, next)}`];
}

/** One connector with its tasks, root causes, and what to do next. */
function statusBlock(
  connector: ConnectorStatusView,
  cluster: string,
  options: Pick<StatusPageOptions, 'color' | 'next'>,
): readonly string[] {
  const colors = colorsFor(options);
  const { name, type, health, tasks } = connector;
  const groups = groupAlike(tasks);
  const rows = [row('connector', connector.connector)];
  for (const { label, task } of groups) rows.push(row(label, task));
  const instances = alignColumns(rows).flatMap((line, index) => {
    const cause = (index === 0 ? connector.connector : groups[index - 1]?.task)?.rootCause;
    return [`  ${line}`, ...(cause ? [`    ${colors.red(toPrintableLine(cause))}`] : [])];
  });
  const group = health.kind === 'failed' ? causeText(health) : null;
  return [
    `${colors.bold(toPrintableLine(name))}  ${type}  ${paintHealth(health, colors)(healthText(health))}`,
    ...instances,
    ...(group ? [`  ${group}`] : []),
    ...(options.next ? nextStepLines(connector, cluster, options.next).map((line) => `  ${line}`) : []),
  ];
}

interface TaskGroup {
  /** `task 0`, `tasks 1-3`. */
  readonly label: string;
  readonly task: InstanceView;
}

/** Tasks that follow one another and failed alike on one worker are one row: often all have the same cause. */
function groupAlike(tasks: ConnectorStatusView['tasks']): readonly TaskGroup[] {
  const groups: { first: number; last: number; task: InstanceView }[] = [];
  for (const { id, ...task } of tasks) {
    const before = groups.at(-1);
    const isAlike = before?.last === id - 1 && task.rootCause !== null && isSameInstance(before.task, task);
    if (before && isAlike) before.last = id;
    else groups.push({ first: id, last: id, task });
  }
  return groups.map(({ first, last, task }) => ({
    label: first === last ? `task ${first}` : `tasks ${first}-${last}`,
    task,
  }));
}

function isSameInstance(one: InstanceView, other: InstanceView): boolean {
  return (
    one.state === other.state &&
    one.workerId === other.workerId &&
    one.pluginVersion === other.pluginVersion &&
    one.rootCause === other.rootCause
  );
}

function row(part: string, instance: InstanceView | null): string[] {
  if (!instance) return [part, 'no status yet', '', ''];
  const { state, workerId, pluginVersion } = instance;
  return [...[part, state, workerId].map(toPrintableLine), versionText(pluginVersion)];
}

/** The version of the plugin that runs: `version 2.1.0`, or nothing. */
export function versionText(version: string | null): string {
  return version === null ? '' : `version ${toPrintableLine(version)}`;
}

/** A health assessment as text: `failed: 1 of 2 tasks FAILED`; printable. */
export function healthText(health: HealthView): string {
  switch (health.kind) {
    case 'healthy':
      return health.warning === undefined ? 'healthy' : `healthy, but ${toPrintableLine(health.warning)}`;
    case 'suspended':
      return health.state;
    case 'progressing':
      return `progressing: ${toPrintableLine(health.reason)}`;
    case 'failed':
      return `failed: ${toPrintableLine(health.reason)}`;
  }
}

/** The color of a health assessment. */
export function paintHealth({ kind }: HealthView, colors: Colors): (text: string) => string {
  if (kind === 'failed') return colors.red;
  return kind === 'healthy' ? colors.green : colors.yellow;
}

const words = [
  ['failed', 'failed'],
  ['progressing', 'progressing'],
  ['suspended', 'paused or stopped'],
  ['healthy', 'healthy'],
] as const satisfies readonly (readonly [HealthView['kind'], string])[];

/** The number of connectors, and by health: `prod: 3 connectors: 1 failed, 2 healthy`. */
export function statusTotal(view: StatusView): string {
  const parts = statusCounts(view);
  const sum = parts.length > 0 ? `: ${parts.join(', ')}` : '';
  const all = Object.values(view.counts).reduce((total, one) => total + one, 0);
  return `${toPrintableLine(view.cluster)}: ${count(all, 'connector')}${sum}`;
}

/** The number of connectors by health: `2 failed`, `1 healthy`; worst first, zero counts omitted. */
export function statusCounts({ counts }: StatusView): string[] {
  return words
    .map(([kind, word]) => [counts[kind], word] as const)
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${grouped(number)} ${word}`);
}

/** Whether the connector is as it should be, or was suspended on purpose. */
export function isHealthy({ health }: ConnectorStatusView): boolean {
  return health.kind === 'healthy' || health.kind === 'suspended';
}
