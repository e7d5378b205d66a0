import type { Diagnostic } from './diagnostic.ts';
import { ConnectSyncError, type ExitCode, exitCodes } from './error.ts';

/** Files, variables or wishes with errors in them: shown all at once, and nothing else is done. */
export class InvalidInput extends ConnectSyncError {
  readonly diagnostics: readonly Diagnostic[];
  /** How many files were looked at. */
  readonly files: number;

  constructor(
    diagnostics: readonly Diagnostic[],
    files: number,
    exitCode: ExitCode = exitCodes.invalidInput,
  ) {
    super({ code: 'invalid-input', message: 'the files have errors', exitCode });
    this.diagnostics = diagnostics;
    this.files = files;
  }
}
