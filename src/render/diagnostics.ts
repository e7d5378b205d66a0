import { count } from '../model/count.ts';
import type { DiagnosticView } from '../model/plan-view.ts';
import { toPrintable, toPrintableLine } from '../model/printable.ts';
import { compareSources, formatSource, type Source } from '../model/source.ts';
import { type Colors, colorsFor } from './colors.ts';

/** How to print diagnostics. */
export interface DiagnosticsOptions {
  readonly color: boolean;
  /** The number of files checked; if undefined, the closing line omits it. */
  readonly filesChecked?: number | undefined;
}

/**
 * The diagnostics with position, source line and caret, sorted by file and line, then the totals. Of many with the same
 * code in one file, as one mistake can cause thousands, the first ones are shown and the others are counted.
 */
export function renderDiagnostics(views: readonly DiagnosticView[], options: DiagnosticsOptions): string {
  const colors = colorsFor(options);
  const sorted = [...views].sort((one, other) => compareSources(placeOf(one), placeOf(other)));
  const found = new Map<string, number>();
  const blocks = sorted.flatMap((view) => {
    if (!view.source) return [problemLines(view, colors).join('\n')];
    const kind = `${view.severity}[${view.code}] in ${toPrintableLine(view.source.file)}`;
    const number = (found.get(kind) ?? 0) + 1;
    found.set(kind, number);
    return number > mostOfAKind ? [] : [problemLines(view, colors).join('\n')];
  });
  const omitted = [...found].flatMap(([kind, number]) =>
    number > mostOfAKind ? [`${count(number - mostOfAKind, 'more', 'more')} ${kind}`] : [],
  );
  return [...blocks, ...omitted, closing(views, options.filesChecked)].join('\n\n').concat('\n');
}

const mostOfAKind = 50;

function placeOf({ source }: DiagnosticView): Source | undefined {
  return source ?? undefined;
}

function problemLines(view: DiagnosticView, colors: Colors): string[] {
  const paint = view.severity === 'error' ? colors.red : colors.yellow;
  const [message, ...more] = toPrintable(view.message).split('\n');
  return [
    `${colors.bold(paint(`${view.severity}[${view.code}]`))}: ${message}`,
    ...more.map((line) => `    ${line}`),
    ...(view.source ? placeLines(view.source, paint) : []),
    ...relatedLines(view),
    ...(view.hint === null ? [] : hintLines(view.hint)),
  ];
}

function relatedLines({ related }: DiagnosticView): string[] {
  const more = related.length - mostRelated;
  return [
    ...related
      .slice(0, mostRelated)
      .map(({ label, source }) => `  ${toPrintableLine(label)} ${placeText(source)}`),
    ...(more > 0 ? [`  and in ${count(more, 'other place')}`] : []),
  ];
}

/** A variable may be used in hundreds of places. */
const mostRelated = 5;

function placeText(source: Source): string {
  return toPrintableLine(formatSource(source));
}

function placeLines(source: Source, paint: (text: string) => string): string[] {
  const arrow = `  --> ${placeText(source)}`;
  if (source.excerpt === undefined) return [arrow];
  const gutter = String(source.line);
  const blank = ' '.repeat(gutter.length);
  const { before, marked } = caretWidths(source.excerpt, source);
  return [
    arrow,
    `${blank} |`,
    `${gutter} | ${toPrintableLine(source.excerpt)}`,
    `${blank} | ${' '.repeat(before)}${paint('^'.repeat(marked))}`,
  ];
}

/** Columns of the printed line, where an escape sequence is wider than the character that it replaces. */
function caretWidths(excerpt: string, { column, endColumn }: Source): { before: number; marked: number } {
  const start = Math.min(column - 1, excerpt.length);
  const end = Math.max(endColumn === undefined ? start + 1 : endColumn - 1, start + 1);
  return {
    before: widthOf(excerpt.slice(0, start)),
    marked: Math.max(1, widthOf(excerpt.slice(start, end))),
  };
}

function widthOf(text: string): number {
  return [...toPrintableLine(text)].length;
}

function hintLines(hint: string): string[] {
  const [first, ...more] = toPrintable(hint).split('\n');
  return [`  hint: ${first}`, ...more.map((line) => `        ${line}`)];
}

function closing(views: readonly DiagnosticView[], files: number | undefined): string {
  const errors = views.filter((view) => view.severity === 'error').length;
  const warnings = views.length - errors;
  const parts = [
    ...(errors > 0 ? [count(errors, 'error')] : []),
    ...(warnings > 0 ? [count(warnings, 'warning')] : []),
  ];
  // What a command sends, and what a cluster contains, is in no file.
  const where = !files ? '' : ` in ${count(files, 'file')}`;
  return `${parts.join(', ') || 'no problems'}${where}`;
}
