import { CommanderError } from 'commander';
import { type ExitCode, exitCodes, exitMeaning } from './exit-codes.ts';
import type { Host } from './host.ts';
import { makeProgram } from './program.ts';
import { reportError } from './report-error.ts';

/**
 * Runs one command. Every expected end has its documented exit code; an interruption has its own, whatever was
 * under way; anything unexpected is shown as a bug of ours.
 */
export async function main(host: Host): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.success;
  try {
    const program = await makeProgram(host, (code) => {
      exitCode = code;
    });
    await program.parseAsync(host.arguments, { from: 'user' });
  } catch (error) {
    exitCode = error instanceof CommanderError ? usageExitCode(error) : reportError(error, host);
  }
  return conclude(host, exitCode);
}

/** The last line on stderr says in words what the exit code says in a number. */
function conclude(host: Host, exitCode: ExitCode): ExitCode {
  const final = afterInterrupt(host, exitCode);
  if (final !== exitCodes.success) host.stderr.write(`exit ${final}: ${exitMeaning(final)}\n`);
  return final;
}

/** An interruption decides, whatever was under way; but for a rollback that failed, which somebody must look at. */
function afterInterrupt({ interrupt }: Host, exitCode: ExitCode): ExitCode {
  if (!interrupt.aborted || exitCode === exitCodes.rollbackFailed) return exitCode;
  return interrupt.reason === 'SIGTERM' ? exitCodes.terminated : exitCodes.interrupted;
}

function usageExitCode(error: CommanderError): ExitCode {
  return error.exitCode === 0 ? exitCodes.success : exitCodes.usage;
}
