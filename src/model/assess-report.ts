import { type ApplyReport, isUnhealthy, type Outcome } from './outcome.ts';

/** What an apply comes to, on one cluster: the most serious that is true. */
export type ApplyVerdict =
  | 'success'
  | 'unhealthy'
  | 'failed'
  | 'stale'
  | 'other-cluster'
  | 'partly-applied'
  | 'rolled-back'
  | 'rollback-failed'
  | 'interrupted'
  | 'terminated';

/**
 * Assesses the report of an apply; an interrupt outweighs all but a rollback that failed. Everything declared must be as
 * declared at the end, no matter who broke it, unless `--allow-unhealthy` accepts it.
 */
export function assessReport(report: ApplyReport): ApplyVerdict {
  const { rollback, outcomes, others } = report;
  if (rollback && rollback.left.length > 0) return 'rollback-failed';
  if (report.interrupted) return report.interrupted === 'SIGINT' ? 'interrupted' : 'terminated';
  if (report.otherCluster) return outcomes.some(({ wrote }) => wrote) ? 'partly-applied' : 'other-cluster';
  if (rollback && rollback.restored.length > 0) return 'rolled-back';
  const undone = outcomes.filter(isUndone);
  if (undone.length > 0) return assessUndone(outcomes, undone);
  if (others.some(({ changed }) => changed !== undefined))
    return hasWritten(outcomes) ? 'partly-applied' : 'stale';
  if (outcomes.some(isNotAccepted) || others.some(({ allowed }) => !allowed)) return 'unhealthy';
  return report.unexpected === undefined ? 'success' : 'failed';
}

function assessUndone(outcomes: readonly Outcome[], undone: readonly Outcome[]): ApplyVerdict {
  if (hasWritten(outcomes)) return 'partly-applied';
  const isStale = undone.some((outcome) => outcome.kind === 'stale');
  // What was skipped because of a stale change was left alone for the same reason.
  const onlyStale = undone.every((outcome) => outcome.kind === 'stale' || outcome.kind === 'skipped');
  return isStale && onlyStale ? 'stale' : 'failed';
}

function hasWritten(outcomes: readonly Outcome[]): boolean {
  return outcomes.some(({ wrote }) => wrote);
}

function isNotAccepted(outcome: Outcome): boolean {
  return isUnhealthy(outcome) && outcome.allowed !== true;
}

/** Planned, but not done. */
function isUndone({ kind }: Outcome): boolean {
  return kind !== 'applied' && kind !== 'unchanged';
}
