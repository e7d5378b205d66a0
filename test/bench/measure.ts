import { spawn } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';

/** One run of a process, from its start to its end. */
export interface Measured {
  readonly milliseconds: number;
  /** Of the processor, user and system. */
  readonly cpuMilliseconds: number;
  readonly peakBytes: number;
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What is run, and where. */
export interface Program {
  /** Left out: the Node that runs the bench. */
  readonly executable?: string;
  readonly args: readonly string[];
  readonly directory?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

const preload = path.resolve(import.meta.dirname, 'peak.cjs');

/** Runs it once. Extra certificates more than double its start and would flatter every ratio: they are left out. */
export function measure({
  executable = process.execPath,
  args,
  directory,
  environment,
}: Program): Promise<Measured> {
  const { NODE_EXTRA_CA_CERTS: _, ...inherited } = process.env;
  const started = performance.now();
  // By the environment, because a single executable takes no options of Node.
  const preloaded = { NODE_OPTIONS: `--require ${JSON.stringify(preload)}` };
  const child = spawn(executable, args, {
    cwd: directory,
    env: { ...inherited, NO_COLOR: '1', ...preloaded, ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const texts = [1, 2, 3].map((descriptor) => collect(child.stdio[descriptor]));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => {
      const milliseconds = performance.now() - started;
      const [stdout = '', stderr = '', usage = ''] = texts.map((text) => text.join(''));
      if (usage === '') return reject(new Error(`${args.join(' ')} ended early: ${stderr}`));
      const { maxRSS, cpu } = JSON.parse(usage) as { maxRSS: number; cpu: number };
      resolve({
        milliseconds,
        cpuMilliseconds: cpu,
        peakBytes: maxRSS * 1024,
        exitCode,
        stdout,
        stderr,
      });
    });
  });
}

function collect(stream: unknown): string[] {
  const chunks: string[] = [];
  (stream as NodeJS.ReadableStream).on('data', (chunk) => chunks.push(String(chunk)));
  return chunks;
}

/** The middle one; of an even number the upper middle. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
