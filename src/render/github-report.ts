import type { OutcomeView } from '../model/apply-view.ts';
import { type Annotation, renderAnnotations } from './annotations.ts';
import { changeWords, needsAttention, outcomeText, workerWords } from './outcome-lines.ts';
import { outcomeSummary } from './outcome-summary.ts';
import type { ReportFormat } from './report-format.ts';

/**
 * What came of an apply as annotations on the lines of the connector files: what failed or is not healthy as errors,
 * what was not done as warnings, and the account as a notice.
 */
export const githubReport: ReportFormat = {
  render: (view) => {
    const outcomes = view.outcomes.flatMap((outcome) => annotationOf(outcome, view.cluster));
    const left = (view.rollback?.left ?? []).map(
      ({ name, reason }): Annotation => ({
        level: 'error',
        title: `${view.cluster}: not rolled back: ${name}`,
        message: reason,
        source: null,
      }),
    );
    const account: Annotation = {
      level: 'notice',
      title: `${view.cluster}: apply`,
      message: outcomeSummary(view),
      source: null,
    };
    return renderAnnotations([...left, ...outcomes, account]);
  },
};

function annotationOf(outcome: OutcomeView, cluster: string): Annotation[] {
  const { name, change, kind, source } = outcome;
  const isUndone = kind === 'stale' || kind === 'skipped' || kind === 'not-started';
  if (!isUndone && !needsAttention(outcome)) return [];
  return [
    {
      // Broken before and only restarted: the run did not make it so.
      level: isUndone || outcome.brokenBefore ? 'warning' : 'error',
      title: `${cluster}: ${changeWords[change]} ${name}`,
      message: [outcomeText(outcome), ...workerWords(outcome)].join('\n'),
      source,
    },
  ];
}
