import { type ChildProcess, spawn } from 'node:child_process';
import process from 'node:process';
import { recordOutput } from '../support/record-output.ts';

/** How a program ended, and what it wrote. */
export interface ProgramEnd {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that runs. */
export interface RunningProgram {
  readonly child: ChildProcess;
  /** The output so far. */
  readonly written: { stdout: string; stderr: string };
  readonly ended: Promise<ProgramEnd>;
}

interface RunOptions {
  readonly directory: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs a program to its end, without blocking: a sandbox in this process can answer it. */
export function runProgram(command: readonly string[], options: RunOptions): Promise<ProgramEnd> {
  return startRunning(command, options).ended;
}

/** Starts a program. The caller must end it. */
export function startRunning(
  [program = '', ...args]: readonly string[],
  options: RunOptions,
): RunningProgram {
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
  const ended = new Promise<ProgramEnd>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => {
      for (const stream of ['stdout', 'stderr'] as const) {
        recordOutput(`${stream} of ${program} ${args.join(' ')}`, written[stream]);
      }
      resolve({ exitCode, ...written });
    });
  });
  return { child, written, ended };
}
