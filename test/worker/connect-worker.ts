import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Distribution } from './distribution.ts';
import { freePort } from './free-port.ts';
import type { Keeper } from './java-process.ts';
import { EndedWhileStarting, endProcess, startJava, waitUntilItAnswers } from './java-process.ts';
import type { LedgerEntry } from './ledger.ts';

/** A worker to start. Workers of one group are one cluster. */
export interface WorkerOptions {
  readonly distribution: Distribution;
  /** The broker's `host:port`. */
  readonly broker: string;
  readonly group: string;
  readonly keeper: Keeper;
  /** Default: a free one. */
  readonly port?: number;
  /** Folders with plugins beside the file connectors. */
  readonly pluginPath?: readonly string[];
  /** Worker settings that win over ours. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly heapMegabytes?: number;
}

/** Starts one distributed Connect worker and waits until it lists its connectors. */
export async function startConnectWorker(options: WorkerOptions): Promise<LedgerEntry> {
  for (let attempt = 1; ; attempt += 1) {
    const entry = await launch(options);
    try {
      await waitUntilItAnswers(entry, () => listsConnectors(entry.address));
      return entry;
    } catch (error) {
      await endProcess(entry);
      const mayRetry = options.port === undefined && attempt < 3;
      if (!(mayRetry && error instanceof EndedWhileStarting && error.becauseOfPort)) throw error;
    }
  }
}

async function launch(options: WorkerOptions): Promise<LedgerEntry> {
  const { distribution, group, keeper } = options;
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'connect-sync-worker-'));
  const port = options.port ?? (await freePort());
  const properties = path.join(dataFolder, 'worker.properties');
  const settings = Object.entries({ ...workerSettings(options, port), ...options.settings });
  await writeFile(properties, settings.map(([key, value]) => `${key}=${value}\n`).join(''));
  return startJava({
    distribution,
    mainClass: 'org.apache.kafka.connect.cli.ConnectDistributed',
    arguments: [properties],
    heapMegabytes: options.heapMegabytes ?? 384,
    keeper,
    entry: {
      role: 'worker',
      version: distribution.version,
      address: `http://127.0.0.1:${port}`,
      ports: [port],
      group,
      dataFolder,
    },
  });
}

function workerSettings(options: WorkerOptions, port: number): Readonly<Record<string, string>> {
  const { broker, group, distribution, pluginPath = [] } = options;
  const storages = ['config', 'offset', 'status'].flatMap((storage): [string, string][] => [
    [`${storage}.storage.topic`, `${group}-${storage}`],
    [`${storage}.storage.replication.factor`, '1'],
    ...(storage === 'config' ? [] : [[`${storage}.storage.partitions`, '1'] satisfies [string, string]]),
  ]);
  return {
    'bootstrap.servers': broker,
    'group.id': group,
    ...Object.fromEntries(storages),
    'key.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    listeners: `http://127.0.0.1:${port}`,
    'rest.advertised.host.name': '127.0.0.1',
    'rest.advertised.port': String(port),
    'plugin.path': [distribution.pluginPath, ...pluginPath].join(','),
    // A worker that left is replaced at once, not after five minutes.
    'scheduled.rebalance.max.delay.ms': '0',
    'offset.flush.interval.ms': '1000',
    // References such as ${file:/path:key} are resolved, so that the suite can see where resolved values show.
    'config.providers': 'file',
    'config.providers.file.class': 'org.apache.kafka.common.config.provider.FileConfigProvider',
  };
}

/**
 * The first list that a worker answers is complete; before it, it answers HTML or refuses (Connect REST contract 2).
 */
async function listsConnectors(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/connectors`, { signal: AbortSignal.timeout(5_000) });
  return answer.ok && Array.isArray(await answer.json());
}
