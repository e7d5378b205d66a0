import { count } from '../../model/count.ts';
import type { DiagnosticView } from '../../model/plan-view.ts';
import type { PostedPlan } from '../../model/posted-plan.ts';
import type { LinkTo } from '../../model/source.ts';
import { markdownFormat, renderProblemsAsMarkdown } from '../markdown-format.ts';
import { variableArguments } from '../shell.ts';
import { codeSpan } from './inert-text.ts';

/** The text of one comment, and the clusters that it covers. */
export interface CommentDocument {
  /** The cluster of the comment; undefined if one comment covers all clusters. */
  readonly cluster: string | undefined;
  readonly clusters: readonly string[];
  /** At most 60,000 characters and a line. */
  readonly markdown: string;
}

/** A plan to post, and its file. */
export interface PostedIn {
  readonly posted: PostedPlan;
  readonly file: string;
  readonly linkTo?: LinkTo | undefined;
  readonly mergeApplies?: boolean | undefined;
}

/** The comments for a plan: one, or one for each cluster. */
export function commentDocuments(plan: PostedIn, split: 'one' | 'per-cluster'): readonly CommentDocument[] {
  const { clusters } = plan.posted;
  if (split === 'one' || clusters.length === 0) {
    const labels = clusters.map(({ label }) => label);
    return [{ cluster: undefined, clusters: labels, markdown: markdownOf(plan, clusters) }];
  }
  return clusters.map((one) => ({
    cluster: one.label,
    clusters: [one.label],
    markdown: markdownOf(plan, [one]),
  }));
}

/** The run of a pipeline that a comment names. */
export interface CommentOrigin {
  readonly number: { readonly run: number } | undefined;
  readonly url: string | undefined;
  readonly commit: string | undefined;
}

/** The last line of a comment: the run that wrote it, its key, and the digest for `--expect-digest`, if there is one. */
export function originLine(
  key: string,
  { number, url, commit }: CommentOrigin,
  digest: string | undefined,
): string {
  const run = number === undefined ? 'a run' : `run ${number.run}`;
  const origin = [
    `From ${url === undefined ? run : `[${run}](${url})`}`,
    ...(key === '' ? [] : [`of ${codeSpan(key)}`]),
    ...(commit === undefined ? [] : [`at commit ${codeSpan(commit.slice(0, 12))}`]),
  ];
  return `${origin.join(' ')}${digest === undefined ? '' : `; digest ${codeSpan(digest)}`}\n`;
}

function markdownOf(
  { posted, file, linkTo, mergeApplies }: PostedIn,
  clusters: PostedPlan['clusters'],
): string {
  const isComparison = posted.kind === 'comparison';
  if (posted.reason === 'invalid') {
    const what = isComparison ? 'The files are not valid' : 'The plan cannot be applied';
    const heading = `## ${what}: ${count(errorsIn(posted.problems), 'error')}`;
    return renderProblemsAsMarkdown(posted.problems, { heading, linkTo });
  }
  return markdownFormat.render(
    clusters.map(({ plan }) => plan),
    {
      color: false,
      command: isComparison ? 'compare' : 'plan',
      savedArguments: variableArguments(posted.vars),
      savedIn: posted.reason === null && !isComparison ? file : undefined,
      // A comment about some clusters must not be mistaken for all of them.
      unread: posted.problems,
      linkTo,
      mergeApplies,
    },
  );
}

function errorsIn(problems: readonly DiagnosticView[]): number {
  return problems.filter(({ severity }) => severity === 'error').length;
}
