import { CommanderError } from 'commander';
import { type ExitCode, exitCodes } from '../model/error.ts';
import type { Host } from './host.ts';
import { makeProgram } from './program.ts';
import { reportError } from './report-error.ts';

/**
 * Runs one command. Every expected end has its documented exit code; an interruption has its own, whatever was
 * under way; anything unexpected is shown as a bug of ours.
 */
export async function main(host: Host): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.success;
  const program = makeProgram(host, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(host.arguments, { from: 'user' });
  } catch (error) {
    exitCode = error instanceof CommanderError ? usageExitCode(error) : reportError(error, host);
  }
  if (!host.interrupt.aborted) return exitCode;
  return host.interrupt.reason === 'SIGTERM' ? exitCodes.terminated : exitCodes.interrupted;
}

function usageExitCode(error: CommanderError): ExitCode {
  return error.exitCode === 0 ? exitCodes.success : exitCodes.usage;
}
