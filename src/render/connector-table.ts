import type { ConnectorListView, ConnectorRowView } from '../inspect/list.ts';
import { compareText } from '../model/config.ts';
import { count, grouped } from '../model/count.ts';
import { toPrintableLine } from '../model/printable.ts';
import { type Colors, colorsFor } from './colors.ts';
import { alignColumns } from './table.ts';

/** The connectors of one cluster as a table, in the order of the view: failed connectors first. */
export function renderConnectorTable(view: ConnectorListView, options: { readonly color: boolean }): string {
  const colors = colorsFor(options);
  const cluster = toPrintableLine(view.cluster);
  if (view.connectors.length === 0) {
    return view.total === 0
      ? `${cluster}: no connectors\n`
      : `${cluster}: none of ${count(view.total, 'connector')} matches\n`;
  }
  const [head = '', ...lines] = alignColumns([headings, ...view.connectors.map(cellsOf)]);
  const painted = lines.map((line, index) => paint(line, view.connectors[index], colors));
  const shown = view.connectors.length;
  const number =
    shown < view.total ? `${grouped(shown)} of ${count(view.total, 'connector')}` : count(shown, 'connector');
  const total = `${cluster}: ${number}${counts(view.connectors)}`;
  return `${[colors.bold(head), ...painted, '', total, ...refusals(view, colors)].join('\n')}\n`;
}

/** A line per worker that refuses connections: its connectors and tasks are reported RUNNING but most likely are not. */
function refusals({ connectors }: ConnectorListView, colors: Colors): string[] {
  const workers = new Set(connectors.flatMap(({ refusingWorker }) => refusingWorker ?? []));
  return [...workers].map((worker) => {
    const there = connectors.filter(({ refusingWorker }) => refusingWorker === worker).length;
    const text = `worker ${toPrintableLine(worker)} refuses connections, with ${count(there, 'connector')} on it`;
    return colors.yellow(`${text}: run connect-sync status to list them`);
  });
}

const headings = ['TYPE', 'NAME', 'STATE', 'TASKS', 'CLASS'];

function cellsOf({ type, name, state, tasks, class: className }: ConnectorRowView): string[] {
  const failed = tasks.failed > 0 ? `, ${tasks.failed} FAILED` : '';
  const running = `${tasks.running}/${tasks.total}${failed}`;
  return [type, toPrintableLine(name), toPrintableLine(state), running, toPrintableLine(className)];
}

/** The number of connectors with failures, then the number in each state. */
function counts(rows: readonly ConnectorRowView[]): string {
  const broken = rows.filter(isBroken).length;
  const states = new Map<string, number>();
  for (const row of rows) if (!isBroken(row)) states.set(row.state, (states.get(row.state) ?? 0) + 1);
  const parts = [...states].sort(([one], [other]) => compareText(one, other));
  const words = [
    ...(broken > 0 ? [`${broken} with failures`] : []),
    ...parts.map(([state, number]) => `${grouped(number)} ${toPrintableLine(state)}`),
  ];
  return words.length > 0 ? `: ${words.join(', ')}` : '';
}

function isBroken({ state, tasks }: ConnectorRowView): boolean {
  return state === 'FAILED' || tasks.failed > 0;
}

function paint(line: string, row: ConnectorRowView | undefined, colors: Colors): string {
  if (!row) return line;
  if (isBroken(row)) return colors.red(line);
  const isRunning = row.state === 'RUNNING' && row.tasks.running === row.tasks.total;
  return isRunning && row.refusingWorker === null ? line : colors.yellow(line);
}
