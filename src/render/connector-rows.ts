import type { ConnectorRowView } from '../inspect/list.ts';
import { toPrintableLine } from '../model/printable.ts';
import type { Colors } from './colors.ts';
import { displayWidth, fitMiddle, fitWidth } from './display-width.ts';
import { isBrokenRow, shownHealth } from './row-health.ts';

/** How rows are shown. */
export interface RowOptions {
  readonly colors: Colors;
  /** The columns to fit classes and causes into; left out: nothing is shortened. */
  readonly width: number | undefined;
  /** `fitted`: cut where they leave no room for the rest, because a row that is watched must not be wider. */
  readonly names?: 'whole' | 'fitted';
  /** Shows the version of each plugin behind its class: `FileStreamSink@4.3.0`, as `plugins` takes it. */
  readonly versions?: boolean | undefined;
}

/** A table in parts: a row has a second line where its cause does not fit into the first one. */
export interface ConnectorRows {
  readonly head: string;
  readonly rows: readonly string[];
}

/** One row for each connector, with the root cause of a failure at its end. */
export function connectorRows(
  connectors: readonly ConnectorRowView[],
  { colors, width, names = 'whole', versions = false }: RowOptions,
): ConnectorRows {
  const [head = '', ...starts] = alignStarts([headings, ...connectors.map(cellsOf)], { width, names });
  const room = width === undefined ? undefined : Math.max(narrowestClass, width - head.length - gap.length);
  const classes = fitClasses(
    connectors.map((row) => toPrintableLine(versions ? withVersion(row) : row.class)),
    room,
  );
  const classWidth = Math.max(...classes.map((text) => text.length));
  const rows = connectors.map((row, index) => {
    const start = `${starts[index]}${gap}${classes[index]}`;
    const cause = causeOf(row);
    if (cause === null) return paint(start.trimEnd(), row, colors);
    const whole = `${starts[index]}${gap}${classes[index]?.padEnd(classWidth)}${gap}${cause}`;
    if (width === undefined || displayWidth(whole) <= width) return paint(whole, row, colors);
    return `${paint(start.trimEnd(), row, colors)}\n${colors.red(`    ${fitWidth(cause, width - 4)}`)}`;
  });
  return { head: colors.bold(`${head}${gap}${versions ? 'CLASS@VERSION' : 'CLASS'}`), rows };
}

function withVersion({ class: className, pluginVersion }: ConnectorRowView): string {
  return pluginVersion === null ? className : `${className}@${pluginVersion}`;
}

const headings = ['TYPE', 'NAME', 'HEALTH', 'TASKS'];
const gap = '  ';
/** A class is not cut to less, and the column of names leaves so much for it. */
const narrowestClass = 14;
const narrowestNames = 20;

function cellsOf(row: ConnectorRowView): readonly string[] {
  const { type, name, tasks } = row;
  return [type, toPrintableLine(name), shownHealth(row), `${tasks.running}/${tasks.total}`];
}

/** Aligned columns; a name that leaves no room for the rest widens only its own row, or is cut. */
function alignStarts(
  rows: readonly (readonly string[])[],
  { width, names }: Pick<RowOptions, 'width' | 'names'>,
): readonly string[] {
  const longest = (column: number, most = Number.POSITIVE_INFINITY) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0).filter((length) => length <= most));
  const others = [0, 2, 3].reduce((sum, column) => sum + longest(column) + gap.length, 0);
  const forNames =
    width === undefined
      ? Number.POSITIVE_INFINITY
      : Math.max(narrowestNames, width - others - narrowestClass - gap.length);
  const isCut = names === 'fitted' && longest(1) > forNames;
  const widths = [longest(0), isCut ? forNames : longest(1, forNames), longest(2), longest(3)];
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 1 && isCut ? fitMiddle(cell, forNames) : cell))
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join(gap),
  );
}

/** Classes in full where all fit, else without their packages, cut where that is too long too. */
function fitClasses(classes: readonly string[], room: number | undefined): readonly string[] {
  if (room === undefined || classes.every((text) => displayWidth(text) <= room)) return classes;
  return classes.map((text) => fitWidth(text.slice(text.lastIndexOf('.') + 1), room));
}

function causeOf({ health }: ConnectorRowView): string | null {
  return health.kind === 'failed' && health.rootCause !== null ? toPrintableLine(health.rootCause) : null;
}

function paint(line: string, row: ConnectorRowView, colors: Colors): string {
  if (isBrokenRow(row)) return colors.red(line);
  return row.health.kind === 'healthy' && row.refusingWorker === null ? line : colors.yellow(line);
}
