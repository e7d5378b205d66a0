import { ConnectSyncError } from '../model/error.ts';
import { toPrintable } from '../model/printable.ts';
import { type ExitCode, exitCodeOfError, exitCodes } from './exit-codes.ts';
import type { Host } from './host.ts';
import { withRepeatedOptions } from './next-command.ts';
import type { CommonOptions } from './options/project-options.ts';
import { sourceStack } from './source-stack.ts';

/**
 * Shows on stderr why a run ended early, and returns its exit code. Only a bug of connect-sync is shown with a stack
 * trace, and with where to report it.
 *
 * @param options what a suggested command repeats of this run
 */
export function reportError(error: unknown, host: Host, options?: CommonOptions): ExitCode {
  if (error instanceof ConnectSyncError) {
    host.stderr.write(`error[${error.code}]: ${toPrintable(error.message)}\n`);
    const hint = error.hint && options ? withRepeatedOptions(error.hint, options) : error.hint;
    if (hint) host.stderr.write(`  hint: ${toPrintable(hint)}\n`);
    return exitCodeOfError(error);
  }
  if (host.interrupt.aborted) return exitCodes.interrupted;
  reportBug(error, host);
  return exitCodes.failure;
}

function reportBug(error: unknown, host: Host): void {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  host.stderr.write(
    'internal error: this is a bug in connect-sync, not in your files or arguments.\n' +
      `${toPrintable(sourceStack(stack))}\n` +
      `connect-sync ${host.version}, node ${host.nodeVersion}\n` +
      `Please report it with the lines above: ${host.issuesUrl}\n`,
  );
}
