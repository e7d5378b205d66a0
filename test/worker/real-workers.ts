import { randomUUID } from 'node:crypto';
import { brokerVersion, startBroker } from './broker.ts';
import type { WorkerOptions } from './connect-worker.ts';
import { startConnectWorker } from './connect-worker.ts';
import { resolveDistribution } from './distribution.ts';
import { findJava } from './java.ts';
import type { Ending } from './java-process.ts';
import { endProcess, sweepLedger } from './java-process.ts';
import type { LedgerEntry } from './ledger.ts';
import { MissingPart } from './missing-part.ts';

/** The Kafka Connect versions that every suite on real workers runs against. */
export const testedVersions = ['2.8.2', '3.4.1', '3.9.1', '4.3.0', '4.4.0'] as const;

/** Real workers of one version that form one cluster. */
export interface RealWorkers {
  readonly version: string;
  /** The `group.id`. */
  readonly group: string;
  /** One URL for each worker that was started, those ended meanwhile included. */
  readonly urls: readonly string[];
  /** The log file of each, in the same order. */
  readonly logFiles: readonly string[];
  /** Starts one more worker in the same cluster, on a free port unless one is given; returns its URL. */
  add(options?: Pick<WorkerOptions, 'port'>): Promise<string>;
  /** Ends one worker: `at-once` is SIGKILL. */
  end(index: number, ending: Ending): Promise<void>;
  /** Ends them all. */
  stop(): Promise<void>;
}

/** What to start. */
export interface StartOptions extends Pick<WorkerOptions, 'pluginPath' | 'settings' | 'heapMegabytes'> {
  readonly version: string;
  /** Default 1. */
  readonly count?: number;
  /** The group of workers that have stopped, whose topics are taken over. Default: a new one. */
  readonly group?: string;
}

/**
 * Whether real workers of these versions can be started here: undefined, or one line that says what is missing.
 * Resolves (and on the first run downloads) everything they need. With CONNECT_SYNC_REQUIRE_WORKERS=1, which CI
 * sets, a missing part is thrown instead: there, skipping would hide it.
 */
export async function missingForWorkers(
  versions: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<string | undefined> {
  try {
    await findJava(env);
    // One after the other: Maven's local repository is not made for two writers.
    for (const version of new Set([brokerVersion, ...versions])) await resolveDistribution(version, env);
    return undefined;
  } catch (error) {
    if (!(error instanceof MissingPart) || env['CONNECT_SYNC_REQUIRE_WORKERS'] === '1') throw error;
    return error.message;
  }
}

let broker: Promise<LedgerEntry> | undefined;
const started = new Set<LedgerEntry>();

/** The broker of this test process, started at the first call; its `host:port`. */
export async function ensureBroker(): Promise<string> {
  broker ??= sweepLedger().then(() => startBroker('this-process'));
  return (await broker).address;
}

/** Starts a cluster of workers with a group and topics of its own, and waits until each answers. */
export async function startWorkers(options: StartOptions): Promise<RealWorkers> {
  const { version, count = 1, group = newGroup(version), ...others } = options;
  const address = await ensureBroker();
  const distribution = await resolveDistribution(version);
  const entries: LedgerEntry[] = [];

  const add = async (own: Pick<WorkerOptions, 'port'> = {}) => {
    const entry = await startConnectWorker({
      distribution,
      broker: address,
      group,
      keeper: 'this-process',
      ...others,
      ...own,
    });
    started.add(entry);
    entries.push(entry);
    return entry.address;
  };
  const end = async (index: number, ending: Ending) => {
    const entry = entries[index];
    if (!entry) throw new RangeError(`no worker ${index} of ${entries.length}`);
    await endProcess(entry, ending);
    started.delete(entry);
  };

  await Promise.all(Array.from({ length: count }, () => add()));
  return {
    version,
    group,
    get urls() {
      return entries.map((entry) => entry.address);
    },
    get logFiles() {
      return entries.map((entry) => entry.logFile);
    },
    add,
    end,
    stop: async () => {
      await Promise.all(entries.map((_, index) => end(index, 'at-once')));
    },
  };
}

function newGroup(version: string): string {
  return `connect-sync-${version}-${randomUUID().slice(0, 8)}`;
}

/** Ends every worker and the broker that this test process started. For `afterAll`. */
export async function stopEverything(): Promise<void> {
  const workers = [...started];
  started.clear();
  await Promise.all(workers.map((entry) => endProcess(entry)));
  const found = await broker?.catch(() => undefined);
  broker = undefined;
  if (found) await endProcess(found);
}
