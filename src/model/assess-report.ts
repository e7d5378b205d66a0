import { type ApplyReport, isFailure, type Outcome } from './outcome.ts';

/** What an apply comes to, on one cluster: the most serious that is true. */
export type ApplyVerdict =
  | 'success'
  | 'unhealthy'
  | 'failed'
  | 'stale'
  | 'partly-applied'
  | 'rolled-back'
  | 'rollback-failed'
  | 'interrupted'
  | 'terminated';

/** Assesses the report of an apply; an interrupt outweighs all but a rollback that failed. */
export function assessReport(report: ApplyReport): ApplyVerdict {
  const { rollback, outcomes } = report;
  if (rollback && rollback.left.length > 0) return 'rollback-failed';
  if (report.interrupted) return report.interrupted === 'SIGTERM' ? 'terminated' : 'interrupted';
  if (rollback && rollback.restored.length > 0) return 'rolled-back';
  const undone = outcomes.filter(isUndone);
  if (undone.length > 0) return assessUndone(outcomes, undone);
  if (outcomes.some(isFailure)) return 'unhealthy';
  return report.unexpected === undefined ? 'success' : 'failed';
}

function assessUndone(outcomes: readonly Outcome[], undone: readonly Outcome[]): ApplyVerdict {
  if (outcomes.some(({ wrote }) => wrote)) return 'partly-applied';
  const isStale = undone.some((outcome) => outcome.kind === 'stale');
  // What was skipped because of a stale change was left alone for the same reason.
  const onlyStale = undone.every((outcome) => outcome.kind === 'stale' || outcome.kind === 'skipped');
  return isStale && onlyStale ? 'stale' : 'failed';
}

/** Planned, but not done. */
function isUndone({ kind }: Outcome): boolean {
  return kind !== 'applied' && kind !== 'unchanged';
}
