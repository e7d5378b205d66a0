import type { ApplyVerdict } from '../model/assess-report.ts';
import { isConnectorName } from '../model/connector-name.ts';
import type { ControllerView, RunOutcome, RunView } from '../model/controller-view.ts';
import type { ConnectSyncError, ErrorCategory } from '../model/error.ts';
import type { ImportResult } from '../model/import-view.ts';
import type { PlannedCluster } from '../reconcile/plan-cluster.ts';
import type { ReconcileResult } from '../reconcile/reconcile.ts';

/** The process exit codes. Each has one meaning, whatever the command. */
export const exitCodes = {
  success: 0,
  failure: 1,
  changes: 2,
  partlyApplied: 20,
  planRefused: 21,
  safetyRefusal: 22,
  policyDenied: 23,
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

/** Meanings, the most serious first: the code of several clusters is the first that one of them ended with. */
const table: readonly (readonly [code: ExitCode, meaning: string])[] = [
  [exitCodes.rollbackFailed, 'the rollback failed'],
  [exitCodes.partlyApplied, 'partly applied or imported'],
  [exitCodes.interrupted, 'interrupted'],
  [exitCodes.terminated, 'terminated'],
  [exitCodes.unhealthy, 'not healthy, or not in the declared state'],
  [exitCodes.rolledBack, 'not healthy, and rolled back'],
  [exitCodes.failure, 'failed'],
  [exitCodes.unreadCluster, 'a cluster could not be read or identified'],
  [exitCodes.planRefused, 'plan refused: stale, too old, incomplete, or another one; nothing was written'],
  [exitCodes.safetyRefusal, 'refused by a safety check'],
  [exitCodes.policyDenied, 'denied by a policy; nothing was written'],
  [exitCodes.invalidInput, 'invalid files, variables or configurations'],
  [exitCodes.usage, 'usage error'],
  [exitCodes.changes, 'there are changes (drift; plan --detailed-exitcode; apply --expect-no-changes)'],
  [exitCodes.success, 'done, or nothing to do'],
];

/** Every way in which a run, or one cluster of it, can end. */
type Ending =
  | ErrorCategory
  | ApplyVerdict
  | ImportResult
  | Exclude<ReconcileResult['kind'], 'applied' | 'blocked'>
  | NonNullable<PlannedCluster['blockedBy']>;

const codeOf: Readonly<Record<Ending, ExitCode>> = {
  // Categories of errors.
  failure: exitCodes.failure,
  usage: exitCodes.usage,
  'invalid-input': exitCodes.invalidInput,
  'unread-cluster': exitCodes.unreadCluster,
  'plan-refused': exitCodes.planRefused,
  // An error or a result.
  'safety-check': exitCodes.safetyRefusal,
  // Kinds of results.
  policy: exitCodes.policyDenied,
  'worker-validation': exitCodes.invalidInput,
  'up-to-date': exitCodes.success,
  'changes-pending': exitCodes.changes,
  declined: exitCodes.failure,
  // Verdicts on an apply.
  success: exitCodes.success,
  unhealthy: exitCodes.unhealthy,
  failed: exitCodes.failure,
  stale: exitCodes.planRefused,
  'other-cluster': exitCodes.unreadCluster,
  'partly-applied': exitCodes.partlyApplied,
  'rolled-back': exitCodes.rolledBack,
  'rollback-failed': exitCodes.rollbackFailed,
  interrupted: exitCodes.interrupted,
  terminated: exitCodes.terminated,
  // Results of an import; `invalid-input` is above.
  imported: exitCodes.success,
  'partly-imported': exitCodes.partlyApplied,
  'nothing-imported': exitCodes.failure,
};

/** What an exit code means after a command, where that says more than its general meaning. */
const afterCommand: Readonly<Record<string, Partial<Record<ExitCode, string>>>> = {
  plan: {
    [exitCodes.changes]: 'there are changes',
    [exitCodes.safetyRefusal]: 'a safety check refuses this plan',
  },
  drift: {
    [exitCodes.changes]: 'the cluster differs from the files',
    [exitCodes.safetyRefusal]: 'the files declare no connector to compare with',
  },
  apply: {
    [exitCodes.changes]: 'there are changes, and --expect-no-changes was given; nothing was written',
    [exitCodes.partlyApplied]: 'partly applied',
    [exitCodes.unhealthy]: 'some connectors are not healthy, or not as declared',
    [exitCodes.safetyRefusal]: 'refused by a safety check; nothing was written',
  },
  restore: {
    [exitCodes.partlyApplied]: 'partly restored',
    [exitCodes.unhealthy]: 'some connectors are not healthy, or not as restored',
    [exitCodes.invalidInput]: 'invalid backups, files or configurations',
  },
  import: {
    [exitCodes.partlyApplied]: 'partly imported',
    [exitCodes.invalidInput]: 'invalid files or variables; nothing was imported',
  },
  reconcile: {
    [exitCodes.failure]: 'failed, or the last run on a cluster is blocked, incomplete or in error',
    [exitCodes.invalidInput]: 'invalid files or variables; the last cycle wrote nothing',
  },
  validate: { [exitCodes.invalidInput]: 'the files are not valid' },
  plugins: {
    [exitCodes.changes]: 'the saved plugins differ from those of the workers; nothing was written',
    [exitCodes.failure]: 'some plugins are not installed, or could not be saved',
    [exitCodes.unreadCluster]: 'some clusters or plugins could not be read',
  },
  status: { [exitCodes.unhealthy]: 'some connectors are not healthy' },
  cluster: {
    [exitCodes.unhealthy]: 'some workers are not healthy',
    [exitCodes.unreadCluster]: 'some workers could not be read, or do not belong together',
  },
  restart: {
    [exitCodes.unhealthy]: 'some connectors are not healthy after the restart',
    [exitCodes.partlyApplied]: 'some connectors were not restarted',
  },
  pause: {
    [exitCodes.unhealthy]: 'some connectors are not PAUSED',
    [exitCodes.partlyApplied]: 'some connectors were not paused',
  },
  stop: {
    [exitCodes.unhealthy]: 'some connectors are not STOPPED',
    [exitCodes.partlyApplied]: 'some connectors were not stopped',
  },
  resume: {
    [exitCodes.unhealthy]: 'some connectors are not healthy after they were resumed',
    [exitCodes.partlyApplied]: 'some connectors were not resumed',
  },
  delete: {
    [exitCodes.partlyApplied]: 'some connectors were not deleted',
    [exitCodes.safetyRefusal]: 'refused by a safety check; nothing was deleted',
  },
  upgrade: {
    [exitCodes.changes]: 'there are findings',
    [exitCodes.unreadCluster]: 'one of the two sides could not be read',
  },
  comment: {
    [exitCodes.failure]: 'the comment was not posted',
    [exitCodes.invalidInput]: 'the file is not a saved plan that can be shown',
  },
};

/** The meaning of an exit code, after a command in its words. */
export function exitMeaning(code: ExitCode, command = ''): string {
  const own = Object.hasOwn(afterCommand, command) ? afterCommand[command]?.[code] : undefined;
  return own ?? table.find(([one]) => one === code)?.[1] ?? '';
}

/** The table of exit codes, as the help page shows it. */
export function exitCodesHelp(): string {
  const rows = [...table]
    .sort(([one], [other]) => one - other)
    .map(([code, meaning]) => `  ${String(code).padEnd(5)} ${meaning}`);
  return `\nExit codes:\n${rows.join('\n')}\n`;
}

/** The exit code of a run that ended with this error. */
export function exitCodeOfError({ category }: Pick<ConnectSyncError, 'category'>): ExitCode {
  return codeOf[category];
}

/** The exit code of an apply on one cluster. */
export function exitCodeOfVerdict(verdict: ApplyVerdict): ExitCode {
  return codeOf[verdict];
}

/** The exit code of an import. */
export function exitCodeOfImport(result: ImportResult): ExitCode {
  return codeOf[result];
}

/** The exit code of a reconciliation on one cluster. */
export function exitCodeOfResult(result: ReconcileResult): ExitCode {
  switch (result.kind) {
    case 'blocked':
      return codeOf[result.by];
    case 'applied':
      return codeOf[result.verdict];
    default:
      return codeOf[result.kind];
  }
}

const codeOfRun: Readonly<Record<RunOutcome, ExitCode>> = {
  'in-sync': exitCodes.success,
  drift: exitCodes.success,
  applied: exitCodes.success,
  incomplete: exitCodes.failure,
  blocked: exitCodes.failure,
  interrupted: exitCodes.failure,
  error: exitCodes.failure,
  unread: exitCodes.unreadCluster,
};

/** The exit code of a controller that has done all its cycles: of the files, and of the last cycle on each cluster. */
export function exitCodeOfController({ source, clusters }: ControllerView): ExitCode {
  const files = source.state === 'current' ? exitCodes.success : exitCodes.invalidInput;
  return combineExitCodes([files, ...clusters.map(({ runs }) => exitCodeOfLastCycle(runs))]);
}

/** A run that only shows what came of the one before does not replace its outcome. */
function exitCodeOfLastCycle(runs: readonly RunView[]): ExitCode {
  const first = runs.findIndex(({ trigger }) => trigger !== 'follow-up');
  if (first < 0) return exitCodes.unreadCluster;
  return combineExitCodes(runs.slice(0, first + 1).map(({ outcome }) => codeOfRun[outcome]));
}

/** The exit code of a plan that must not be applied; undefined: nothing blocks it. */
export function exitCodeOfBlock({ blockedBy }: Pick<PlannedCluster, 'blockedBy'>): ExitCode | undefined {
  return blockedBy && codeOf[blockedBy];
}

/**
 * The exit code where a part of some connectors could not be read. One that could not be asked for, because of its
 * name, says nothing about the cluster.
 */
export function exitCodeOfUnread(names: readonly string[]): ExitCode {
  if (names.length === 0) return exitCodes.success;
  return names.some(isConnectorName) ? exitCodes.unreadCluster : exitCodes.failure;
}

/** One exit code for several clusters: the most serious of theirs. A cluster that was not read never counts as clean. */
export function combineExitCodes(codes: readonly ExitCode[]): ExitCode {
  return table.find(([code]) => codes.includes(code))?.[0] ?? exitCodes.success;
}
