#!/usr/bin/env node
import { fstatSync } from 'node:fs';
import process from 'node:process';
import { createInterface } from 'node:readline/promises';
import { addAbortSignal } from 'node:stream';
import { isatty } from 'node:tty';
import type { Host, Output } from './cli/host.ts';
import { main } from './cli/main.ts';
import type { PromptStreams } from './cli/prompt/choose-many.ts';
import { systemClock } from './public/system-clock.ts';
import { issuesUrl, version } from './public/version.ts';

// The only file that knows the process: it builds the host, calls main and sets the exit code.

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // The second signal exits at once; the next run reads what became of the requests in flight.
    if (interruption.signal.aborted) process.exit(signal === 'SIGINT' ? 130 : 143);
    interruption.abort(signal);
  });
}
/** The error that prevented output, other than a closed pipe. */
let lost: Error | undefined;
const closed = new Set<NodeJS.WriteStream>();
for (const stream of [process.stdout, process.stderr]) {
  // Ignore EPIPE: `… | head` must not abort an apply half-way.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') closed.add(stream);
    else lost ??= error;
  });
}
process.on('exit', (code) => {
  if (!lost) return;
  process.stderr.write(`error: the output could not be written: ${lost.message}\n`);
  // Incomplete output is a failure.
  if (code === 0) process.exitCode = 1;
});

const leaving = new Set<() => void>();
// Run before an uncaught error is printed, and before every other end of the process.
for (const event of ['uncaughtExceptionMonitor', 'exit'] as const) {
  process.on(event, () => {
    for (const action of leaving) action();
    leaving.clear();
  });
}

// Not process.stdin.isTTY: that opens the stream, which takes milliseconds, and few commands read it.
const stdinIsTerminal = isatty(0);

const host: Host = {
  arguments: process.argv.slice(2),
  environment: new Map(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  ),
  directory: process.cwd(),
  version,
  issuesUrl,
  nodeVersion: process.version,
  executable: () => (process.getBuiltinModule('node:sea')?.isSea() === true ? process.execPath : undefined),
  stdout: output(process.stdout),
  stderr: output(process.stderr),
  outputsAreOne: outputsAreOne(),
  stdinIsTerminal,
  readStdin,
  canAsk: stdinIsTerminal && process.stderr.isTTY === true,
  ask,
  choose: async (choice) => {
    const { chooseMany } = await import('./cli/prompt/choose-many.ts');
    return chooseMany(choice, promptStreams());
  },
  enter: async (entry) => {
    const { enterText } = await import('./cli/prompt/enter-text.ts');
    return enterText(entry, promptStreams());
  },
  clock: systemClock,
  onExit: (action) => {
    leaving.add(action);
    return () => void leaving.delete(action);
  },
  onHangup: (action) => {
    // On Windows it says that the console closes, which ends the process anyway.
    if (process.platform !== 'win32') process.on('SIGHUP', action);
  },
  killGroup,
  interrupt: interruption.signal,
};

// Not at the top level: the modules of the executable are CommonJS, which cannot wait there.
void main(host).then((exitCode) => {
  process.exitCode = exitCode;
});

/** Two terminals, or one file or pipe as after `2>&1`. */
function outputsAreOne(): boolean {
  if (process.stdout.isTTY === true || process.stderr.isTTY === true)
    return process.stdout.isTTY === process.stderr.isTTY;
  try {
    const [out, errors] = [fstatSync(1), fstatSync(2)];
    return out.ino !== 0 && out.ino === errors.ino && out.dev === errors.dev && !out.isCharacterDevice();
  } catch {
    return false;
  }
}

function output(stream: NodeJS.WriteStream): Output {
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY === true,
    // Read each time, because the window may be resized; some terminals report 0.
    get columns() {
      return stream.columns || 80;
    },
    get rows() {
      return stream.rows || 24;
    },
    get isClosed() {
      return closed.has(stream);
    },
  };
}

/** Windows has no groups. A process that has ended already is no error. */
function killGroup(id: number, signal: NodeJS.Signals): void {
  try {
    process.kill(process.platform === 'win32' ? id : -id, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function readStdin(mostBytes: number): Promise<Uint8Array> {
  const { stdin } = process;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of addAbortSignal(interruption.signal, stdin)) {
    chunks.push(Buffer.from(chunk));
    size += chunk.length;
    if (size > mostBytes) throw Object.assign(new Error('EFBIG'), { code: 'EFBIG' });
  }
  return Buffer.concat(chunks);
}

function promptStreams(): PromptStreams {
  return { input: process.stdin, output: process.stderr, signal: interruption.signal };
}

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // readline takes Ctrl-C away from the process, and Ctrl-D would leave the question open for ever.
  terminal.on('SIGINT', () => process.emit('SIGINT'));
  const closed = new AbortController();
  terminal.on('close', () => closed.abort());
  try {
    return await terminal.question(question, {
      signal: AbortSignal.any([interruption.signal, closed.signal]),
    });
  } catch {
    return '';
  } finally {
    terminal.close();
  }
}
