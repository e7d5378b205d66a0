import type { PipelineRun } from '../../forge/pipeline-run.ts';
import type { SavedPlan } from '../../model/saved-plan.ts';
import { markdownFormat, renderProblemsAsMarkdown } from '../markdown-format.ts';
import { codeSpan } from './inert-text.ts';

/** One comment as people shall read it, and what it is about. */
export interface CommentDocument {
  /** The one cluster that it is about; undefined where one comment is about all of them. */
  readonly cluster: string | undefined;
  readonly clusters: readonly string[];
  /** At most 60,000 characters and a line. */
  readonly markdown: string;
}

/** A saved plan and the file it lies in. */
export interface SavedIn {
  readonly saved: SavedPlan;
  readonly file: string;
}

/** What a saved plan says to a pull request: one document, or one for each cluster. */
export function commentDocuments(plan: SavedIn, split: 'one' | 'per-cluster'): readonly CommentDocument[] {
  const { clusters } = plan.saved;
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

/** Where a comment comes from: the line that tells two of them apart, and the digest that `--expect-digest` takes. */
export function originLine(key: string, { number, url, commit }: PipelineRun, digest: string): string {
  const run = number === undefined ? 'a run' : `run ${number.run}`;
  const origin = [
    `From ${url === undefined ? run : `[${run}](${url})`}`,
    ...(key === '' ? [] : [`of ${codeSpan(key)}`]),
    ...(commit === undefined ? [] : [`at commit ${codeSpan(commit.slice(0, 12))}`]),
  ];
  return `${origin.join(' ')}; digest ${codeSpan(digest)}\n`;
}

function markdownOf({ saved, file }: SavedIn, clusters: SavedPlan['clusters']): string {
  if (saved.reason === 'invalid') return renderProblemsAsMarkdown(saved.problems);
  return markdownFormat.render(
    clusters.map(({ plan }) => plan),
    {
      color: false,
      command: 'plan',
      savedIn: saved.reason === null ? file : undefined,
      // A document that people take for the whole must say so where it is not.
      unread: saved.problems,
    },
  );
}
