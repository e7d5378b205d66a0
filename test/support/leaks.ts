import { expect } from 'vitest';
import { type Canary, findLeaks } from './canaries.ts';
import type { CliRun } from './run-cli.ts';

/** Commands that load and validate files. */
export const validatingCommands = [
  ['validate'],
  ['plan'],
  ['plan', '-f', 'json'],
  ['apply', '--yes'],
  ['apply', '--yes', '-f', 'json'],
  ['drift'],
  ['render'],
  ['render', '-f', 'json'],
  ['plan', '--strict'],
];

/** Commands that read a cluster, independent of the files. */
export const readingCommands = [
  ['show'],
  ['show', '-f', 'json'],
  ['list'],
  ['status'],
  ['status', '-f', 'json'],
  ['cluster'],
];

/** Runs commands, expects one of these exit codes, and returns the leaks: command, canary, line. */
export async function leaksOf(
  { run }: { run(args: readonly string[]): Promise<CliRun> },
  commands: readonly (readonly string[])[],
  expected: { readonly canaries: readonly Canary[]; readonly exitCodes: readonly number[] },
): Promise<string[]> {
  const leaks: string[] = [];
  for (const command of commands) {
    const { exitCode, stdout, stderr } = await run(command);
    expect(expected.exitCodes, `${command.join(' ')}: ${stdout}${stderr}`).toContain(exitCode);
    const found = findLeaks(stdout + stderr, expected.canaries);
    leaks.push(...found.map((leak) => `${command.join(' ')}: ${leak}: ${lineWith(leak, stdout + stderr)}`));
  }
  return leaks;
}

/** The part of the line with the leak. */
function lineWith(leak: string, output: string): string {
  const form = leak.slice(leak.indexOf(': ') + 2);
  const line = output.split('\n').find((one) => one.includes(form)) ?? '';
  const start = Math.max(0, line.indexOf(form) - 100);
  return line.slice(start, start + 200);
}
