import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '../free-port.ts';
import { MissingPart } from '../missing-part.ts';

const run = promisify(execFile);

/** A MariaDB server of this test process, with a binary log in rows as Debezium reads it. */
export interface MariaDb {
  readonly port: number;
  /** Runs statements as an administrator. */
  execute(sql: string): Promise<void>;
  /** Ends the server; its data stays. */
  stop(): Promise<void>;
  /** Starts it again, on the same port. */
  start(): Promise<void>;
  /** Ends it and removes its data. */
  remove(): Promise<void>;
}

const programs = ['mariadb-install-db', 'mariadbd', 'mariadb'] as const;
/** Debian installs the server outside of the path of ordinary users. */
const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/usr/local/sbin` };

/** Throws `MissingPart` where the server is not installed. */
export async function findMariaDb(): Promise<void> {
  for (const program of programs) {
    await run(program, ['--version'], { env }).catch(() =>
      run('sh', ['-c', `command -v ${program}`], { env }).catch(() => {
        throw new MissingPart(
          `${program} is missing: install MariaDB (Debian: apt-get install mariadb-server)`,
        );
      }),
    );
  }
}

/** Makes a database folder of its own and starts a server on a free port of loopback. */
export async function startMariaDb(): Promise<MariaDb> {
  const folder = await mkdtemp(path.join(tmpdir(), 'connect-sync-mariadb-'));
  const port = await freePort();
  const data = path.join(folder, 'data');
  const socket = path.join(folder, 'socket');
  const user = `--user=${userInfo().username}`;
  await run(
    'mariadb-install-db',
    [
      '--no-defaults',
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      user,
    ],
    { env },
  );
  let server: ChildProcess | undefined;
  const execute = async (sql: string) => {
    await run('mariadb', ['--no-defaults', `--socket=${socket}`, '--user=root', '-e', sql], { env });
  };
  const start = async () => {
    server = spawn(
      'mariadbd',
      [
        ...['--no-defaults', `--datadir=${data}`, `--socket=${socket}`, user],
        ...[`--port=${port}`, '--bind-address=127.0.0.1'],
        ...['--log-bin=binlog', '--binlog-format=ROW', '--server-id=1'],
      ],
      { env, stdio: 'ignore' },
    );
    process.once('exit', () => server?.kill('SIGKILL'));
    await untilItAnswers(() => execute('SELECT 1'), server);
  };
  const stop = async () => {
    const ending = server;
    server = undefined;
    if (!ending || ending.exitCode !== null) return;
    const ended = new Promise((resolve) => ending.once('exit', resolve));
    ending.kill('SIGTERM');
    await ended;
  };
  await start();
  return {
    port,
    execute,
    stop,
    start,
    remove: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilItAnswers(ask: () => Promise<void>, server: ChildProcess): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`mariadbd ended with ${server.exitCode} while it started`);
    try {
      return await ask();
    } catch (error) {
      if (attempt >= 300) throw error;
    }
    await sleep(100);
  }
}
