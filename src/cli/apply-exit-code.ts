import { isFailure, wasWritten } from '../model/assess-outcome.ts';
import { type ExitCode, exitCodes } from '../model/error.ts';
import type { ApplyReport, Outcome } from '../model/outcome.ts';

/**
 * The exit code of one cluster's apply, the most serious that is true: 27 a rollback that failed, 130/143 interrupted
 * whatever the account says, 26 rolled back, 20 partly applied, 25 unhealthy, 21 only stale, 1 failed.
 */
export function applyExitCode(report: ApplyReport): ExitCode {
  const { rollback, outcomes } = report;
  if (rollback && rollback.left.length > 0) return exitCodes.rollbackFailed;
  if (report.interrupted)
    return report.interrupted === 'SIGTERM' ? exitCodes.terminated : exitCodes.interrupted;
  if (rollback && rollback.restored.length > 0) return exitCodes.rolledBack;
  const undone = outcomes.filter(isUndone);
  if (undone.length > 0) return undoneExitCode(outcomes, undone);
  if (outcomes.some(isFailure)) return exitCodes.unhealthy;
  return report.unexpected === undefined ? exitCodes.success : exitCodes.failure;
}

function undoneExitCode(outcomes: readonly Outcome[], undone: readonly Outcome[]): ExitCode {
  if (outcomes.some(wasWritten)) return exitCodes.partlyApplied;
  const isStale = undone.some((outcome) => outcome.kind === 'stale');
  // What was skipped because of a stale one was left alone for the same reason.
  const onlyStale = undone.every((outcome) => outcome.kind === 'stale' || outcome.kind === 'skipped');
  return isStale && onlyStale ? exitCodes.planRefused : exitCodes.failure;
}

/** Planned, and not come about. */
function isUndone({ kind }: Outcome): boolean {
  return kind !== 'applied' && kind !== 'unchanged';
}
