import type { ConnectorDescriptionView, DescribeView, PartView } from '../inspect/describe.ts';
import { count } from '../model/count.ts';
import { toPrintableLine, toPrintableLines } from '../model/printable.ts';
import { type Colors, colorsFor } from './colors.ts';
import type { NextCommands } from './next-command.ts';
import { nextSteps, stepLine } from './next-step.ts';
import { offsetLines } from './offset-lines.ts';
import { healthLines } from './outcome-lines.ts';
import { healthText, paintHealth, versionText } from './status-page.ts';
import { alignColumns } from './table.ts';
import { taskTable, traceLines } from './tasks-page.ts';

/** The full description of each connector, section by section: what is wrong comes first. */
export function renderDescription(
  view: DescribeView,
  options: { readonly color: boolean; readonly next?: NextCommands },
): string {
  const colors = colorsFor(options);
  return view.connectors
    .map((connector) => {
      const steps = options.next ? stepsOf(connector, view.cluster, options.next) : [];
      return `${page(connector, steps, colors).join('\n')}\n`;
    })
    .join('\n');
}

function page(connector: ConnectorDescriptionView, steps: readonly string[], colors: Colors): string[] {
  const { name, type, health, state, workerId, config, tasks, topics, offsets } = connector;
  const version = versionText(connector.pluginVersion);
  const where = state === null ? 'no status yet' : `${state} on ${workerId ?? 'no worker'}`;
  const keys = Object.entries(config).map(([key, value]) => [toPrintableLine(key), shown(value)]);
  return [
    `${colors.bold(toPrintableLine(name))}  ${type}  ${paintHealth(health, colors)(healthText(health))}`,
    `  ${toPrintableLine(where)}${version === '' ? '' : `, ${version}`}`,
    ...causeSection(connector, steps, colors),
    ...section(`Tasks (${tasks.length})`, taskTable(tasks, colors), colors),
    ...traceSections(connector, colors),
    ...section('Config', alignColumns(keys), colors),
    ...part('Topics', topics, { colors, lines: (names) => names.map(toPrintableLine), noun: 'topic' }),
    ...part('Offsets', offsets, { colors, lines: offsetLines, noun: 'partition' }),
  ];
}

/** The details are this page. */
function stepsOf(
  connector: ConnectorDescriptionView,
  cluster: string,
  next: NextCommands,
): readonly string[] {
  return nextSteps(connector, cluster, next)
    .filter(({ what }) => what !== 'details')
    .map(stepLine);
}

/** Why it is not healthy and what to do, before everything that a person would have to search for it. */
function causeSection(
  { health }: ConnectorDescriptionView,
  steps: readonly string[],
  colors: Colors,
): string[] {
  if (health.kind !== 'failed') return [];
  const lines = [...healthLines(health), ...steps];
  return lines.length > 0
    ? section(
        'Cause',
        lines.map((line, index) => (index === 0 ? colors.red(line) : line)),
        colors,
      )
    : [];
}

/** Each trace once: the tasks of a connector often fail alike. */
function traceSections({ traces }: ConnectorDescriptionView, colors: Colors): string[] {
  const alike = new Map<string, string[]>();
  for (const { of, trace } of traces) alike.set(trace, [...(alike.get(trace) ?? []), of]);
  return [...alike].flatMap(([trace, of]) => section(`Trace of ${of.join(', ')}`, traceLines(trace), colors));
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
