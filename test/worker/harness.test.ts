import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { poll } from '../support/poll.ts';
import { resolveDistribution } from './distribution.ts';
import { freePort, isFree } from './free-port.ts';
import { findJava } from './java.ts';
import { sweepLedger } from './java-process.ts';
import type { LedgerEntry } from './ledger.ts';
import { readLedger, writeDown } from './ledger.ts';
import { identityOf } from './process-identity.ts';
import { missingForWorkers } from './real-workers.ts';

const stateVariable = 'CONNECT_SYNC_WORKER_STATE';

let folder = '';
let stateBefore: string | undefined;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'connect-sync-harness-'));
  stateBefore = process.env[stateVariable];
  process.env[stateVariable] = path.join(folder, 'state');
});

afterEach(async () => {
  if (stateBefore === undefined) delete process.env[stateVariable];
  else process.env[stateVariable] = stateBefore;
  await rm(folder, { recursive: true, force: true });
});

/** An executable in place of a program on the path. */
async function standIn(name: string, script: string): Promise<void> {
  const file = path.join(folder, name);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
}

describe('a missing part is reported in one line', () => {
  it('where there is no Java', async () => {
    await expect(findJava({ PATH: folder })).rejects.toThrow(
      /^Java is missing: install Java 17 or newer .*$/,
    );
  });

  it('where JAVA_HOME is wrong', async () => {
    await expect(findJava({ JAVA_HOME: folder })).rejects.toThrow(
      /^JAVA_HOME is .*, which holds no Java: .*$/,
    );
  });

  for (const [version, major] of [
    ['1.8.0_402', 8],
    ['11.0.2', 11],
  ]) {
    it(`where Java is ${version}`, async () => {
      await standIn('java', `echo 'openjdk version "${version}"' >&2`);
      await expect(findJava({ PATH: folder })).rejects.toThrow(
        `Java ${major} is too old for the Kafka broker`,
      );
    });
  }

  it('where there is no Maven and the version is not in the cache', async () => {
    const env = { PATH: folder, CONNECT_SYNC_WORKER_CACHE: path.join(folder, 'cache') };
    await expect(resolveDistribution('3.9.1', env)).rejects.toThrow(/^Maven is missing, .*$/);
  });

  it('where the artifact repository does not answer; nothing incomplete stays in the cache', async () => {
    await standIn('mvn', 'echo "[ERROR] Could not transfer artifact: Connection refused"; exit 1');
    const cache = path.join(folder, 'cache');
    const env = { PATH: `${folder}:/bin:/usr/bin`, CONNECT_SYNC_WORKER_CACHE: cache };
    await expect(resolveDistribution('3.9.1', env)).rejects.toThrow(
      /^Maven could not fetch Apache Kafka 3\.9\.1 from its artifact repository: .*Connection refused$/,
    );
    expect(await readdir(cache)).toEqual([]);
  });

  it('to the suites, which are then skipped; in CI it is an error', async () => {
    expect(await missingForWorkers(['3.9.1'], { PATH: folder })).toMatch(/^Java is missing/);
    const env = { PATH: folder, CONNECT_SYNC_REQUIRE_WORKERS: '1' };
    await expect(missingForWorkers(['3.9.1'], env)).rejects.toThrow('Java is missing');
  });
});

describe('a distribution', () => {
  it('is fetched once; the file connectors are in a folder of their own', async () => {
    await standIn(
      'mvn',
      `echo x >> ${folder}/calls; mkdir -p "$(dirname "$4")/libs" && cd "$(dirname "$4")/libs" && touch connect-file-3.9.1.jar kafka.jar`,
    );
    const env = { PATH: `${folder}:/bin:/usr/bin`, CONNECT_SYNC_WORKER_CACHE: path.join(folder, 'cache') };
    await Promise.all([resolveDistribution('3.9.1', env), resolveDistribution('3.9.1', env)]);
    const found = await resolveDistribution('3.9.1', env);
    expect(await readdir(path.dirname(found.classPath))).toEqual(['kafka.jar']);
    expect(await readdir(path.join(found.pluginPath, 'connect-file'))).toEqual(['connect-file-3.9.1.jar']);
    expect(await readdir(path.join(folder, 'cache'))).toEqual(['kafka-3.9.1']);
  });

  it('that does not serve the plugins compiles those of an earlier version, which use the moved classes', async () => {
    await standIn(
      'mvn',
      'cd "$(dirname "$4")"; mkdir -p libs sources/META-INF/services; touch sources/META-INF/services/connector\n' +
        'echo "import org.apache.kafka.common.utils.AppInfoParser; // utils.Utils" > sources/Source.java',
    );
    await standIn('javac', 'while [ "$1" != -d ]; do shift; done; mkdir -p "$2"; cp "$3" "$2"');
    const env = { PATH: `${folder}:/bin:/usr/bin`, CONNECT_SYNC_WORKER_CACHE: path.join(folder, 'cache') };
    const { pluginPath, classPath } = await resolveDistribution('4.4.0', env);
    const plugin = path.join(pluginPath, 'connect-file');
    expect(await readFile(path.join(plugin, 'Source.java'), 'utf8')).toBe(
      'import org.apache.kafka.common.utils.internals.AppInfoParser; // utils.Utils\n',
    );
    expect(await readdir(path.join(plugin, 'META-INF', 'services'))).toEqual(['connector']);
    expect(await readdir(path.join(classPath, '../..'))).not.toContain('from-sources');
  });
});

describe('the ledger', () => {
  it('ends processes whose test run has ended', async () => {
    const process = await startSleeper();
    await writeDown({ ...entryOf(process), owner: { pid: process.pid, identity: 'of another boot' } });
    await sweepLedger();
    expect(identityOf(process.pid)).toBeUndefined();
    expect(await readLedger()).toEqual([]);
  });

  it('never ends a process that has the id of one that ended', async () => {
    const process = await startSleeper();
    await writeDown({ ...entryOf(process), identity: 'of an earlier process' });
    await sweepLedger();
    expect(identityOf(process.pid)).toBe(process.identity);
    expect(await readLedger()).toEqual([]);
    process.end();
  });

  it('leaves alone what a person started, and the processes of running test runs', async () => {
    const process = await startSleeper();
    const byHand = entryOf(process);
    await writeDown(byHand);
    await sweepLedger();
    expect(await readLedger()).toEqual([byHand]);
    const owned = { ...byHand, owner: { pid: globalThis.process.pid, identity: ownIdentity() } };
    await writeDown(owned);
    await sweepLedger();
    expect(await readLedger()).toEqual([owned]);
    process.end();
  });

  it('ignores a file that a crash left incomplete', async () => {
    const processes = path.join(folder, 'state', 'processes');
    await mkdir(processes, { recursive: true });
    await writeFile(path.join(processes, 'worker-1.json'), '{"pid": 1, "ide');
    expect(await readLedger()).toEqual([]);
  });
});

describe('a port', () => {
  it('is free until a process listens on it', async () => {
    const port = await freePort();
    expect(await isFree(port)).toBe(true);
    const server = net.createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    expect(await isFree(port)).toBe(false);
    await new Promise((resolve) => server.close(resolve));
  });
});

interface Sleeper {
  readonly pid: number;
  readonly identity: string;
  end(): void;
}

/** A process that is not a worker and does nothing. */
async function startSleeper(): Promise<Sleeper> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  const pid = child.pid ?? 0;
  const identity = await poll(async () => identityOf(pid), { what: 'the process runs' });
  return { pid, identity, end: () => child.kill('SIGKILL') };
}

function ownIdentity(): string {
  return identityOf(process.pid) ?? '';
}

function entryOf({ pid, identity }: Sleeper): LedgerEntry {
  return {
    role: 'worker',
    version: '3.9.1',
    address: 'http://127.0.0.1:1',
    ports: [],
    logFile: path.join(folder, 'worker.log'),
    dataFolder: path.join(folder, 'data'),
    pid,
    identity,
  };
}
