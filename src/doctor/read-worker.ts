import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { Plugin } from '../model/plugin.ts';
import type { Ports, RequestRecord } from '../model/ports.ts';
import type { WorkerHealth } from '../model/worker-details.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import type { WorkerInfo } from '../model/worker-info.ts';
import { supports } from '../model/worker-version.ts';
import { onEachUrl } from '../project/on-each-cluster.ts';
import type { UrlPath } from '../project/read-url-paths.ts';
import type { ClusterContext } from '../project/resolve-clusters.ts';

/** A value, or why it could not be read. */
export type Reading<Value> =
  | { readonly kind: 'read'; readonly value: Value }
  | { readonly kind: 'failed'; readonly failure: WorkerFailure };

/** What the worker at one URL answers. */
export interface WorkerReading {
  readonly url: string;
  readonly path: UrlPath | undefined;
  readonly worker: Reading<WorkerInfo>;
  /** The rest is undefined where the worker could not be read. */
  readonly names?: Reading<readonly string[]>;
  readonly plugins?: Reading<readonly Plugin[]>;
  /** Undefined before 3.9. */
  readonly health?: Reading<WorkerHealth>;
  /** Of another service at this URL. */
  readonly isSchemaRegistry?: boolean;
  /** How far the clock of the server is ahead of ours, in milliseconds; undefined if it does not report it. */
  readonly clockAhead: number | undefined;
}

/** Long enough for a short failure, too short for a rebalance: then the result is that the worker is busy. */
const patience = { budgetMilliseconds: 2_000 };

/** Reads the worker at each URL, in parallel and without fail-over. A failure is a part of the reading. */
export async function readWorkers(
  cluster: ClusterContext,
  paths: readonly UrlPath[],
  ports: Ports,
): Promise<readonly WorkerReading[]> {
  const records = new Map<string, { readonly record: RequestRecord; readonly at: number }>();
  const observed: Ports = {
    ...ports,
    onWait: undefined,
    onRequest: (label, record) => {
      if (!records.has(record.url)) records.set(record.url, { record, at: ports.clock.wallTime() });
      ports.onRequest?.(label, record);
    },
  };
  const results = await onEachUrl(cluster, observed, readOne);
  return results.map((result) => {
    if (!result.ok) throw result.error;
    const { url } = result.value;
    const first = records.get(url);
    const date = Date.parse(first?.record.date ?? '');
    return {
      ...result.value,
      path: paths.find((path) => path.url === url),
      clockAhead: first && !Number.isNaN(date) ? date - first.at : undefined,
    };
  });
}

async function readOne(connection: ConnectCluster): Promise<Omit<WorkerReading, 'path' | 'clockAhead'>> {
  const worker = await readingOf(() => connection.readWorker(patience));
  const { url } = connection;
  if (worker.kind === 'failed') {
    const isForeign = worker.failure.verdict === 'not-connect' && worker.failure.status === 200;
    return { url, worker, isSchemaRegistry: isForeign && (await connection.isSchemaRegistry(atOnce)) };
  }
  const { version } = worker.value;
  const [names, plugins, health] = await Promise.all([
    readingOf(() => connection.listNames(patience)),
    readingOf(() => connection.readPlugins({ all: supports(version, 'pluginConfig') }, patience)),
    supports(version, 'health') ? readingOf(() => connection.readHealth(patience)) : undefined,
  ]);
  return { url, worker, names, plugins, ...(health && { health }) };
}

const atOnce = { budgetMilliseconds: 0 };

/** The result of a call, or its failure. */
export async function readingOf<Value>(read: () => Promise<Value>): Promise<Reading<Value>> {
  try {
    return { kind: 'read', value: await read() };
  } catch (error) {
    if (error instanceof WorkerFailure) return { kind: 'failed', failure: error };
    throw error;
  }
}
