import type { ConnectSyncError, ErrorCategory } from '../model/error.ts';
import type { ApplyReport, Outcome } from '../model/outcome.ts';
import { isFailure } from '../model/outcome.ts';

/** The process exit codes; each has one meaning, whatever the command. */
export const exitCodes = {
  success: 0,
  failure: 1,
  changes: 2,
  partlyApplied: 20,
  planRefused: 21,
  safetyRefusal: 22,
  unhealthy: 25,
  rolledBack: 26,
  rollbackFailed: 27,
  unreadCluster: 28,
  invalidInput: 29,
  usage: 64,
  interrupted: 130,
  terminated: 143,
} as const;

/** One of the documented exit codes. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What each exit code means. */
export const exitMeanings: Readonly<Record<ExitCode, string>> = {
  [exitCodes.success]: 'done, or nothing to do',
  [exitCodes.failure]: 'failed',
  [exitCodes.changes]: 'there are changes (drift; plan --detailed-exitcode; apply --expect-no-changes)',
  [exitCodes.partlyApplied]: 'partly applied',
  [exitCodes.planRefused]: 'plan refused: stale, too old, incomplete, or another one; nothing was written',
  [exitCodes.safetyRefusal]: 'refused by a safety guard',
  [exitCodes.unhealthy]: 'applied, but not healthy',
  [exitCodes.rolledBack]: 'not healthy, and rolled back',
  [exitCodes.rollbackFailed]: 'the rollback failed',
  [exitCodes.unreadCluster]: 'a cluster could not be read or identified',
  [exitCodes.invalidInput]: 'invalid files, variables or configurations',
  [exitCodes.usage]: 'wrong usage',
  [exitCodes.interrupted]: 'interrupted',
  [exitCodes.terminated]: 'terminated',
};

/** The table of exit codes, as the help page shows it. */
export function exitCodesHelp(): string {
  const rows = Object.entries(exitMeanings).map(([code, meaning]) => `  ${code.padEnd(5)} ${meaning}`);
  return `\nExit codes:\n${rows.join('\n')}\n`;
}

/** The exit code of a run that ended with this error. */
export function exitCodeOfError({ category }: Pick<ConnectSyncError, 'category'>): ExitCode {
  return codeOfCategory[category];
}

const codeOfCategory: Readonly<Record<ErrorCategory, ExitCode>> = {
  failure: exitCodes.failure,
  usage: exitCodes.usage,
  'invalid-input': exitCodes.invalidInput,
  'unread-cluster': exitCodes.unreadCluster,
  'safety-check': exitCodes.safetyRefusal,
  'plan-refused': exitCodes.planRefused,
};

// Most serious first: what needs attention soonest decides.
const precedence: readonly ExitCode[] = [
  exitCodes.rollbackFailed,
  exitCodes.partlyApplied,
  exitCodes.interrupted,
  exitCodes.terminated,
  exitCodes.unhealthy,
  exitCodes.rolledBack,
  exitCodes.failure,
  exitCodes.unreadCluster,
  exitCodes.planRefused,
  exitCodes.safetyRefusal,
  exitCodes.invalidInput,
  exitCodes.usage,
  exitCodes.changes,
  exitCodes.success,
];

/** One exit code for several clusters: the most serious of theirs. A cluster that was not read never counts as clean. */
export function combineExitCodes(codes: readonly ExitCode[]): ExitCode {
  return precedence.find((code) => codes.includes(code)) ?? exitCodes.success;
}

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
  if (outcomes.some(({ wrote }) => wrote)) return exitCodes.partlyApplied;
  const isStale = undone.some((outcome) => outcome.kind === 'stale');
  // What was skipped because of a stale one was left alone for the same reason.
  const onlyStale = undone.every((outcome) => outcome.kind === 'stale' || outcome.kind === 'skipped');
  return isStale && onlyStale ? exitCodes.planRefused : exitCodes.failure;
}

/** Planned, and not come about. */
function isUndone({ kind }: Outcome): boolean {
  return kind !== 'applied' && kind !== 'unchanged';
}
