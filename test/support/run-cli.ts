import process from 'node:process';
import type { Host, Output } from '../../src/cli/host.ts';
import { main } from '../../src/cli/main.ts';
import type { Clock } from '../../src/model/clock.ts';
import { issuesUrl } from '../../src/public/version.ts';
import { expectSchema } from './expect-schema.ts';
import { realClock } from './real-clock.ts';
import { recordOutput } from './record-output.ts';

/** The world that a command is run in; everything has a harmless default. */
export interface CliWorld {
  readonly directory: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** The answers typed at a terminal, one line per question; left out: non-interactive. */
  readonly answers?: readonly string[];
  /** The entries selected in a list; left out: the list is canceled. */
  readonly selected?: readonly string[];
  readonly interrupt?: AbortSignal;
  /** The terminal that both streams lead to; left out: they lead to files. */
  readonly terminal?: Pick<Output, 'write' | 'columns' | 'rows'>;
  /** Where stdin comes from; left out: from the terminal, if there is one. */
  readonly stdin?: 'file';
  /** What standard input contains; left out: nothing. */
  readonly input?: string | Uint8Array;
  /** How many times as fast as the real one the command's clock runs. */
  readonly speed?: number;
  /** The command's clock, in place of the real one. */
  readonly clock?: Clock;
}

/** What a person or a pipeline sees of one run. */
export interface CliRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program in this process, as the entry point would, and keeps what it writes. */
export async function runCli(args: readonly string[], world: CliWorld): Promise<CliRun> {
  const written = { stdout: '', stderr: '' };
  const answers = [...(world.answers ?? [])];
  const { terminal } = world;
  const output = (stream: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      written[stream] += text;
      terminal?.write(text);
    },
    isTerminal: terminal !== undefined,
    // Read each time, because the window may be resized.
    get columns() {
      return terminal?.columns ?? 80;
    },
    get rows() {
      return terminal?.rows ?? 24;
    },
  });
  const host: Host = {
    arguments: args,
    environment: new Map(Object.entries(world.environment ?? {})),
    directory: world.directory,
    version: '0.1.0',
    issuesUrl,
    nodeVersion: process.version,
    stdout: output('stdout'),
    stderr: output('stderr'),
    outputsAreOne: terminal !== undefined,
    stdinIsTerminal: world.terminal !== undefined && world.stdin !== 'file',
    readStdin: async () => Buffer.from(world.input ?? ''),
    canAsk: world.answers !== undefined,
    ask: async (question) => {
      const answer = answers.shift() ?? '';
      written.stderr += question;
      terminal?.write(question);
      // A person needs a moment to answer.
      await realClock().sleep(terminal ? 50 : 0);
      terminal?.write(`${answer}\n`);
      return answer;
    },
    choose: async ({ entries }) => {
      const selected = world.selected;
      return selected && entries.flatMap(({ value }) => (selected.includes(value) ? [value] : []));
    },
    enter: async ({ question, defaultText, validate }) => {
      written.stderr += question;
      const typed = answers.find((answer) => answer === '' || validate(answer) === undefined);
      if (typed === undefined) return undefined;
      answers.splice(0, answers.indexOf(typed) + 1);
      return typed || defaultText;
    },
    onHangup: () => undefined,
    onExit: () => () => undefined,
    killGroup: (id, signal) => void process.kill(-id, signal),
    clock: world.clock ?? realClock(world.speed ?? 1),
    interrupt: world.interrupt ?? new AbortController().signal,
  };
  const exitCode = await main(host);
  for (const stream of ['stdout', 'stderr'] as const)
    recordOutput(`${stream} of ${args.join(' ')}`, written[stream]);
  expectSchema(args, written.stdout);
  return { exitCode, ...written };
}
