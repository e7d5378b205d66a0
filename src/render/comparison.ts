import type { ComparisonView, DifferenceView } from '../model/comparison-view.ts';
import { count } from '../model/count.ts';
import { toPrintableLine } from '../model/printable.ts';
import { type Colors, colorsFor } from './colors.ts';
import { documentPatch, paintPatch } from './diff-format.ts';
import { type DiffLine, paintLines } from './diff-line.ts';
import { fieldLines } from './field-lines.ts';

/** The text page: each connector whose desired state differs between the two clusters, key by key. */
export function renderComparison(view: ComparisonView, options: { readonly color: boolean }): string {
  const colors = colorsFor(options);
  const [before, after] = [toPrintableLine(view.before), toPrintableLine(view.after)];
  const blocks = view.differences.map((one) => `${block(one, { before, after, colors }).join('\n')}\n\n`);
  return `${blocks.join('')}${closing(view)}\n`;
}

/** One unified diff per connector, from the desired state on the first cluster to that on the second. */
export function renderComparisonAsDiff(view: ComparisonView, options: { readonly color: boolean }): string {
  const patches = view.differences.map(({ before, after }) => documentPatch(before, after, ''));
  return patches.map((patch) => paintPatch(patch, colorsFor(options))).join('');
}

interface Block {
  readonly before: string;
  readonly after: string;
  readonly colors: Colors;
}

function block(one: DifferenceView, { before, after, colors }: Block): string[] {
  const places = [one.source, ...(one.afterSource ? [one.afterSource] : [])];
  const place = toPrintableLine(places.map(({ file, line }) => `${file}:${line}`).join(', '));
  if (!one.after) return [`${colors.red(`- ${titleOf(one)}`)}   only on ${before}   ${place}`];
  if (!one.before) return [`${colors.green(`+ ${titleOf(one)}`)}   only on ${after}   ${place}`];
  const lines = [colors.bold(`--- ${before}`), colors.bold(`+++ ${after}`)];
  if (one.fields.length > 0) {
    lines.push(colors.cyan('@@ config @@'), ...paintLines(one.fields.flatMap(fieldLines), colors));
  }
  if (one.state) lines.push(colors.cyan('@@ state @@'), ...paintLines(stateLines(one.state), colors));
  return [`${colors.yellow(`~ ${titleOf(one)}`)}   ${place}`, ...lines.map((line) => `    ${line}`)];
}

function titleOf({ name, after }: DifferenceView): string {
  const renamed = after && after.name !== name ? ` -> ${after.name}` : '';
  return toPrintableLine(`${name}${renamed}`);
}

function stateLines({ before, after }: NonNullable<DifferenceView['state']>): DiffLine[] {
  const line = (sign: '-' | '+', state: string | null): DiffLine[] =>
    state === null ? [] : [{ sign, text: `state: ${state}` }];
  return [...line('-', before), ...line('+', after)];
}

function closing({ before, after, differences, identical }: ComparisonView): string {
  const clusters = toPrintableLine(`${before} and ${after}`);
  const total = differences.length + identical.length;
  if (differences.length === 0)
    return `No differences: ${count(total, 'connector')} compared between ${clusters}.`;
  return `Differences in ${differences.length} of ${count(total, 'connector')} between ${clusters}.`;
}
