import type { DriftCause } from '../model/drift-cause.ts';
import type { ChangeView } from '../model/plan-view.ts';
import { toPrintableLine } from '../model/printable.ts';
import type { Colors } from './colors.ts';
import { type DiffLine, paintLines } from './diff-line.ts';
import { causeOfWhole, causesInOrder, causeWords, differingSecrets } from './drift-causes.ts';
import { fieldLines } from './field-lines.ts';
import { packLines } from './pack-lines.ts';
import type { PlanFormatOptions } from './plan-format.ts';

/** The column widths shared by the headlines of all changes. */
export interface ChangeColumns {
  readonly name: number;
  readonly kind: number;
}

/** The layout of the block of one change. */
export interface ChangeBlockOptions {
  readonly columns: ChangeColumns;
  readonly colors: Colors;
  readonly command: PlanFormatOptions['command'];
}

/** Longer names do not widen the column. */
const widestName = 60;

/** The columns for these changes. */
export function columnsOf(changes: readonly ChangeView[]): ChangeColumns {
  const names = changes.map((change) => Math.min(change.name.length, widestName));
  return { name: Math.max(0, ...names), kind: 'missing'.length };
}

/** One change: a headline, its effects on running data, the reason, and its diff. */
export function changeBlock(change: ChangeView, options: ChangeBlockOptions): string[] {
  const { colors, command } = options;
  // Drift reports the current state, so it omits effects and health.
  const details =
    command === 'drift'
      ? wholeLines(change)
      : [...reasonLines(change), ...effectLines(change), ...callLines(change)];
  return [
    headline(change, options),
    ...details.map((line) => `    ${toPrintableLine(line)}`),
    ...changeDiff(change, colors, command).map((line) => `    ${line}`),
  ];
}

/** The sign in front of a listed change. */
export const changeSigns = {
  create: '+',
  update: '~',
  'set-state': '~',
  restart: '*',
  delete: '-',
} as const satisfies Record<ChangeView['kind'], string>;

/** The word for a change in a plan, in a drift report, and in a comparison of files. */
const words = {
  plan: { create: 'create', update: 'update', 'set-state': 'state', restart: 'restart', delete: 'delete' },
  compare: {
    create: 'added',
    update: 'changed',
    'set-state': 'state',
    restart: 'restart',
    delete: 'removed',
  },
  drift: { create: 'missing', update: 'differs', 'set-state': 'state', restart: 'restart', delete: 'extra' },
} as const satisfies Record<string, Record<ChangeView['kind'], string>>;

/** The word for a change in the output of a command. */
export function changeWord({ kind }: ChangeView, command: PlanFormatOptions['command']): string {
  return words[command === 'apply' ? 'plan' : command][kind];
}

function headline(change: ChangeView, { columns, colors, command }: ChangeBlockOptions): string {
  const { name, kind } = change;
  const word = changeWord(change, command);
  const start = `${changeSigns[kind]} ${toPrintableLine(name).padEnd(columns.name)}   ${word.padEnd(columns.kind)}`;
  return `${colorOf(kind, colors)(start)}  ${toPrintableLine(placeOf(change))}`.trimEnd();
}

function placeOf({ kind, source, reason }: ChangeView): string {
  const place = source ? `${source.file}:${source.line}` : '';
  if (kind === 'restart') return reason ?? '';
  if (kind !== 'delete' || reason === null) return place;
  return place === '' ? `(${reason})` : `${place}  (${reason})`;
}

function colorOf(kind: ChangeView['kind'], colors: Colors): (text: string) => string {
  if (kind === 'create') return colors.green;
  if (kind === 'delete') return colors.red;
  return kind === 'restart' ? colors.cyan : colors.yellow;
}

function wholeLines(change: ChangeView): string[] {
  return [causeOfWhole(change), differingSecrets(change)].filter((line) => line !== undefined);
}

function reasonLines({ kind, reason, rootCause }: ChangeView): string[] {
  const now = kind === 'update' || kind === 'set-state' ? reason : null;
  return [...(now === null ? [] : [`now ${now}`]), ...(rootCause === null ? [] : [rootCause])];
}

function effectLines({ effects }: ChangeView): string[] {
  return packLines(effects, { separator: '; ', width: 110 });
}

function callLines({ actions }: ChangeView): string[] {
  return actions.length < 2 ? [] : [`calls: ${actions.join(', ')}`];
}

/** The difference key by key, as lines of a diff. Empty for changes without a configuration or state difference. */
export function changeDiff(
  change: ChangeView,
  colors: Colors,
  command: PlanFormatOptions['command'],
): string[] {
  const { kind, fields, state, source } = change;
  const lines: string[] = [];
  if (kind === 'update' || kind === 'set-state') {
    const before = command === 'compare' ? 'before' : 'live';
    lines.push(colors.bold(`--- ${before}`), colors.bold(`+++ ${toPrintableLine(source?.file ?? 'files')}`));
  }
  for (const cause of [undefined, ...causesInOrder]) {
    const own = fields.filter((field) => field.cause === cause);
    if (own.length > 0)
      lines.push(hunk('config', cause, colors), ...paintLines(own.flatMap(fieldLines), colors));
  }
  if (state) lines.push(hunk('state', state.cause, colors), ...paintLines(stateLines(state), colors));
  return lines;
}

function hunk(what: 'config' | 'state', cause: DriftCause | undefined, colors: Colors): string {
  return colors.cyan(`@@ ${what} @@${cause === undefined ? '' : ` ${causeWords[cause]}`}`);
}

function stateLines({ before, after }: { readonly before: string; readonly after: string }): DiffLine[] {
  return [
    { sign: '-', text: `state: ${before}` },
    { sign: '+', text: `state: ${after}` },
  ];
}
