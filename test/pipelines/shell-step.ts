import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A script to be run as a step of a pipeline. */
export interface ShellStep {
  readonly script: string;
  readonly directory: string;
  /** The whole environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** A folder for its files. */
  readonly temp: string;
  readonly flags: readonly string[];
}

/** The result of a step, with what it wrote into the files that GitHub gives a step. */
export interface ShellResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** The folders that it added to PATH. */
  readonly paths: readonly string[];
  /** Of the processes it started, those in the background included. */
  readonly group: number;
}

/** Runs a script with bash as a runner does. Its background processes keep running, in its process group. */
export async function runShell(step: ShellStep): Promise<ShellResult> {
  const folder = mkdtempSync(path.join(step.temp, 'step-'));
  const file = (name: string) => path.join(folder, name);
  writeFileSync(file('script.sh'), step.script);
  for (const name of ['output', 'path']) writeFileSync(file(name), '');
  const child = spawn('bash', ['--noprofile', '--norc', ...step.flags, file('script.sh')], {
    cwd: step.directory,
    env: { ...step.environment, GITHUB_OUTPUT: file('output'), GITHUB_PATH: file('path') },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const written = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].on('data', (chunk) => {
      written[stream] += String(chunk);
    });
  }
  const code = await new Promise<number>((resolve) => child.once('close', (ended) => resolve(ended ?? 1)));
  const lines = (name: string) =>
    existsSync(file(name)) ? readFileSync(file(name), 'utf8').split('\n') : [];
  return {
    code,
    ...written,
    outputs: Object.fromEntries(
      lines('output').flatMap((line) => {
        const [, key = '', value = ''] = /^([\w-]+)=(.*)$/.exec(line) ?? [];
        return key === '' ? [] : [[key, value]];
      }),
    ),
    paths: lines('path').filter((line) => line !== ''),
    group: child.pid ?? 0,
  };
}
