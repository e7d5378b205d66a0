import { spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { spawn } from '@lydell/node-pty';
import { describe, expect, it, onTestFinished } from 'vitest';
import { TestTerminal } from '../support/test-terminal.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

const program = path.resolve(import.meta.dirname, '../../dist/bin.cjs');
const config = { 'connector.class': 'FileStreamSink', 'tasks.max': '2', topics: 'lines' };
const project = `version: 1
clusters:
  dev: { url: http://localhost:1 }
  prod: { url: http://localhost:2 }
`;

async function world(): Promise<Tryout> {
  const made = await tryout({ files: { 'connect-sync.yaml': project, 'connectors/a.yaml': 'config: [' } });
  made.sandbox.worker.seed(
    ['orders-a', 'orders-b', 'lines', 'or not $(rm)'].map((name) => ({ name, config })),
  );
  await made.sandbox.worker.settled();
  return made;
}

/** The candidates that a shell gets, without descriptions. */
async function candidates(made: Tryout, words: readonly string[]): Promise<string[]> {
  const { stdout, stderr, exitCode } = await made.run(['__complete', '--', ...words], { speed: 1 });
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  return stdout.split('\n').flatMap((line) => (line === '' ? [] : [line.split('\t')[0] ?? '']));
}

describe('completion candidates', () => {
  it.each<[readonly string[], readonly string[]]>([
    [['pa'], ['pause']],
    [['res'], ['restore', 'restart', 'resume']],
    [['help', 'dri'], ['drift']],
    [['restart', '--wi'], ['--with-tasks']],
    [['plan', '--f'], ['--format']],
    [
      ['plan', '-f', 'json'],
      ['json-patch', 'json'],
    ],
    [['plan', '--format=di'], ['--format=diff']],
    [
      ['apply', '--on-failure', ''],
      ['halt', 'continue', 'rollback'],
    ],
    [
      ['sandbox', '--connect-version', '3'],
      ['3.4', '3.9'],
    ],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [
      ['status', '-c', ''],
      ['dev', 'prod'],
    ],
    [['status', '--cluster=p'], ['--cluster=prod']],
    [
      ['restart', ''],
      ['lines', 'orders-a', 'orders-b'],
    ],
    [['restart', 'orders-a', 'or'], ['orders-b']],
    [
      ['restart', '--', 'or'],
      ['orders-a', 'orders-b'],
    ],
    [['apply', '--only', 'l'], ['lines']],
    [['apply', '--only=l'], ['--only=lines']],
    [['list', '--state', 'f'], ['failed']],
    [['list', '--state', 'failed,pa'], ['failed,paused']],
    [['list', '--state=running,f'], ['--state=running,failed']],
    [
      ['loggers', 'root', ''],
      ['OFF', 'FATAL', 'ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE'],
    ],
    [['loggers', 'ro'], ['root']],
    [['explain', 'duplicate-con'], ['duplicate-connector']],
    [
      ['tasks', 'lines', ''],
      ['0', '1'],
    ],
    [
      ['restart', 'lines', '--task', ''],
      ['0', '1'],
    ],
    [['plugins', 'FileStreamSi'], ['FileStreamSinkConnector']],
    [
      ['new', 'a', '--class', 'org.apache.kafka.connect.file.FileStreamSo'],
      ['org.apache.kafka.connect.file.FileStreamSourceConnector'],
    ],
    [['new', 'a', '--state', 's'], ['stopped']],
    [['apply', 'con'], [':files']],
    [['apply', '--backup', ''], [':directories']],
    [['status', '--timeout', ''], []],
    [['nonsense', ''], []],
    [
      ['restart', '--nonsense=', ''],
      ['lines', 'orders-a', 'orders-b'],
    ],
  ])('complete %j with %j', async (words, expected) => {
    expect([...(await candidates(await world(), words))].sort()).toEqual([...expected].sort());
  });

  it('have a description for each command and option', async () => {
    const { run } = await world();
    const { stdout } = await run(['__complete', '--', '']);
    for (const line of stdout.trimEnd().split('\n')) expect(line).toMatch(/^[a-z]+\t.{10,}$/);
  });

  it('contain no internal command', async () => {
    expect((await candidates(await world(), [''])).filter((name) => name.startsWith('_'))).toEqual([]);
  });

  it('are empty without an error if the cluster is down, hangs or rejects the request', async () => {
    const made = await world();
    made.sandbox.worker.inject({ times: Number.POSITIVE_INFINITY, effect: { kind: 'stall' } });
    expect(await candidates(made, ['restart', ''])).toEqual([]);
    expect(await candidates(made, ['restart', '-c', 'http://localhost:1', ''])).toEqual([]);
    expect(await candidates(made, ['restart', '-c', 'nobody', ''])).toEqual([]);
    made.folder.write('connect-sync.yaml', 'version: [');
    expect(await candidates(made, ['restart', ''])).toEqual([]);
    expect(await candidates(made, ['restart', '-c', ''])).toEqual([]);
  });
});

describe('completion', () => {
  it.each(['powershell', ''])('of "%s" is a usage error: 64', async (shell) => {
    const { run } = await world();
    expect((await run(['completion', shell])).exitCode).toBe(64);
  });
});

/** How to start each shell without user settings, and to enable the completion. */
const shells = {
  bash: {
    args: ['--norc', '--noprofile', '-i'],
    setUp: 'PS1="ready> "; source <(connect-sync completion bash)',
  },
  zsh: {
    args: ['-f', '-i'],
    setUp: 'PS1="ready> "; autoload -U compinit; compinit -u -D; source <(connect-sync completion zsh)',
  },
  fish: {
    args: ['--no-config', '-i'],
    setUp: 'function fish_prompt; echo -n "ready> "; end; connect-sync completion fish | source',
  },
} as const;

describe.each(['bash', 'zsh', 'fish'] as const)('%s', (shell) => {
  const isInstalled = spawnSync('sh', ['-c', `command -v ${shell}`]).status === 0;
  if (!isInstalled) console.info(`${shell} is not installed: its completion is not tested`);

  it.skipIf(!isInstalled)(
    'completes commands, options, live names and values',
    { timeout: 120_000 },
    async () => {
      const { shows, type } = open(shell, await world());
      type(`${shells[shell].setUp}\r`);
      await shows(/^ready> $|^ready>$/m);
      // Tab completes the word and adds a space.
      type('connect-sync pau\t');
      await shows(/ready> connect-sync pause ?$/m);
      type('--no-w\t');
      await shows(/pause --no-wait ?$/m);
      type('li\t');
      await shows(/--no-wait lines ?$/m);
      type('--cluster=pr\t');
      await shows(/lines --cluster=prod ?$/m);
      type('--format=js\t');
      await shows(/--cluster=prod --format=json ?$/m);
      type('-C conn\t');
      await shows(/--format=json -C connectors\/?$/m);
    },
  );
});

/** A shell on a terminal, in the folder of a project, with connect-sync on its path. */
function open(shell: keyof typeof shells, { folder, sandbox }: Tryout) {
  const { directory } = folder;
  const command = path.join(directory, 'connect-sync');
  writeFileSync(command, `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
  chmodSync(command, 0o755);
  const terminal = new TestTerminal({ columns: 150, rows: 30 });
  const child = spawn(shell, [...shells[shell].args], {
    cols: terminal.columns,
    rows: terminal.rows,
    cwd: directory,
    env: {
      ...process.env,
      HOME: directory,
      PATH: `${directory}:${process.env['PATH']}`,
      CONNECT_SYNC_CLUSTER: sandbox.url,
      TERM: 'xterm-256color',
    },
  });
  onTestFinished(() => child.kill('SIGKILL'));
  child.onData(terminal.write);
  const screen = async () => (await terminal.screen()).join('\n');
  const shows = (text: RegExp) => expect.poll(screen, { timeout: 120_000 }).toMatch(text);
  return { shows, type: (text: string) => child.write(text) };
}
