import type { OutcomeView, ReportView } from '../model/apply-view.ts';
import type { OutcomeKind } from '../model/outcome.ts';
import { toPrintableLine } from '../model/printable.ts';
import { type Colors, colorsFor } from './colors.ts';
import { type NextArguments, nextLines } from './next-lines.ts';
import { changeWords, outcomeDetails, outcomeText } from './outcome-lines.ts';

/** How a report is to be printed. */
export interface ApplyReportOptions {
  readonly color: boolean;
  readonly next?: NextArguments;
}

/** The final report of an apply on one cluster: what came of every change, the sum, and what to type next. */
export function renderApplyReport(view: ReportView, options: ApplyReportOptions): string {
  const colors = colorsFor(options);
  const width = Math.max(0, ...view.outcomes.map((outcome) => Math.min(outcome.name.length, 60)));
  const lines = [
    ...(view.outcomes.length > 0 ? [colors.bold(toPrintableLine(view.cluster))] : []),
    ...view.outcomes.flatMap((outcome) => outcomeLines(outcome, width, colors)),
    ...rollbackLines(view),
    accountSentence(view),
    ...nextLines(view, options.next ?? {}),
  ];
  return `${lines.join('\n')}\n`;
}

/** The account in one sentence: `4 planned: 3 applied (1 of them unhealthy), 1 skipped.` */
export function accountSentence({ planned, counts, unhealthy, notHealed }: ReportView): string {
  const parts = order
    .filter((kind) => counts[kind] > 0)
    .map((kind) => `${counts[kind].toLocaleString('en-GB')} ${bucketWords[kind]}`)
    .map((part, index) => (index === 0 && counts.applied > 0 ? part + ofThem(unhealthy, notHealed) : part));
  return `${planned.toLocaleString('en-GB')} planned${parts.length > 0 ? `: ${parts.join(', ')}` : ''}.`;
}

const order: readonly OutcomeKind[] = [
  'applied',
  'unchanged',
  'failed',
  'skipped',
  'stale',
  'unknown',
  'not-started',
];

const bucketWords = {
  applied: 'applied',
  unchanged: 'unchanged',
  failed: 'failed',
  skipped: 'skipped',
  stale: 'stale',
  unknown: 'unknown',
  'not-started': 'not started',
} as const satisfies Record<OutcomeKind, string>;

function ofThem(unhealthy: number, notHealed: number): string {
  const parts = [
    ...(unhealthy > 0 ? [`${unhealthy} of them unhealthy`] : []),
    ...(notHealed > 0 ? [`${notHealed} of them as broken as before`] : []),
  ];
  return parts.length > 0 ? ` (${parts.join(', ')})` : '';
}

function outcomeLines(outcome: OutcomeView, width: number, colors: Colors): string[] {
  const name = toPrintableLine(outcome.name).padEnd(width);
  const line = `  ${changeWords[outcome.change].padEnd(7)} ${name}   ${outcomeText(outcome)}`;
  return [colorOf(outcome, colors)(line), ...outcomeDetails(outcome).map((detail) => `        ${detail}`)];
}

function colorOf({ kind, health }: OutcomeView, colors: Colors): (text: string) => string {
  if (kind === 'failed' || kind === 'unknown' || health?.kind === 'failed') return colors.red;
  if (kind === 'applied' || kind === 'unchanged') {
    return health?.kind === 'progressing' ? colors.yellow : colors.green;
  }
  return colors.yellow;
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
