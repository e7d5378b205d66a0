import { type ExitCode, exitCodes } from '../model/error.ts';

// Worst first: what somebody has to look at soonest decides.
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
  exitCodes.policyDenied,
  exitCodes.invalidInput,
  exitCodes.usage,
  exitCodes.changes,
  exitCodes.success,
];

/** One exit code for several clusters: the worst of theirs. A cluster that was not read never counts as clean. */
export function combineExitCodes(codes: readonly ExitCode[]): ExitCode {
  return precedence.find((code) => codes.includes(code)) ?? exitCodes.success;
}
