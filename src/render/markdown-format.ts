import { count } from '../model/count.ts';
import type { DiagnosticView, PlanView } from '../model/plan-view.ts';
import { clusterSection } from './markdown/cluster-section.ts';
import { codeSpan } from './markdown/inert-text.ts';
import { fixed, listed, type Part, sizeOf, stacked, wrapped } from './markdown/part.ts';
import { problemsPart } from './markdown/problems-part.ts';
import { clusterName, type PlanFormat, type PlanFormatOptions } from './plan-format.ts';

/**
 * What a document takes at most, of the 65,536 characters that GitHub lets a comment or the text of a pull request
 * have. Counted in bytes of UTF-8, which are never fewer than characters, however those are counted; what posts the
 * document has room for a line of its own.
 */
const longestDocument = 60_000;

/**
 * For pull requests and job summaries: GitHub Flavored Markdown, one section for each cluster, within 60,000
 * characters whatever the plan is. All that is not ours stands in code or is plain words: it mentions nobody, refers
 * to nothing, and closes no fold.
 */
export const markdownFormat: PlanFormat = {
  render: (views, options) => {
    const unread = options.unread ?? [];
    const problems = problemsPart(unread, `## ${count(unread.length, 'cluster')} could not be read`);
    const document = stacked([problems, ...sections(views, { options, room: longestDocument / 2 })]);
    const text = document(longestDocument - 1);
    return text === '' ? '' : `${text}\n`;
  },
};

/** Problems that ended a command before its end, as a document of their own. */
export function renderProblemsAsMarkdown(problems: readonly DiagnosticView[]): string {
  const text = problemsPart(problems, '## Could not go on');
  return `${text(longestDocument - 1)}\n`;
}

/**
 * The sections of the clusters. Where even their shortest forms are too much together, those that are refused,
 * delete or are not complete come before the others, and the rest is named.
 */
function sections(
  views: readonly PlanView[],
  { options, room }: { readonly options: PlanFormatOptions; readonly room: number },
): Part[] {
  const all = views.map((view) => ({ view, part: clusterSection(view, options) }));
  const least = new Map(all.map(({ view, part }) => [view, sizeOf(part(0))]));
  let left = room;
  const kept = new Set(
    [...views].sort(byGravity).filter((view) => {
      left -= least.get(view) ?? 0;
      return left >= 0;
    }),
  );
  const dropped = views.filter((view) => !kept.has(view));
  return [...all.filter(({ view }) => kept.has(view)).map(({ part }) => part), droppedPart(dropped)];
}

function byGravity(one: PlanView, other: PlanView): number {
  return Number(isGrave(other)) - Number(isGrave(one));
}

function isGrave({ complete, refusals, changes, diagnostics }: PlanView): boolean {
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
  const heading = `## For lack of room not shown: ${count(views.length, 'cluster')}\n\n`;
  const list = listed(lines, {
    separator: '\n',
    rest: (leftOut) => `- and ${count(leftOut.length, 'more cluster')}`,
  });
  return wrapped(heading, list);
}
