import type { Diagnostic } from './diagnostic.ts';

/** What kind of reason ended a run; the command line maps it to an exit code. */
export type ErrorCategory =
  | 'failure'
  | 'usage'
  | 'invalid-input'
  | 'unread-cluster'
  | 'safety-check'
  | 'plan-refused';

/**
 * An expected reason why a run cannot continue. It is shown without a stack trace. Any other error that is thrown is a
 * bug of connect-sync and is shown as one.
 */
export class ConnectSyncError extends Error {
  override readonly name: string = 'ConnectSyncError';
  /** A stable kebab-case code, such as `no-cluster-chosen`. */
  readonly code: string;
  readonly category: ErrorCategory;
  /** What to do next. */
  readonly hint: string | undefined;

  constructor(problem: {
    code: string;
    message: string;
    category: ErrorCategory;
    hint?: string | undefined;
    cause?: unknown;
  }) {
    super(problem.message, problem.cause === undefined ? undefined : { cause: problem.cause });
    this.code = problem.code;
    this.category = problem.category;
    this.hint = problem.hint;
  }
}

/** Errors in files, variables or configurations. All of them are reported at once, and nothing else is done. */
export class InvalidInputError extends ConnectSyncError {
  override readonly name = 'InvalidInputError';
  readonly diagnostics: readonly Diagnostic[];
  /** How many files were read. */
  readonly files: number;
  /** Which files these are, where they are not those of the project. */
  readonly heading: string | undefined;

  constructor(
    diagnostics: readonly Diagnostic[],
    files: number,
    about: { readonly category?: 'invalid-input' | 'safety-check'; readonly heading?: string } = {},
  ) {
    const { category = 'invalid-input', heading } = about;
    super({ code: 'invalid-input', message: 'the files have errors', category });
    this.heading = heading;
    this.diagnostics = diagnostics;
    this.files = files;
  }
}
