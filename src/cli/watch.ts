import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Host, Output } from './host.ts';

const defaultInterval = 5_000;
const shortestInterval = 500;

/**
 * Refreshes a page until it is interrupted. On a terminal it replaces the screen; elsewhere it is printed whenever it
 * changes. `show` writes the page to the given output.
 */
export async function watch(
  host: Host,
  intervalMilliseconds: number | undefined,
  show: (output: Output) => Promise<ExitCode>,
): Promise<ExitCode> {
  const interval = Math.max(intervalMilliseconds ?? defaultInterval, shortestInterval);
  let before: string | undefined;
  let exitCode: ExitCode = exitCodes.success;
  while (!host.interrupt.aborted) {
    const { page, output } = bufferFor(host.stdout);
    exitCode = await show(output);
    if (host.interrupt.aborted) break;
    const text = page();
    if (host.stdout.isTerminal) host.stdout.write(`${toTop}${text}`);
    else if (text !== before) host.stdout.write(before === undefined ? text : `\n${text}`);
    before = text;
    await host.clock.sleep(interval, host.interrupt);
  }
  return exitCode;
}

/** Moves the cursor to the top left and erases the rest of the screen. */
const toTop = '\u001b[H\u001b[J';

function bufferFor(stdout: Output): { readonly output: Output; readonly page: () => string } {
  let text = '';
  const output = {
    write: (more: string) => {
      text += more;
    },
    isTerminal: stdout.isTerminal,
    columns: stdout.columns,
    rows: stdout.rows,
  };
  return { output, page: () => text };
}
