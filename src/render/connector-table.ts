import type { ConnectorListView, ConnectorRowView } from '../inspect/list.ts';
import { compareText } from '../model/config.ts';
import { count, grouped } from '../model/count.ts';
import { toPrintableLine } from '../model/printable.ts';
import { colorsFor } from './colors.ts';
import { connectorRows, type RowOptions } from './connector-rows.ts';
import { type NextCommands, nextCommand } from './next-command.ts';
import { healthWord, isBrokenRow } from './row-health.ts';
import type { WatchedSection } from './watch-frame.ts';

/** How a table is shown. */
export interface TableOptions {
  readonly color: boolean;
  /** The columns to fit classes and causes into; left out: nothing is shortened. */
  readonly width?: number | undefined;
  /** Shows the version of each plugin behind its class. */
  readonly versions?: boolean | undefined;
  /** The words of suggested commands; left out: none is suggested. */
  readonly next?: NextCommands | undefined;
}

/** The connectors of one cluster as a table, in the order of the view: failed connectors first. */
export function renderConnectorTable(view: ConnectorListView, options: TableOptions): string {
  const colors = colorsFor(options);
  const cluster = toPrintableLine(view.cluster);
  if (view.connectors.length === 0) {
    return view.total === 0
      ? `${cluster}: no connectors\n`
      : `${cluster}: none of ${count(view.total, 'connector')} matches\n`;
  }
  const { head, rows } = connectorRows(view.connectors, {
    colors,
    width: options.width,
    versions: options.versions,
  });
  const lines = [head, ...rows, '', tableTotal(view), ...refusals(view, options), ...hints(view, options)];
  return `${lines.join('\n')}\n`;
}

/** The same to watch: the totals and the heading, then as many rows as fit. */
export function tableSection(view: ConnectorListView, options: RowOptions): WatchedSection {
  if (view.connectors.length === 0) return { head: [tableTotal(view)], items: [] };
  const { head, rows } = connectorRows(view.connectors, { ...options, names: 'fitted' });
  return { head: [tableTotal(view), head], items: rows.map((row) => row.split('\n')) };
}

/** The number of connectors, and of each state: `prod: 4 connectors: 1 FAILED, 3 RUNNING`. */
function tableTotal(view: ConnectorListView): string {
  const shown = view.connectors.length;
  const number =
    shown < view.total ? `${grouped(shown)} of ${count(view.total, 'connector')}` : count(shown, 'connector');
  return `${toPrintableLine(view.cluster)}: ${number}${counts(view.connectors)}`;
}

/** What failed first, then the number in each state. */
function counts(rows: readonly ConnectorRowView[]): string {
  const words = new Map<string, number>();
  const inOrder = [...rows].sort(
    (one, other) =>
      Number(isBrokenRow(other)) - Number(isBrokenRow(one)) ||
      compareText(healthWord(one), healthWord(other)),
  );
  for (const row of inOrder) words.set(healthWord(row), (words.get(healthWord(row)) ?? 0) + 1);
  const parts = [...words].map(([word, number]) => `${grouped(number)} ${word}`);
  return parts.length > 0 ? `: ${parts.join(', ')}` : '';
}

/** A line per worker that refuses connections: its connectors and tasks are reported RUNNING but most likely are not. */
function refusals({ connectors, cluster }: ConnectorListView, { color, next }: TableOptions): string[] {
  const command = next ? nextCommand({ words: ['status'] }, cluster, next) : 'connect-sync status';
  const workers = new Set(connectors.flatMap(({ refusingWorker }) => refusingWorker ?? []));
  return [...workers].map((worker) => {
    const there = connectors.filter(({ refusingWorker }) => refusingWorker === worker).length;
    const text = `worker ${toPrintableLine(worker)} refuses connections, with ${count(there, 'connector')} on it`;
    return colorsFor({ color }).yellow(`${text}. To list them: ${command}`);
  });
}

/** Where to find the causes that the table does not show. */
function hints({ cluster, connectors }: ConnectorListView, { next }: TableOptions): string[] {
  const hasUnshown = connectors.some(({ health }) => health.kind === 'failed' && health.rootCause === null);
  return next && hasUnshown
    ? [`To see why: ${nextCommand({ words: ['status', '--failed'] }, cluster, next)}`]
    : [];
}
