import type { ConnectorTopicsView, TopicsView } from '../inspect/topics.ts';
import { count } from '../model/count.ts';
import { toPrintableLine, toPrintableLines } from '../model/printable.ts';
import { type Colors, colorsFor } from './colors.ts';

/** Each connector with the topics that it has used, one per line. */
export function renderTopicsPage(view: TopicsView, options: { readonly color: boolean }): string {
  const colors = colorsFor(options);
  return view.connectors.map((connector) => `${connectorLines(connector, colors).join('\n')}\n`).join('\n');
}

function connectorLines(connector: ConnectorTopicsView, colors: Colors): string[] {
  const name = colors.bold(toPrintableLine(connector.name));
  if ('problem' in connector)
    return [name, ...toPrintableLines(connector.problem).map((line) => `  ${colors.red(line)}`)];
  const { topics } = connector;
  if (topics.length === 0) return [`${name}  no topics: no records since it was created or reset`];
  return [
    `${name}  ${count(topics.length, 'topic')}`,
    ...topics.map((topic) => `  ${toPrintableLine(topic)}`),
  ];
}
