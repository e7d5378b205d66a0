import { spawn } from 'node:child_process';
import { mkdir, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { poll } from '../support/poll.ts';
import type { Distribution } from './distribution.ts';
import { isFree } from './free-port.ts';
import { findJava } from './java.ts';
import type { LedgerEntry } from './ledger.ts';
import { readLedger, stateFolder, strikeOut, writeDown } from './ledger.ts';
import { usesLog4j2 } from './pom.ts';
import { identityOf, isStillRunning } from './process-identity.ts';

/** The owner of a process: this test run, which ends it, or a person, who calls `stop`. */
export type Keeper = 'this-process' | 'person';

/** A Java program to start. */
export interface JavaProgram {
  readonly distribution: Distribution;
  readonly mainClass: string;
  readonly arguments: readonly string[];
  readonly heapMegabytes: number;
  readonly keeper: Keeper;
  readonly entry: Pick<LedgerEntry, 'role' | 'version' | 'address' | 'ports' | 'group' | 'dataFolder'>;
}

/** A process ended before it answered. */
export class EndedWhileStarting extends Error {
  override readonly name = 'EndedWhileStarting';
  readonly becauseOfPort: boolean;

  constructor(entry: LedgerEntry, log: string) {
    super(
      `the ${entry.role} ${entry.version} ended while it started: ${lastError(log)}; its log: ${entry.logFile}`,
    );
    this.becauseOfPort = /BindException|Address already in use|Failed to bind/.test(log);
  }
}

/** Starts a Java program in the background and writes it down. Its output goes to a log file. */
export async function startJava(program: JavaProgram): Promise<LedgerEntry> {
  const java = await findJava();
  const { entry, keeper, distribution } = program;
  const logFile = await newLogFile(entry);
  const output = await open(logFile, 'a');
  try {
    const child = spawn(
      java,
      [
        ...(await javaOptions(program)),
        '-cp',
        distribution.classPath,
        program.mainClass,
        ...program.arguments,
      ],
      { detached: keeper === 'person', stdio: ['ignore', output.fd, output.fd], cwd: entry.dataFolder },
    );
    child.unref();
    const pid = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('spawn', () => resolve(child.pid ?? 0));
    });
    if (keeper === 'this-process') endWithThisProcess(() => child.kill('SIGKILL'));
    const written: LedgerEntry = {
      ...entry,
      pid,
      identity: identityOf(pid) ?? 'ended at once',
      logFile,
      ...(keeper === 'this-process' ? { owner: thisProcess() } : {}),
    };
    await writeDown(written);
    return written;
  } finally {
    await output.close();
  }
}

/** Waits until the process answers; throws `EndedWhileStarting` as soon as it has ended. */
export async function waitUntilItAnswers(entry: LedgerEntry, answers: () => Promise<boolean>): Promise<void> {
  await poll(
    async () => {
      if (!isStillRunning(entry)) return 'ended' as const;
      return (await answers()) ? ('answers' as const) : undefined;
    },
    {
      what: `the ${entry.role} ${entry.version} answers (its log: ${entry.logFile})`,
      within: 120_000,
      every: 100,
    },
  );
  if (!isStillRunning(entry)) throw new EndedWhileStarting(entry, await readFile(entry.logFile, 'utf8'));
}

/** How a process is ended: `in-good-order` gives it five seconds to leave its group. */
export type Ending = 'in-good-order' | 'at-once';

/** Ends one process, if it is still the one written down; returns when it is gone and its ports are free. */
export async function endProcess(entry: LedgerEntry, ending: Ending = 'at-once'): Promise<void> {
  if (isStillRunning(entry)) {
    if (ending === 'in-good-order') await signalAndWait(entry, 'SIGTERM', 5_000);
    await signalAndWait(entry, 'SIGKILL', 10_000);
    if (isStillRunning(entry)) throw new Error(`process ${entry.pid} (${entry.role}) does not end`);
    // It fails only where another process has taken the port meanwhile.
    await waitUntilFree(entry.ports).catch(() => undefined);
  }
  await rm(entry.dataFolder, { recursive: true, force: true });
  await strikeOut(entry);
}

/** Cleans up after runs that crashed: ends processes without an owner, and removes entries of ended ones. */
export async function sweepLedger(): Promise<void> {
  for (const entry of await readLedger()) {
    const isOrphan = entry.owner !== undefined && !isStillRunning(entry.owner);
    if (isOrphan || !isStillRunning(entry)) await endProcess(entry);
  }
}

async function waitUntilFree(ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    await poll(async () => (await isFree(port)) || undefined, {
      what: `port ${port} is free`,
      within: 5_000,
    });
  }
}

async function signalAndWait(entry: LedgerEntry, signal: NodeJS.Signals, within: number): Promise<void> {
  if (!isStillRunning(entry)) return;
  try {
    process.kill(entry.pid, signal);
  } catch {
    return;
  }
  const deadline = performance.now() + within;
  while (isStillRunning(entry) && performance.now() < deadline) await sleep(20);
}

const keptLogs = 30;

async function newLogFile(entry: Pick<LedgerEntry, 'role' | 'version' | 'ports'>): Promise<string> {
  const folder = path.join(stateFolder(), 'logs');
  await mkdir(folder, { recursive: true });
  // Names begin with the time, so that sorting them is sorting by age.
  const old = (await readdir(folder)).sort().slice(0, -keptLogs);
  await Promise.all(old.map((name) => rm(path.join(folder, name), { force: true })));
  const time = new Date().toISOString().replaceAll(/[:.]/g, '-');
  return path.join(folder, `${time}-${entry.role}-${entry.version}-${entry.ports.join('-')}.log`);
}

async function javaOptions(program: JavaProgram): Promise<readonly string[]> {
  const { dataFolder, version } = program.entry;
  const temporary = path.join(dataFolder, 'tmp');
  await mkdir(temporary, { recursive: true });
  const logging = path.join(dataFolder, usesLog4j2(version) ? 'log4j2.properties' : 'log4j.properties');
  await writeFile(logging, usesLog4j2(version) ? log4j2 : log4j);
  return [
    `-Xmx${program.heapMegabytes}m`,
    // Quick to start matters more than quick at length: these processes live for minutes.
    '-XX:TieredStopAtLevel=1',
    '-XX:+UseSerialGC',
    '-XX:-UsePerfData',
    `-Djava.io.tmpdir=${temporary}`,
    usesLog4j2(version) ? `-Dlog4j2.configurationFile=${logging}` : `-Dlog4j.configuration=file:${logging}`,
  ];
}

const log4j = `log4j.rootLogger=INFO, out
log4j.appender.out=org.apache.log4j.ConsoleAppender
log4j.appender.out.layout=org.apache.log4j.PatternLayout
log4j.appender.out.layout.ConversionPattern=[%d] %p %m (%c)%n
log4j.logger.org.apache.kafka.clients=WARN
log4j.logger.org.reflections=ERROR
`;

const log4j2 = `rootLogger.level=INFO
rootLogger.appenderRef.out.ref=out
appender.out.type=Console
appender.out.name=out
appender.out.layout.type=PatternLayout
appender.out.layout.pattern=[%d] %p %m (%c)%n
logger.clients.name=org.apache.kafka.clients
logger.clients.level=WARN
`;

const endings = new Set<() => void>();

/** A test process that ends early still ends its workers, as far as Node lets it. */
function endWithThisProcess(end: () => void): void {
  if (endings.size === 0) {
    process.once('exit', () => {
      for (const each of endings) each();
    });
  }
  endings.add(end);
}

function thisProcess(): { pid: number; identity: string } {
  return { pid: process.pid, identity: identityOf(process.pid) ?? 'unknown' };
}

function lastError(log: string): string {
  const lines = log.split('\n').filter((line) => line.trim() !== '');
  const errors = lines.filter((line) => /\b(ERROR|FATAL)\b|Exception|^Error/.test(line));
  return (errors.at(-1) ?? lines.at(-1) ?? 'it said nothing').trim().slice(0, 400);
}
