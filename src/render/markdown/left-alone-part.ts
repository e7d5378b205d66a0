import { count } from '../../model/count.ts';
import type { LeftAloneView } from '../../model/plan-view.ts';
import type { Sentence } from '../reported.ts';
import { codeSpan, inertSentence, tableCode } from './inert-text.ts';
import { fixed, listed, type Part, wrapped } from './part.ts';

/** Tables of more rows than this are folded. */
const longestOpen = 12;

/** The title of the table, and what is below it. */
export interface LeftAloneTable {
  readonly title: string;
  readonly more: readonly Sentence[];
  /** What is said of a connector instead of its reason. */
  readonly remarkOn: (left: LeftAloneView) => Sentence | undefined;
}

/** A table of the connectors that are deliberately not changed: why, and what to do to change them. */
export function leftAlonePart(
  leftAlone: readonly LeftAloneView[],
  { title, more, remarkOn }: LeftAloneTable,
): Part {
  const sentences = more.map(sentence).join('\n');
  if (leftAlone.length === 0) return fixed(sentences === '' ? '' : `### ${title}\n\n${sentences}`);
  const last = sentences === '' ? '' : `\n\n${sentences}`;
  const rows = listed(
    leftAlone.map((left) => row(left, remarkOn(left))),
    {
      separator: '\n',
      // The blank line ends the table.
      rest: (leftOut) => `\nOmitted for length: ${count(leftOut.length, 'connector')}.`,
    },
  );
  const table = wrapped('| connector | why | to change it |\n|---|---|---|\n', rows);
  if (leftAlone.length <= longestOpen) return wrapped(`### ${title}\n\n`, table, last);
  const summary = `<details><summary><b>${title}</b>: ${count(leftAlone.length, 'connector')}</summary>\n\n`;
  return wrapped(summary, table, `\n\n</details>${last}`);
}

function sentence({ text, command }: Sentence): string {
  const words = inertSentence(text, codeSpan);
  return command === undefined ? `- ${words}` : `- ${words}: ${codeSpan(command)}`;
}

function row({ name, reason, detail }: LeftAloneView, deletion: Sentence | undefined): string {
  if (deletion) {
    const [text, ...rest] = deletion.text.split('; ');
    const remedy = deletion.command === undefined ? rest.join('; ') : tableCode(deletion.command);
    return `| ${tableCode(name)} | ${inertSentence(text ?? '', tableCode)} | ${remedy} |`;
  }
  const { why, remedy } = sentences[reason];
  const more = detail === null ? '' : `: ${inertSentence(detail, tableCode)}`;
  return `| ${tableCode(name)} | ${why}${more} | ${remedy} |`;
}

const sentences: Readonly<
  Record<LeftAloneView['reason'], { readonly why: string; readonly remedy: string }>
> = {
  'in-no-file': { why: 'in no file', remedy: '`connect-sync import`' },
  'not-owned': { why: 'in no file, and not owned', remedy: 'a pattern in `ownership.names`' },
  unpruned: { why: 'in no file, but owned', remedy: '`--prune` would delete it' },
  protected: { why: 'protected from deletion', remedy: 'removing it from `ownership.protect`' },
  'other-cluster': { why: 'for other clusters', remedy: '`clusters` in its file' },
  'unmanageable-name': {
    why: 'has a name that is unsafe in URLs',
    remedy: `another name, without ${codeSpan('/ % \\ ; { }')} and control characters`,
  },
  'not-selected': { why: 'not selected', remedy: 'leaving out FILE and `--only`' },
  'restart-off': { why: 'not restarted', remedy: '`--restart failed`' },
  'restart-limit': { why: 'not restarted in this run', remedy: 'another `apply`' },
  'restart-useless': {
    why: 'not restarted, because it needs a change of the connector',
    remedy: 'fixing the cause of the failure',
  },
  'cannot-compare': {
    why: 'cannot be compared',
    remedy: 'nothing: the worker masks its values',
  },
  'other-repository': {
    why: 'belongs to another repository',
    remedy: 'a change in the other repository',
  },
  stale: { why: 'changed after the plan was saved', remedy: 'a new plan' },
  'not-in-plan': { why: 'not in the saved plan', remedy: 'a new plan' },
  suspended: { why: 'suspended in its file', remedy: 'removing `reconcile` from its file' },
};
