/** The process exit codes; each has one meaning. The README's table is the published one. */
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

/**
 * An expected reason why this run cannot go on. It is caught once, at the top, and shown without a stack.
 * Anything else that is thrown is a bug of ours and is shown as one.
 */
export class ConnectSyncError extends Error {
  override readonly name: string = 'ConnectSyncError';
  /** A stable kebab-case code, such as `no-cluster-chosen`. */
  readonly code: string;
  readonly exitCode: ExitCode;
  /** What to do next. */
  readonly hint: string | undefined;

  constructor(problem: {
    code: string;
    message: string;
    exitCode: ExitCode;
    hint?: string | undefined;
    cause?: unknown;
  }) {
    super(problem.message, problem.cause === undefined ? undefined : { cause: problem.cause });
    this.code = problem.code;
    this.exitCode = problem.exitCode;
    this.hint = problem.hint;
  }
}
