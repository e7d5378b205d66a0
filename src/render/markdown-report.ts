import type { OutcomeView, ReportView } from '../model/apply-view.ts';
import { count, grouped } from '../model/count.ts';
import { formatSource } from '../model/source.ts';
import { fencedBlock } from './markdown/fence.ts';
import { codeSpan, inertSentence, tableCode } from './markdown/inert-text.ts';
import { firstThen, fixed, listed, type Part, stacked, wrapped } from './markdown/part.ts';
import { nextLines } from './next-lines.ts';
import { changeWords, needsAttention, outcomeText, workerWords } from './outcome-lines.ts';
import { outcomeSummary } from './outcome-summary.ts';
import type { ReportFormat } from './report-format.ts';

/** Beside the plan of the same run there is room for as much again in a job summary. */
const longestReport = 60_000;

/**
 * For job summaries and comments: the account first, then what somebody has to look at with the worker's words, then
 * every change in a table. Nobody's words in it mention anybody or break the page.
 */
export const markdownReport: ReportFormat = {
  render: (view, { next = {} }) => {
    const amiss = view.outcomes.filter(needsAttention);
    const head = fixed(`## Apply on ${codeSpan(view.cluster)}: ${outcomeSummary(view)}`);
    const commands = nextLines(view, next);
    const parts = stacked([amissPart(amiss), rollbackPart(view), tablePart(view.outcomes)]);
    const closing = fixed(commands.length > 0 ? fencedBlock(commands, '') : '');
    return `${firstThen(head, firstThen(parts, closing))(longestReport - 1)}\n`;
  },
};

function amissPart(outcomes: readonly OutcomeView[]): Part {
  if (outcomes.length === 0) return fixed('');
  const list = listed(outcomes.map(amissItem), {
    separator: '\n\n',
    rest: (leftOut) => `For lack of room not shown: ${count(leftOut.length, 'more connector')}.`,
  });
  return wrapped('### To look at\n\n', list);
}

function amissItem(outcome: OutcomeView): string {
  const { change, name, source } = outcome;
  const place = source ? ` (${codeSpan(formatSource(source))})` : '';
  const words = workerWords(outcome);
  return [
    `**${changeWords[change]}** ${codeSpan(name)}${place}: ${inertSentence(outcomeText(outcome), codeSpan)}`,
    // Set off from the margin: in a log, no line of anybody's begins like one of ours.
    ...(words.length > 0
      ? [
          fencedBlock(
            words.map((line) => `  ${line}`),
            '',
          ),
        ]
      : []),
  ].join('\n\n');
}

function rollbackPart({ rollback }: ReportView): Part {
  if (!rollback) return fixed('');
  const items = [
    ...rollback.left.map(
      ({ name, reason }) => `- **not** rolled back: ${codeSpan(name)}: ${inertSentence(reason, codeSpan)}`,
    ),
    ...rollback.restored.map((name) => `- ${codeSpan(name)} is as it was before`),
  ];
  const list = listed(items, {
    separator: '\n',
    rest: (leftOut) => `- for lack of room not shown: ${count(leftOut.length, 'more connector')}`,
  });
  return wrapped('### Rolled back\n\n', list);
}

/** Tables of more rows than this are folded. */
const longestOpen = 12;

function tablePart(outcomes: readonly OutcomeView[]): Part {
  if (outcomes.length === 0) return fixed('');
  const rows = listed(outcomes.map(row), {
    separator: '\n',
    // The blank line ends the table.
    rest: (leftOut) => `\nFor lack of room not shown: ${count(leftOut.length, 'more change')}.`,
  });
  const table = wrapped('| change | connector | what came of it |\n|---|---|---|\n', rows);
  if (outcomes.length <= longestOpen) return wrapped('### Every change\n\n', table);
  const summary = `<details><summary><b>Every change</b>: ${grouped(outcomes.length)}</summary>\n\n`;
  return wrapped(summary, table, '\n\n</details>');
}

function row(outcome: OutcomeView): string {
  return `| ${changeWords[outcome.change]} | ${tableCode(outcome.name)} | ${inertSentence(outcomeText(outcome), tableCode)} |`;
}
