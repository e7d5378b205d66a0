import { count } from '../../model/count.ts';
import type { ChangeView, FieldView } from '../../model/plan-view.ts';
import type { LinkTo } from '../../model/source.ts';
import { changeDiff, changeSigns, changeWord } from '../change-block.ts';
import { colorsFor } from '../colors.ts';
import { causeOfWhole, differingSecrets } from '../drift-causes.ts';
import type { PlanFormatOptions } from '../plan-format.ts';
import { fencedBlock } from './fence.ts';
import { codeSpan, htmlCode, inertSentence } from './inert-text.ts';
import { sizeOf } from './part.ts';
import { placeLink } from './place-link.ts';

/** What a fold depends on besides its change. */
type ChangeFoldOptions = Pick<PlanFormatOptions, 'command' | 'linkTo'>;

/** Diffs of more lines than this are folded. */
const longestOpen = 12;
/** The maximum size of one diff in bytes; longer diffs are cut. */
const roomForDiff = 12_000;

/**
 * One change as a fold: kind, name and effects in the summary line, reason and diff below. CommonMark requires blank
 * lines around Markdown inside HTML.
 */
export function changeFold(change: ChangeView, { command, linkTo }: ChangeFoldOptions): string {
  const isDrift = command === 'drift';
  const diff = diffOf(change, command);
  const open = diff.length <= longestOpen && change.kind !== 'delete' ? ' open' : '';
  const blocks = [
    `<details${open}><summary>${summaryOf(change, command)}</summary>`,
    ...(isDrift
      ? [...placeText(change, linkTo), ...wholeText(change)]
      : [...placeText(change, linkTo), ...reasonText(change), ...callsText(change)]),
    ...(diff.length === 0 ? [] : [fencedBlock(withinRoom(diff), 'diff')]),
    '</details>',
  ];
  return blocks.join('\n\n');
}

function summaryOf(change: ChangeView, command: PlanFormatOptions['command']): string {
  const { kind, name, effects } = change;
  const headline = `${changeSigns[kind]} <b>${changeWord(change, command)}</b> ${htmlCode(name)}`;
  // Drift reports the current state, so it omits effects.
  if (command === 'drift' || effects.length === 0) return headline;
  return `${headline}: ${inertSentence(effects.join('; '), htmlCode)}`;
}

function placeText({ source }: ChangeView, linkTo: LinkTo | undefined): string[] {
  return source ? [`In ${placeLink(source, `${source.file}:${source.line}`, linkTo)}.`] : [];
}

function wholeText(change: ChangeView): string[] {
  const secrets = differingSecrets(change);
  return [causeOfWhole(change), secrets && inertSentence(secrets, codeSpan)]
    .filter((line) => line !== undefined)
    .map((line) => `${line}.`);
}

function reasonText({ kind, reason, rootCause }: ChangeView): string[] {
  const now = kind === 'delete' ? 'Reason:' : 'Now';
  const cause = rootCause === null ? [] : [inertSentence(rootCause, codeSpan)];
  if (reason === null) return cause.map((text) => `Root cause: ${text}`);
  return [[`${now} ${inertSentence(reason, codeSpan)}`, ...cause].join(': ')];
}

function callsText({ actions }: ChangeView): string[] {
  return actions.length < 2 ? [] : [`Calls: ${actions.map(codeSpan).join(', ')}.`];
}

/** A deletion shows the configuration that is removed. */
function diffOf(change: ChangeView, command: PlanFormatOptions['command']): string[] {
  if (change.kind !== 'delete') return changeDiff(change, plain, command);
  return changeDiff({ ...change, fields: lostFields(change), state: null }, plain, command);
}

const plain = colorsFor({ color: false });

function lostFields({ before }: ChangeView): FieldView[] {
  return Object.entries(before?.config ?? {}).map(([key, value]) => ({
    key,
    before: value,
    after: null,
    // A value that is already masked stays unquoted.
    sensitive: value?.includes('(sensitive #') === true,
    ...(value === null && { wasNull: true }),
  }));
}

function withinRoom(lines: readonly string[]): readonly string[] {
  let room = roomForDiff;
  const cut = lines.findIndex((line) => {
    room -= Math.min(sizeOf(line), 1200) + 1;
    return room < 0;
  });
  return cut < 1
    ? lines
    : [...lines.slice(0, cut), ` … ${count(lines.length - cut, 'more line')}; -f diff shows all`];
}
