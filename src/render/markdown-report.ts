import type { OtherView, OutcomeView, ReportView } from '../model/apply-view.ts';
import { count, grouped } from '../model/count.ts';
import { formatSource } from '../model/source.ts';
import { fencedBlock } from './markdown/fence.ts';
import { codeSpan, inertSentence, tableCode } from './markdown/inert-text.ts';
import { firstThen, fixed, listed, type Part, stacked, wrapped } from './markdown/part.ts';
import { nextLines } from './next-lines.ts';
import { otherCause, otherText } from './other-lines.ts';
import { changeWords, groupByCause, needsAttention, outcomeText, workerLines } from './outcome-lines.ts';
import { outcomeSummary } from './outcome-summary.ts';
import type { ReportFormat } from './report-format.ts';

/** A job summary has room for the plan of the same run and this report. */
const longestReport = 60_000;

/**
 * For job summaries and comments: the summary, then the changes that need attention with the message of the worker,
 * then a table of all changes. Foreign text cannot mention users or break the page.
 */
export const markdownReport: ReportFormat = {
  render: (view, { next = {} }) => {
    const problems = view.outcomes.filter(needsAttention);
    const head = fixed(`## Apply on ${codeSpan(view.cluster)}: ${outcomeSummary(view)}`);
    const commands = nextLines(view, next);
    const parts = stacked([
      attentionPart(problems),
      othersPart(view.others),
      causesPart([...view.outcomes, ...view.others]),
      rollbackPart(view),
      tablePart(view.outcomes),
    ]);
    const closing = fixed(commands.length > 0 ? fencedBlock(commands, '') : '');
    return `${firstThen(head, firstThen(parts, closing))(longestReport - 1)}\n`;
  },
};

function attentionPart(outcomes: readonly OutcomeView[]): Part {
  if (outcomes.length === 0) return fixed('');
  const list = listed(outcomes.map(attentionItem), {
    separator: '\n\n',
    rest: (leftOut) => `Omitted for length: ${count(leftOut.length, 'more connector')}.`,
  });
  return wrapped('### Needs attention\n\n', list);
}

function attentionItem(outcome: OutcomeView): string {
  const { change, name } = outcome;
  const about = `**${changeWords[change]}** ${codeSpan(name)}${placeOf(outcome)}`;
  return item(`${about}: ${inertSentence(outcomeText(outcome), codeSpan)}`, workerLines(outcome));
}

/** What the run did not change, apart from what it did. */
function othersPart(others: readonly OtherView[]): Part {
  if (others.length === 0) return fixed('');
  const items = others.map((other) =>
    item(
      `${codeSpan(other.name)}${placeOf(other)}: ${inertSentence(otherText(other), codeSpan)}`,
      otherCause(other),
    ),
  );
  const list = listed(items, {
    separator: '\n\n',
    rest: (leftOut) => `Omitted for length: ${count(leftOut.length, 'more connector')}.`,
  });
  return wrapped('### Not changed by this run, and not as declared\n\n', list);
}

function placeOf({ source }: OutcomeView | OtherView): string {
  return source ? ` (${codeSpan(formatSource(source))})` : '';
}

function item(sentence: string, words: readonly string[]): string {
  return [
    sentence,
    // Indented, so that in a log no foreign line can look like one of connect-sync.
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

function causesPart(connectors: Parameters<typeof groupByCause>[0]): Part {
  const groups = groupByCause(connectors);
  if (groups.length === 0) return fixed('');
  const parts = groups.map(({ title, names }) =>
    wrapped(
      `- ${title} (${names.length}): `,
      listed(names.map(codeSpan), {
        separator: ', ',
        rest: (leftOut) => `and ${grouped(leftOut.length)} more`,
      }),
    ),
  );
  return wrapped('### Causes\n\n', stacked(parts));
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
    rest: (leftOut) => `- omitted for length: ${count(leftOut.length, 'more connector')}`,
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
    rest: (leftOut) => `\nOmitted for length: ${count(leftOut.length, 'more change')}.`,
  });
  const table = wrapped('| change | connector | result |\n|---|---|---|\n', rows);
  if (outcomes.length <= longestOpen) return wrapped('### All changes\n\n', table);
  const summary = `<details><summary><b>All changes</b>: ${grouped(outcomes.length)}</summary>\n\n`;
  return wrapped(summary, table, '\n\n</details>');
}

function row(outcome: OutcomeView): string {
  return `| ${changeWords[outcome.change]} | ${tableCode(outcome.name)} | ${inertSentence(outcomeText(outcome), tableCode)} |`;
}
