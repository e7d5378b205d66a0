import { count } from '../model/count.ts';
import type { DiagnosticView, PlanView } from '../model/plan-view.ts';
import type { LinkTo } from '../model/source.ts';
import { clusterSection } from './markdown/cluster-section.ts';
import { codeSpan } from './markdown/inert-text.ts';
import { fixed, listed, type Part, sizeOf, stacked, wrapped } from './markdown/part.ts';
import { problemsPart } from './markdown/problems-part.ts';
import { clusterName, type PlanFormat, type PlanFormatOptions } from './plan-format.ts';

/**
 * The maximum length of a document. GitHub limits comments and pull request bodies to 65,536 characters. Lengths are
 * counted in bytes of UTF-8, which are never fewer than characters. The rest is room for a line that the publisher
 * adds.
 */
const longestDocument = 60_000;

/**
 * For pull requests and job summaries: GitHub Flavored Markdown, one section per cluster, at most 60,000 characters
 * for any plan. Foreign text is plain words or code, so it cannot mention users, link to anything, or close a fold.
 */
export const markdownFormat: PlanFormat = {
  render: (views, options) => {
    const unread = options.unread ?? [];
    const problems = problemsPart(unread, unreadHeading(unread, options));
    const document = stacked([problems, ...sections(views, { options, room: longestDocument / 2 })]);
    const text = document(longestDocument - 1);
    return text === '' ? '' : `${text}\n`;
  },
};

/** A plan without one of its clusters can be shown only. */
function unreadHeading(unread: readonly DiagnosticView[], { command }: PlanFormatOptions): string {
  const sentence = `${count(unread.length, 'cluster')} could not be read`;
  return command === 'plan' ? `## Cannot be applied: ${sentence}` : `## ${sentence}`;
}

/** The diagnostics of a command that stopped early, as a document. */
export function renderProblemsAsMarkdown(
  problems: readonly DiagnosticView[],
  {
    heading = '## Stopped by errors',
    linkTo,
  }: { readonly heading?: string; readonly linkTo?: LinkTo | undefined } = {},
): string {
  const text = problemsPart(problems, heading, linkTo);
  return `${text(longestDocument - 1)}\n`;
}

/**
 * One section per cluster. If even the shortest forms are too long together, clusters with refusals, deletions or
 * incomplete plans take precedence, and the remaining ones are listed by name.
 */
function sections(
  views: readonly PlanView[],
  { options, room }: { readonly options: PlanFormatOptions; readonly room: number },
): Part[] {
  const all = views.map((view) => ({ view, part: clusterSection(view, options) }));
  const least = new Map(all.map(({ view, part }) => [view, sizeOf(part(0))]));
  let left = room;
  const kept = new Set(
    [...views].sort(bySeverity).filter((view) => {
      left -= least.get(view) ?? 0;
      return left >= 0;
    }),
  );
  const dropped = views.filter((view) => !kept.has(view));
  return [...all.filter(({ view }) => kept.has(view)).map(({ part }) => part), droppedPart(dropped)];
}

function bySeverity(one: PlanView, other: PlanView): number {
  return Number(isSevere(other)) - Number(isSevere(one));
}

function isSevere({ complete, refusals, changes, diagnostics }: PlanView): boolean {
  return (
    !complete ||
    refusals.length > 0 ||
    changes.some(({ kind }) => kind === 'delete') ||
    diagnostics.some(({ severity }) => severity === 'error')
  );
}

function droppedPart(views: readonly PlanView[]): Part {
  if (views.length === 0) return fixed('');
  const lines = views.map((view) => {
    const deletions = view.changes.filter(({ kind }) => kind === 'delete').length;
    const counts = [
      count(view.changes.length, 'change'),
      ...(deletions > 0 ? [`${count(deletions, 'deletion')} among them`] : []),
      ...(view.refusals.length > 0 ? [count(view.refusals.length, 'refusal')] : []),
    ];
    return `- ${codeSpan(clusterName(view))}: ${counts.join(', ')}`;
  });
  const heading = `## Omitted for length: ${count(views.length, 'cluster')}\n\n`;
  const list = listed(lines, {
    separator: '\n',
    rest: (leftOut) => `- and ${count(leftOut.length, 'more cluster')}`,
  });
  return wrapped(heading, list);
}
