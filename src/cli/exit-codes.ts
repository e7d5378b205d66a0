import { type ExitCode, exitCodes } from '../model/error.ts';

/** What each exit code means, for people. A code has one meaning, whatever the command. */
export const exitMeanings: Readonly<Record<ExitCode, string>> = {
  [exitCodes.success]: 'done, or nothing to do',
  [exitCodes.failure]: 'failed',
  [exitCodes.changes]: 'there are changes (drift; plan --detailed-exitcode; apply --expect-no-changes)',
  [exitCodes.partlyApplied]: 'partly applied',
  [exitCodes.planRefused]: 'plan refused: stale, too old, incomplete, or another one; nothing was written',
  [exitCodes.safetyRefusal]: 'refused by a safety guard',
  [exitCodes.policyDenied]: 'denied by a policy',
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
