import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { Step } from './page-steps.ts';

/** A command that the page calls and this process answers. */
export interface Call {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly directory: string;
  readonly input: Uint8Array;
}

/** What a command wrote, and how it ended. */
export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

export type AnswerCall = (call: Call) => Promise<Answer>;

/** The programs of a page that this process answers; `npx` runs connect-sync. */
const answered = ['connect-sync', 'npx', 'put', 'fail-task', 'fail-connector'];

/** Programs that would install something, need a service, or are missing on most machines: a page says so or replaces them. */
const refused =
  'npm pnpm yarn brew apt-get sudo docker podman buildah kubectl helm gh glab vault op sops cosign'.split(
    ' ',
  );

/**
 * Runs the steps in one bash, in an empty folder. Each call of one of our programs comes back to this process over a
 * socket, so that a page costs one shell and not a start of Node per command.
 */
export async function runInShell(
  steps: readonly Step[],
  environment: Readonly<Record<string, string>>,
  answer: AnswerCall,
): Promise<{ readonly answers: readonly (Answer | undefined)[]; readonly directory: string }> {
  const temporary = mkdtempSync(path.join(tmpdir(), 'connect-sync-docs-'));
  const [directory = '', home = '', bin = '', records = ''] = ['project', 'home', 'bin', 'records'].map(
    (name) => path.join(temporary, name),
  );
  for (const folder of [directory, home, bin, records]) mkdirSync(folder);
  const server = await answerCalls(answer);
  try {
    for (const program of [...answered, ...refused]) {
      writeFileSync(path.join(bin, program), answered.includes(program) ? shim : refusal);
      chmodSync(path.join(bin, program), 0o755);
    }
    for (const [index, step] of steps.entries())
      writeFileSync(path.join(records, `${index}.step`), step.text);
    await runBash(steps.map(lineOf).join(''), directory, {
      PATH: `${bin}:${process.env['PATH']}`,
      HOME: home,
      LANG: 'C.UTF-8',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'Ada',
      GIT_AUTHOR_EMAIL: 'ada@example.com',
      GIT_COMMITTER_NAME: 'Ada',
      GIT_COMMITTER_EMAIL: 'ada@example.com',
      ...environment,
      DOCS_RECORDS: records,
      DOCS_FOLDER: directory,
      DOCS_PORT: String(server.port),
    });
    return { answers: steps.map((step, index) => answerOf(step, index, records)), directory };
  } finally {
    server.close();
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** One step for bash: commands share the shell, so that variables and folders last. */
function lineOf(step: Step, index: number): string {
  const record = `"$DOCS_RECORDS"/${index}`;
  if (step.kind === 'file') {
    const target = `"$DOCS_FOLDER"/'${step.path}'`;
    return `mkdir -p "$(dirname ${target})" && cp ${record}.step ${target}\n`;
  }
  return `{ eval "$(<${record}.step)"; } >${record}.out 2>${record}.err </dev/null; echo $? >${record}.code\n`;
}

function answerOf(step: Step, index: number, records: string): Answer | undefined {
  if (step.kind === 'file') return undefined;
  const read = (ending: string) => readFileSync(path.join(records, `${index}.${ending}`), 'utf8');
  return { stdout: read('out'), stderr: read('err'), exitCode: Number(read('code')) };
}

/** Hands its arguments, environment and input to this process and waits for the answer. */
const shim = `#!/usr/bin/env bash
call=$(mktemp -d "$DOCS_RECORDS/call-XXXXXX")
printf '%s\\0' "\${0##*/}" "$@" >"$call/args"
env -0 >"$call/env"
printf '%s' "$PWD" >"$call/directory"
cat >"$call/input"
exec 3<>"/dev/tcp/127.0.0.1/$DOCS_PORT"
printf '%s\\n' "$call" >&3
read -r code <&3
cat "$call/stderr" >&2
cat "$call/stdout"
exit "$code"
`;

const refusal = `#!/bin/sh
echo "\${0##*/} is not run by this test: put a comment  not run: needs …  before the block, or define a function in a setup" >&2
exit 127
`;

async function answerCalls(answer: AnswerCall) {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (data) => void answerCall(String(data).trim(), socket, answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, close: () => server.close() };
}

async function answerCall(folder: string, socket: Socket, answer: AnswerCall): Promise<void> {
  const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');
  const [program = '', ...args] = read('args').split('\0').slice(0, -1);
  const variables = read('env').split('\0').slice(0, -1);
  const { stdout, stderr, exitCode } = await answer({
    program,
    args,
    environment: Object.fromEntries(
      variables.map((line) => [line.split('=')[0], line.replace(/^[^=]*=/s, '')]),
    ),
    directory: read('directory'),
    input: readFileSync(path.join(folder, 'input')),
  }).catch((error: unknown) => ({ stdout: '', stderr: `${error}\n`, exitCode: 70 }));
  writeFileSync(path.join(folder, 'stdout'), stdout);
  writeFileSync(path.join(folder, 'stderr'), stderr);
  socket.end(`${exitCode}\n`);
}

async function runBash(
  script: string,
  directory: string,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const child = spawn('bash', ['-c', `${script}wait\n`], {
    cwd: directory,
    env: environment,
    stdio: 'inherit',
  });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`bash ended with ${code}`);
}
