import { count, grouped } from '../model/count.ts';
import type { PlanView } from '../model/plan-view.ts';
import { toPrintableLine } from '../model/printable.ts';
import { changeBlock, columnsOf } from './change-block.ts';
import { closingLines } from './closing-lines.ts';
import { clusterIdentity } from './cluster-identity.ts';
import { type Colors, colorsFor } from './colors.ts';
import { leftAloneLines } from './left-alone-lines.ts';
import type { PlanFormat, PlanFormatOptions } from './plan-format.ts';
import { refusalLines } from './refusal-lines.ts';
import { reportedIn } from './reported.ts';

/** The text page: refusals, each change with its diff, connectors left alone, totals. */
export const textFormat: PlanFormat = {
  render: (views, options) => {
    const colors = colorsFor(options);
    const pages = views.map((view) => `${page(view, options, colors).join('\n')}\n`);
    return [...pages, ...uncheckedClusters(options, colors)].join('\n');
  },
};

/** A cluster that could not be read must not look like one without drift. */
function uncheckedClusters({ command, unread = [] }: PlanFormatOptions, colors: Colors): string[] {
  if (command !== 'drift') return [];
  return unread.map(({ message }) => {
    const [first = ''] = message.split('\n');
    return `${colors.yellow(`Unchecked: ${toPrintableLine(first)}`)}\n`;
  });
}

function page(view: PlanView, options: PlanFormatOptions, colors: Colors): string[] {
  const { changes, leftAlone } = reportedIn(view, options);
  const columns = columnsOf(changes);
  const sections = [
    refusalLines(view.refusals, colors),
    changes.flatMap((change) => changeBlock(change, { columns, colors, command: options.command })),
    leftAloneLines(leftAlone, options.command === 'drift' ? 'Not counted as drift' : 'Left alone', colors),
  ].filter((lines) => lines.length > 0);
  const closing = closingLines(view, options, colors);
  if (sections.length === 0) return closing;
  return [...header(view, colors), ...sections.flatMap((lines) => ['', ...lines]), '', ...closing];
}

function header({ cluster, connectorsDeclared, connectorsLive }: PlanView, colors: Colors): string[] {
  const counts = `${count(connectorsDeclared, 'connector')} declared, ${grouped(connectorsLive)} live`;
  return [colors.bold(clusterIdentity(cluster)), counts];
}
