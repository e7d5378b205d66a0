import type { OtherView, OutcomeView, ReportView } from '../model/apply-view.ts';
import { toPrintableLine } from '../model/printable.ts';
import { type Colors, colorsFor } from './colors.ts';
import { nextLines } from './next-lines.ts';
import { otherDetails, otherText } from './other-lines.ts';
import { changeWords, groupByCause, outcomeDetails, outcomeText } from './outcome-lines.ts';
import { outcomeSummary } from './outcome-summary.ts';
import type { ReportFormat, ReportFormatOptions } from './report-format.ts';

/** The final report of an apply on one cluster: every outcome, the summary, and the commands to run next. */
export const textReport: ReportFormat = { render: renderApplyReport };

function renderApplyReport(view: ReportView, options: ReportFormatOptions): string {
  const colors = colorsFor(options);
  const { shown } = options;
  const outcomes = view.outcomes.filter(({ name }) => shown?.has(name) !== true);
  const all = [...outcomes, ...view.others];
  const width = Math.max(0, ...all.map(({ name }) => Math.min(name.length, 60)));
  const lines = [
    ...(all.length > 0 ? [colors.bold(toPrintableLine(view.cluster))] : []),
    ...outcomes.flatMap((outcome) => outcomeLines(outcome, width, colors)),
    ...view.others.flatMap((other) => otherLines(other, width, colors)),
    ...causeLines([...view.outcomes, ...view.others]),
    // What was rolled back stands above too.
    ...(shown === undefined ? rollbackLines(view) : []),
    outcomeSummary(view),
    ...nextLines(view, options.next ?? {}),
  ];
  return `${lines.join('\n')}\n`;
}

function outcomeLines(outcome: OutcomeView, width: number, colors: Colors): string[] {
  const name = toPrintableLine(outcome.name).padEnd(width);
  const line = `  ${changeWords[outcome.change].padEnd(7)} ${name}   ${outcomeText(outcome)}`;
  return [colorOf(outcome, colors)(line), ...outcomeDetails(outcome).map((detail) => `        ${detail}`)];
}

function otherLines(other: OtherView, width: number, colors: Colors): string[] {
  const line = `  ${'-'.padEnd(7)} ${toPrintableLine(other.name).padEnd(width)}   ${otherText(other)}`;
  const color = other.allowed ? colors.yellow : colors.red;
  return [color(line), ...otherDetails(other).map((detail) => `        ${detail}`)];
}

function colorOf({ kind, health }: OutcomeView, colors: Colors): (text: string) => string {
  if (kind === 'failed' || kind === 'unknown' || health?.kind === 'failed') return colors.red;
  if (kind === 'applied' || kind === 'unchanged') {
    return health?.kind === 'progressing' ? colors.yellow : colors.green;
  }
  return colors.yellow;
}

/** What failed, by cause: `outside of the connector (2): a, b`. */
function causeLines(connectors: Parameters<typeof groupByCause>[0]): string[] {
  return groupByCause(connectors).map(
    ({ title, names }) => `  ${title} (${names.length}): ${names.map(toPrintableLine).join(', ')}`,
  );
}

function rollbackLines({ rollback }: ReportView): string[] {
  if (!rollback) return [];
  return [
    ...rollback.restored.map((name) => `  rolled back: ${toPrintableLine(name)} is as it was before`),
    ...rollback.left.map(
      ({ name, reason }) => `  not rolled back: ${toPrintableLine(name)}: ${toPrintableLine(reason)}`,
    ),
  ];
}
