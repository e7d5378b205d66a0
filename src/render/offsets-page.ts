import type { ConnectorOffsetsView, OffsetsView } from '../inspect/offsets.ts';
import { count } from '../model/count.ts';
import { toPrintableLine, toPrintableLines } from '../model/printable.ts';
import { type Colors, colorsFor } from './colors.ts';
import { offsetLines } from './offset-lines.ts';

/** Each connector with its partitions and offsets. */
export function renderOffsetsPage(view: OffsetsView, options: { readonly color: boolean }): string {
  const colors = colorsFor(options);
  return view.connectors.map((connector) => `${connectorLines(connector, colors).join('\n')}\n`).join('\n');
}

function connectorLines(connector: ConnectorOffsetsView, colors: Colors): string[] {
  const name = colors.bold(toPrintableLine(connector.name));
  if ('problem' in connector)
    return [name, ...toPrintableLines(connector.problem).map((line) => `  ${colors.red(line)}`)];
  const { type, state, offsets } = connector;
  const headline = `${name}  ${type}  ${state === null ? 'no status yet' : toPrintableLine(state)}`;
  if (offsets.length === 0)
    return [`${headline}  no offsets: it starts at the default position of its plugin`];
  const [head = '', ...lines] = offsetLines(offsets);
  return [
    `${headline}  ${count(offsets.length, 'partition')}`,
    `  ${colors.bold(head)}`,
    ...lines.map((line) => `  ${line}`),
  ];
}
