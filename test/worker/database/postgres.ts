import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { poll } from '../../support/poll.ts';
import { freePort } from '../free-port.ts';
import { MissingPart } from '../missing-part.ts';

const run = promisify(execFile);

/** A PostgreSQL server of this test process, with the write-ahead log that logical decoding needs. */
export interface Postgres {
  readonly port: number;
  /** Runs statements as the administrator `postgres`, who needs no password; returns rows, with `|` between columns. */
  query(sql: string, database?: string): Promise<readonly string[]>;
  /** Ends it and removes its data. */
  remove(): Promise<void>;
}

/** Debian installs the server outside of the path of users, in a folder for each version. */
const debianFolder = '/usr/lib/postgresql';

/** Throws `MissingPart` where the server is not installed. */
export async function findPostgres(): Promise<string> {
  const versions = existsSync(debianFolder) ? await readdir(debianFolder) : [];
  const folders = versions
    .sort((one, other) => Number(other) - Number(one))
    .map((version) => path.join(debianFolder, version, 'bin'));
  const all = [...folders, ...(process.env['PATH'] ?? '').split(path.delimiter)];
  const found = all.find((folder) =>
    ['initdb', 'postgres'].every((name) => existsSync(path.join(folder, name))),
  );
  if (found) return found;
  throw new MissingPart('initdb is missing: install PostgreSQL (Debian: apt-get install postgresql)');
}

/** Makes a database folder of its own and starts a server on a free port of loopback. */
export async function startPostgres(): Promise<Postgres> {
  const programs = await findPostgres();
  const folder = await mkdtemp(path.join(tmpdir(), 'connect-sync-postgres-'));
  const user = await ordinaryUser();
  if (user.uid !== undefined && user.gid !== undefined) await chown(folder, user.uid, user.gid);
  const data = path.join(folder, 'data');
  const options = { ...user, cwd: folder };
  const initialize = [
    '-D',
    data,
    '-U',
    'postgres',
    '--auth=trust',
    '--no-sync',
    '--encoding=UTF8',
    '--locale=C',
  ];
  await run(path.join(programs, 'initdb'), initialize, options);
  const port = await freePort();
  const settings = [
    'listen_addresses=127.0.0.1',
    'wal_level=logical',
    'fsync=off',
    `unix_socket_directories=${folder}`,
  ];
  const server = spawn(
    path.join(programs, 'postgres'),
    ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    { ...options, stdio: 'ignore' },
  );
  process.once('exit', () => server.kill('SIGKILL'));
  const query = async (sql: string, database = 'postgres') => {
    const login = ['-h', '127.0.0.1', '-p', String(port), '-U', 'postgres', '-d', database];
    const { stdout } = await run('psql', [...login, '-v', 'ON_ERROR_STOP=1', '-qAtc', sql]);
    return stdout.split('\n').filter((line) => line !== '');
  };
  await poll(() => query('SELECT 1'), { what: 'PostgreSQL answers' });
  return {
    port,
    query,
    remove: async () => {
      await end(server);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The server refuses to run as root. */
async function ordinaryUser(): Promise<{ readonly uid?: number; readonly gid?: number }> {
  if (process.geteuid?.() !== 0) return {};
  const [uid, gid] = await Promise.all(['-u', '-g'].map((option) => run('id', [option, 'nobody'])));
  return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  // SIGINT ends its sessions; SIGTERM would wait for them.
  server.kill('SIGINT');
  await ended;
}
