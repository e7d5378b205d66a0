import type { OutcomeView } from '../model/apply-view.ts';
import { type Annotation, renderAnnotations } from './annotations.ts';
import { changeWords, needsAttention, outcomeText, workerLines } from './outcome-lines.ts';
import { outcomeSummary } from './outcome-summary.ts';
import type { ReportFormat } from './report-format.ts';

/**
 * The result of an apply as annotations on the lines of the connector files: failed and unhealthy changes as errors,
 * changes that were not made as warnings, and the summary as a notice.
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
    const summary: Annotation = {
      level: 'notice',
      title: `${view.cluster}: apply`,
      message: outcomeSummary(view),
      source: null,
    };
    return renderAnnotations([...left, ...outcomes, summary]);
  },
};

function annotationOf(outcome: OutcomeView, cluster: string): Annotation[] {
  const { name, change, kind, source } = outcome;
  const isUndone = kind === 'stale' || kind === 'skipped' || kind === 'not-started';
  if (!isUndone && !needsAttention(outcome)) return [];
  return [
    {
      // It was unhealthy before the run, which only restarted it.
      level: isUndone || outcome.failedBefore ? 'warning' : 'error',
      title: `${cluster}: ${changeWords[change]} ${name}`,
      message: [outcomeText(outcome), ...workerLines(outcome)].join('\n'),
      source,
    },
  ];
}
