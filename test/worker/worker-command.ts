import path from 'node:path';
import { brokerVersion, startBroker } from './broker.ts';
import { startConnectWorker } from './connect-worker.ts';
import { resolveDistribution } from './distribution.ts';
import { isFree } from './free-port.ts';
import { endProcess, sweepLedger } from './java-process.ts';
import type { LedgerEntry } from './ledger.ts';
import { readLedger } from './ledger.ts';
import { MissingPart } from './missing-part.ts';

/** What was typed after `npm run worker --`. */
export interface WorkerCommand {
  readonly command: string | undefined;
  readonly version?: string | undefined;
  readonly workers?: string | undefined;
  readonly port?: string | undefined;
}

/**
 * Starts, ends or lists the workers that a person runs by hand; those of test runs are only listed. Returns the
 * lines to print. Throws `MissingPart` (Java, Maven, a port …) and, for wrong usage, `TypeError`.
 */
export async function handleWorkerCommand(asked: WorkerCommand): Promise<readonly string[]> {
  await sweepLedger();
  switch (asked.command) {
    case 'start':
      return start(asked);
    case 'stop':
      return stop(asked.version);
    case 'status':
      return status();
    default:
      throw new TypeError(asked.command ? `unknown command: ${asked.command}` : 'no command');
  }
}

async function start(asked: WorkerCommand): Promise<readonly string[]> {
  const version = asked.version ?? brokerVersion;
  if (!/^\d+\.\d+\.\d+$/.test(version)) throw new TypeError(`not a version of Apache Kafka: ${version}`);
  const count = wholeNumber('--workers', asked.workers ?? '1', 9);
  const port = asked.port === undefined ? undefined : wholeNumber('--port', asked.port, lastPort);

  const running = (await processesOfPerson()).filter(isWorkerOf(version));
  const missing = count - running.length;
  if (missing <= 0) return running.map((entry) => `${describe(entry)} is running already`);
  const ports = await choosePorts(missing, port);
  const distribution = await resolveDistribution(version);
  const broker = await ensureBrokerOfPerson();
  const group = running[0]?.group ?? `connect-sync-${version}`;
  const added: LedgerEntry[] = [];
  for (const chosen of ports) {
    added.push(await startConnectWorker({ distribution, broker, group, keeper: 'person', port: chosen }));
  }
  return [
    ...running.map((entry) => `${describe(entry)} is running already`),
    ...added.map((entry) => `${describe(entry)} answers; its log: ${path.relative('.', entry.logFile)}`),
  ];
}

/** Ends the workers of one version, or all; the broker goes with the last worker. */
async function stop(version: string | undefined): Promise<readonly string[]> {
  const processes = await processesOfPerson();
  const workers = processes.filter(version === undefined ? isWorker : isWorkerOf(version));
  await Promise.all(workers.map((entry) => endProcess(entry)));
  const left = processes.filter((entry) => isWorker(entry) && !workers.includes(entry));
  const brokers = left.length > 0 ? [] : processes.filter((entry) => entry.role === 'broker');
  await Promise.all(brokers.map((entry) => endProcess(entry)));
  const lines = [...workers, ...brokers].map((entry) => `${describe(entry)} stopped`);
  return lines.length > 0 ? lines : ['nothing is running'];
}

async function status(): Promise<readonly string[]> {
  const lines = (await readLedger()).map((entry) => {
    const owner = entry.owner ? `, started by the test run ${entry.owner.pid}` : '';
    return `${describe(entry)} (process ${entry.pid}${owner}; log ${path.relative('.', entry.logFile)})`;
  });
  return lines.length > 0 ? lines : ['nothing is running'];
}

async function ensureBrokerOfPerson(): Promise<string> {
  const running = (await processesOfPerson()).find((entry) => entry.role === 'broker');
  return (running ?? (await startBroker('person'))).address;
}

async function processesOfPerson(): Promise<readonly LedgerEntry[]> {
  return (await readLedger()).filter((entry) => entry.owner === undefined);
}

const isWorker = (entry: LedgerEntry) => entry.role === 'worker';
const isWorkerOf = (version: string) => (entry: LedgerEntry) => isWorker(entry) && entry.version === version;

function describe(entry: LedgerEntry): string {
  const name = entry.role === 'worker' ? 'Kafka Connect' : 'Kafka broker';
  return `${name} ${entry.version} at ${entry.address}`;
}

const usualPort = 8083;
const lastPort = 65_535;

/** The requested port and those after it, which must be free; or the first free ones from 8083 on. */
async function choosePorts(count: number, asked: number | undefined): Promise<readonly number[]> {
  const ports: number[] = [];
  for (let port = asked ?? usualPort; ports.length < count; port += 1) {
    if (port > lastPort) throw new MissingPart(`no free port from ${asked ?? usualPort} to ${lastPort}`);
    if (await isFree(port)) ports.push(port);
    else if (asked !== undefined) throw new MissingPart(`port ${port} is in use: choose another with --port`);
  }
  return ports;
}

function wholeNumber(option: string, text: string, most: number): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || number > most) {
    throw new TypeError(`${option} takes a number from 1 to ${most}, not ${text}`);
  }
  return number;
}
