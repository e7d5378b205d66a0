import { count } from '../../model/count.ts';
import type { LeftAloneView } from '../../model/plan-view.ts';
import { codeSpan, inertSentence, tableCode } from './inert-text.ts';
import { fixed, listed, type Part, wrapped } from './part.ts';

/** Tables of more rows than this are folded. */
const longestOpen = 12;

/** What is deliberately not touched, why, and what would change that: a table, folded where it is long. */
export function leftAlonePart(leftAlone: readonly LeftAloneView[], title: string): Part {
  if (leftAlone.length === 0) return fixed('');
  const rows = listed(leftAlone.map(row), {
    separator: '\n',
    // The blank line ends the table.
    rest: (leftOut) => `\nFor lack of room not shown: ${count(leftOut.length, 'connector')}.`,
  });
  const table = wrapped('| connector | why | what would change that |\n|---|---|---|\n', rows);
  if (leftAlone.length <= longestOpen) return wrapped(`### ${title}\n\n`, table);
  const summary = `<details><summary><b>${title}</b>: ${count(leftAlone.length, 'connector')}</summary>\n\n`;
  return wrapped(summary, table, '\n\n</details>');
}

function row({ name, reason, detail }: LeftAloneView): string {
  const { why, remedy } = sentences[reason];
  const more = detail === null ? '' : `: ${inertSentence(detail, tableCode)}`;
  return `| ${tableCode(name)} | ${why}${more} | ${remedy} |`;
}

const sentences: Readonly<
  Record<LeftAloneView['reason'], { readonly why: string; readonly remedy: string }>
> = {
  'not-owned': { why: 'not owned here', remedy: 'a pattern in `ownership.names`' },
  unpruned: { why: 'owned, in no file', remedy: '`--prune` would delete it' },
  protected: { why: 'protected from deletion', remedy: 'taking it out of `ownership.protect`' },
  'other-cluster': { why: 'for other clusters', remedy: '`clusters` in its file' },
  'unmanageable-name': {
    why: 'has a name that cannot be written to safely',
    remedy: `another name, of ${codeSpan('A-Z a-z 0-9 . _ -')}`,
  },
  'not-selected': { why: 'not selected', remedy: 'leaving out FILE and `--only`' },
  'restart-off': { why: 'not restarted', remedy: '`--restart failed`' },
  'restart-limit': { why: 'not restarted in this run', remedy: 'another `apply`' },
  'restart-useless': {
    why: 'not restarted, since it would fail again',
    remedy: 'mending what it fails on',
  },
  'cannot-compare': {
    why: 'cannot be compared',
    remedy: 'nothing here: the worker does not show what it holds',
  },
  'other-repository': {
    why: 'belongs to another repository',
    remedy: 'nothing here: the other one has to give it up',
  },
  stale: { why: 'no longer what the saved plan saw', remedy: 'a new plan' },
  'not-in-plan': { why: 'not in the saved plan', remedy: 'a new plan' },
};
