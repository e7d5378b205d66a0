import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { recordOutput } from './record-output.ts';

/** The entry point of the built program; `npm test` builds it first. */
export const builtProgram = path.resolve(import.meta.dirname, '../../dist/bin.cjs');

/** The running program and its output. */
export interface BuiltProgram {
  readonly child: ChildProcess;
  /** The output so far. */
  readonly written: { stdout: string; stderr: string };
  /** Resolves when it has ended and its output has been read. */
  readonly ended: Promise<BuiltProgramEnd>;
}

/** How it ended. */
export interface BuiltProgramEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the program as a shell would. The caller must end it. */
export function startProgram(
  args: readonly string[],
  options: { readonly directory: string; readonly environment?: Readonly<Record<string, string>> },
): BuiltProgram {
  const child = spawn(process.execPath, [builtProgram, ...args], {
    cwd: options.directory,
    env: { ...process.env, ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.on('data', (chunk) => {
      written[stream] += String(chunk);
    });
  }
  const ended = new Promise<BuiltProgramEnd>((resolve) => {
    child.once('close', (code, signal) => {
      for (const stream of ['stdout', 'stderr'] as const) {
        recordOutput(`${stream} of ${args.join(' ')}`, written[stream]);
      }
      resolve({ code, signal, ...written });
    });
  });
  return { child, written, ended };
}
