import { CommanderError } from 'commander';
import { type ExitCode, exitCodes, exitMeaning } from './exit-codes.ts';
import type { Host } from './host.ts';
import { makeProgram, withoutHelpOfNothing } from './program.ts';
import { reportError } from './report-error.ts';

/**
 * Runs one command and returns its exit code. An interrupted run has the code of its signal. An unexpected error is
 * reported as a bug of connect-sync.
 */
export async function main(host: Host): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.success;
  let endsByInterrupt = false;
  let isCancelled = false;
  const words = withoutHelpOfNothing(host.arguments);
  const asking: Host = {
    ...host,
    arguments: words,
    onDecline: () => {
      isCancelled = true;
    },
  };
  try {
    const program = await makeProgram(asking, (code, ends) => {
      exitCode = code;
      endsByInterrupt = ends === 'by-interrupt';
    });
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    exitCode = error instanceof CommanderError ? usageExitCode(error) : reportError(error, host);
  }
  const final = endsByInterrupt ? exitCode : afterInterrupt(host, exitCode);
  return conclude(host, final, isCancelled && final === exitCodes.failure ? 'cancelled' : undefined);
}

/** The last line on stderr explains the exit code. */
function conclude(host: Host, final: ExitCode, ending?: string): ExitCode {
  const meaning = ending ?? exitMeaning(final, host.arguments[0]);
  if (final !== exitCodes.success) host.stderr.write(`exit ${final}: ${meaning}\n`);
  return final;
}

/** An interrupt outweighs every other end but a failed rollback, which needs attention. */
function afterInterrupt({ interrupt }: Host, exitCode: ExitCode): ExitCode {
  if (!interrupt.aborted || exitCode === exitCodes.rollbackFailed) return exitCode;
  return interrupt.reason === 'SIGTERM' ? exitCodes.terminated : exitCodes.interrupted;
}

function usageExitCode(error: CommanderError): ExitCode {
  return error.exitCode === 0 ? exitCodes.success : exitCodes.usage;
}
