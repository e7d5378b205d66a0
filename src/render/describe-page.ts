import type { ConnectorDescriptionView, DescribeView, PartView } from '../inspect/describe.ts';
import { count } from '../model/count.ts';
import { toPrintableLine, toPrintableLines } from '../model/printable.ts';
import { type Colors, colorsFor } from './colors.ts';
import { offsetLines } from './offset-lines.ts';
import { healthText, paintHealth, versionText } from './status-page.ts';
import { alignColumns } from './table.ts';
import { taskTable, traceLines } from './tasks-page.ts';

/** The full description of each connector, section by section. */
export function renderDescription(view: DescribeView, options: { readonly color: boolean }): string {
  const colors = colorsFor(options);
  return view.connectors.map((connector) => `${page(connector, colors).join('\n')}\n`).join('\n');
}

function page(connector: ConnectorDescriptionView, colors: Colors): string[] {
  const { name, type, health, state, workerId, config, tasks, topics, offsets, traces } = connector;
  const version = versionText(connector.pluginVersion);
  const where = state === null ? 'no status yet' : `${state} on ${workerId ?? 'no worker'}`;
  const keys = Object.entries(config).map(([key, value]) => [toPrintableLine(key), shown(value)]);
  return [
    `${colors.bold(toPrintableLine(name))}  ${type}  ${paintHealth(health, colors)(healthText(health))}`,
    `  ${toPrintableLine(where)}${version === '' ? '' : `, ${version}`}`,
    ...section('Config', alignColumns(keys), colors),
    ...section(`Tasks (${tasks.length})`, taskTable(tasks, colors), colors),
    ...traces.flatMap(({ of, trace }) => section(`Trace of ${of}`, traceLines(trace), colors)),
    ...part('Topics', topics, { colors, lines: (names) => names.map(toPrintableLine), noun: 'topic' }),
    ...part('Offsets', offsets, { colors, lines: offsetLines, noun: 'partition' }),
  ];
}

function section(title: string, lines: readonly string[], colors: Colors): string[] {
  return ['', `  ${colors.bold(title)}`, ...lines.map((line) => (line === '' ? '' : `    ${line}`))];
}

interface PartOptions<Item> {
  readonly colors: Colors;
  readonly lines: (items: readonly Item[]) => readonly string[];
  readonly noun: string;
}

function part<Item>(
  title: string,
  view: PartView<readonly Item[]>,
  { colors, lines, noun }: PartOptions<Item>,
): string[] {
  if ('problem' in view)
    return section(`${title}: not read`, toPrintableLines(view.problem).map(colors.yellow), colors);
  if (view.value.length === 0) return section(`${title}: none`, [], colors);
  return section(`${title} (${count(view.value.length, noun)})`, lines(view.value), colors);
}

/** Quotes empty values and values with leading or trailing spaces, which would be invisible. */
function shown(value: string | null): string {
  if (value === null) return '(null)';
  return value === '' || value !== value.trim()
    ? toPrintableLine(JSON.stringify(value))
    : toPrintableLine(value);
}
