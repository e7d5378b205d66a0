import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Where this clone keeps what it knows of running workers, and their logs: `.worker`, which is git-ignored, or
 * CONNECT_SYNC_WORKER_STATE.
 */
export function stateFolder(): string {
  const ownFolder = path.resolve(import.meta.dirname, '../../.worker');
  return process.env['CONNECT_SYNC_WORKER_STATE'] || ownFolder;
}

/** A process, distinguished from later ones with the same id. */
export interface ProcessMark {
  readonly pid: number;
  readonly identity: string;
}

/** One Java process that was started from here. */
export interface LedgerEntry extends ProcessMark {
  readonly role: 'broker' | 'worker';
  readonly version: string;
  /** `http://127.0.0.1:8083` of a worker, `127.0.0.1:29092` of a broker. */
  readonly address: string;
  /** All ports that it listens on. */
  readonly ports: readonly number[];
  /** The worker's group; workers of one group are one cluster. */
  readonly group?: string;
  readonly logFile: string;
  /** Its own temporary folder, removed with it. */
  readonly dataFolder: string;
  /** The test run that it belongs to; none: started by hand, runs until `stop`. */
  readonly owner?: ProcessMark;
}

/** Writes the process down before anything else is done with it, so that even a crash leaves it findable. */
export async function writeDown(entry: LedgerEntry): Promise<void> {
  await mkdir(path.dirname(fileOf(entry)), { recursive: true });
  await writeFile(fileOf(entry), JSON.stringify(entry, undefined, 2));
}

export async function strikeOut(entry: LedgerEntry): Promise<void> {
  await rm(fileOf(entry), { force: true });
}

/** Every process written down, whether it still runs or not; brokers first. */
export async function readLedger(): Promise<readonly LedgerEntry[]> {
  const names = await readdir(path.join(stateFolder(), 'processes')).catch(() => []);
  const entries = await Promise.all(names.sort().map(readEntry));
  return entries.filter((entry) => entry !== undefined);
}

function fileOf(entry: LedgerEntry): string {
  return path.join(stateFolder(), 'processes', `${entry.role}-${entry.pid}.json`);
}

async function readEntry(name: string): Promise<LedgerEntry | undefined> {
  try {
    const text = await readFile(path.join(stateFolder(), 'processes', name), 'utf8');
    return JSON.parse(text) as LedgerEntry;
  } catch {
    // Struck out meanwhile by another run, or half written by one that crashed.
    return undefined;
  }
}
