import type { ConnectorStatusView, InstanceView, StatusView } from '../inspect/status.ts';
import type { HealthView } from '../model/apply-view.ts';
import { count, grouped } from '../model/count.ts';
import { toPrintableLine } from '../model/printable.ts';
import { type Colors, colorsFor } from './colors.ts';
import { causeText, groupByCause } from './outcome-lines.ts';
import { alignColumns } from './table.ts';

/** Each connector with its tasks and root causes of failures, then the totals. */
export function renderStatusPage(view: StatusView, options: { readonly color: boolean }): string {
  const colors = colorsFor(options);
  const blocks = view.connectors.map((connector) => `${connectorBlock(connector, colors)}\n`);
  const groups = groupByCause(view.connectors).map(
    ({ title, names }) => `${title} (${names.length}): ${names.map(toPrintableLine).join(', ')}\n`,
  );
  return `${blocks.join('')}${groups.join('')}${totals(view)}\n`;
}

function connectorBlock(connector: ConnectorStatusView, colors: Colors): string {
  const { name, type, health, tasks } = connector;
  const rows = [row('connector', connector.connector)];
  for (const task of tasks) rows.push(row(`task ${task.id}`, task));
  let block = `${colors.bold(toPrintableLine(name))}  ${type}  ${paintHealth(health, colors)(healthText(health))}\n`;
  alignColumns(rows).forEach((line, index) => {
    const cause = (index === 0 ? connector.connector : tasks[index - 1])?.rootCause;
    block += `  ${line}\n`;
    if (cause) block += `    ${colors.red(toPrintableLine(cause))}\n`;
  });
  const group = health.kind === 'failed' ? causeText(health) : null;
  if (group) block += `  ${group}\n`;
  return block;
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

function totals(view: StatusView): string {
  const parts = statusCounts(view);
  const sum = parts.length > 0 ? `: ${parts.join(', ')}` : '';
  return `${toPrintableLine(view.cluster)}: ${count(view.connectors.length, 'connector')}${sum}`;
}

/** The number of connectors by health: `2 failed`, `1 healthy`; worst first, zero counts omitted. */
export function statusCounts({ connectors }: StatusView): string[] {
  return words
    .map(([kind, word]) => [connectors.filter(({ health }) => health.kind === kind).length, word] as const)
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${grouped(number)} ${word}`);
}

/** Whether the connector needs no attention. */
export function isHealthy({ health }: ConnectorStatusView): boolean {
  return health.kind === 'healthy' || health.kind === 'suspended';
}
