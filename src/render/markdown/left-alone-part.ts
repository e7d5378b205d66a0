import { count } from '../../model/count.ts';
import type { LeftAloneView } from '../../model/plan-view.ts';
import { codeSpan, inertSentence, tableCode } from './inert-text.ts';
import { fixed, listed, type Part, wrapped } from './part.ts';

/** Tables of more rows than this are folded. */
const longestOpen = 12;

/** A table of the connectors that are deliberately not changed: why, and what to do to change them. */
export function leftAlonePart(leftAlone: readonly LeftAloneView[], title: string): Part {
  if (leftAlone.length === 0) return fixed('');
  const rows = listed(leftAlone.map(row), {
    separator: '\n',
    // The blank line ends the table.
    rest: (leftOut) => `\nOmitted for length: ${count(leftOut.length, 'connector')}.`,
  });
  const table = wrapped('| connector | why | to change it |\n|---|---|---|\n', rows);
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
  'not-owned': { why: 'not declared in any file', remedy: 'a pattern in `ownership.names`' },
  unpruned: { why: 'owned but not declared', remedy: '`--prune` would delete it' },
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
};
