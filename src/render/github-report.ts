import type { OtherView, OutcomeView } from '../model/apply-view.ts';
import { type Annotation, renderAnnotations } from './annotations.ts';
import { otherCause, otherText } from './other-lines.ts';
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
    const others = view.others.map((other) => annotationOfOther(other, view.cluster));
    return renderAnnotations([...left, ...outcomes, ...others, summary]);
  },
};

function annotationOf(outcome: OutcomeView, cluster: string): Annotation[] {
  const { name, change, kind, source } = outcome;
  const isUndone = (kind === 'stale' && !outcome.wrote) || kind === 'skipped' || kind === 'not-started';
  if (!isUndone && !needsAttention(outcome)) return [];
  return [
    {
      level: isUndone || outcome.allowed ? 'warning' : 'error',
      title: `${cluster}: ${changeWords[change]} ${name}`,
      message: [outcomeText(outcome), ...workerLines(outcome)].join('\n'),
      source,
    },
  ];
}

function annotationOfOther(other: OtherView, cluster: string): Annotation {
  return {
    level: other.allowed ? 'warning' : 'error',
    title: `${cluster}: ${other.name}`,
    message: [otherText(other), ...otherCause(other)].join('\n'),
    source: other.source,
  };
}
