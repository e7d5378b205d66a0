import { spawn } from 'node:child_process';
import process from 'node:process';
import { recordOutput } from '../support/record-output.ts';

/** How a program ended, and what it wrote. */
export interface ProgramEnd {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, without blocking: a sandbox in this process can answer it. */
export function runProgram(
  [program = '', ...args]: readonly string[],
  options: { readonly directory: string; readonly environment?: Readonly<Record<string, string>> },
): Promise<ProgramEnd> {
  const child = spawn(program, args, {
    cwd: options.directory,
    env: { ...process.env, NO_COLOR: '1', ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].on('data', (chunk) => {
      written[stream] += String(chunk);
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => {
      for (const stream of ['stdout', 'stderr'] as const) {
        recordOutput(`${stream} of ${program} ${args.join(' ')}`, written[stream]);
      }
      resolve({ exitCode, ...written });
    });
  });
}
