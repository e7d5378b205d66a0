import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { Clock } from '../model/clock.ts';
import type { Config } from '../model/config.ts';
import type { Plugin } from '../model/plugin.ts';
import type { UnreadablePlugin } from '../model/plugin-snapshot.ts';
import type { UsedPlugin } from '../model/redaction/password-keys.ts';
import type { Scrub } from '../model/redaction/scrub.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import type { WorkerInfo } from '../model/worker-info.ts';
import { whyUnreadable } from './why-unreadable.ts';

/** What plugins are read with. */
export interface PluginReader {
  readonly connection: ConnectCluster;
  readonly worker: WorkerInfo;
  readonly installed: readonly Plugin[];
  readonly scrub: Scrub;
  readonly patience: PluginPatience | undefined;
}

/** A limit for requests about one class: the validation of some plugins contacts a database that may be away. */
export interface PluginPatience {
  readonly clock: Clock;
  readonly milliseconds: number;
}

/** A class to read. */
export interface PluginTarget {
  readonly className: string;
  /** Undefined: the worker reports none, or there is no choice. */
  readonly version: string | undefined;
  /** As a config uses it; undefined: only the class is known. */
  readonly kind: UsedPlugin['kind'] | undefined;
  /** The connector class of that config. */
  readonly connector: string | undefined;
}

/** An answer, or why there is none. */
export type Answer<T> =
  | { readonly value: T; readonly problem?: undefined }
  | { readonly value?: undefined; readonly problem: UnreadablePlugin };

/**
 * Asks about one class, for as long as the patience lasts. A request that is given up ends with the connection.
 */
export async function askAbout<T>(
  { scrub, patience }: Pick<PluginReader, 'scrub' | 'patience'>,
  className: string,
  ask: () => Promise<T>,
): Promise<Answer<T>> {
  const asked = ask().then(
    (value) => ({ value }),
    (error: unknown) => {
      if (!(error instanceof WorkerFailure)) throw error;
      return { problem: whyUnreadable(className, error, scrub) };
    },
  );
  if (!patience) return asked;
  const over = new AbortController();
  const late = patience.clock
    .sleep(patience.milliseconds, over.signal)
    .then(() => ({ problem: { className, reason: 'timeout', workerMessage: undefined } as const }));
  try {
    return await Promise.race([asked, late]);
  } finally {
    over.abort();
    asked.catch(() => undefined);
  }
}

/** Small plugins of Apache Kafka, whose validation contacts nothing. */
const references = {
  source: [
    'org.apache.kafka.connect.file.FileStreamSourceConnector',
    'org.apache.kafka.connect.mirror.MirrorHeartbeatConnector',
    'org.apache.kafka.connect.mirror.MirrorCheckpointConnector',
  ],
  sink: ['org.apache.kafka.connect.file.FileStreamSinkConnector'],
} as const;

/** A connector to validate other plugins with: one of Apache Kafka if there is one, else the first that is wanted. */
export function referenceOf(
  { installed }: Pick<PluginReader, 'installed'>,
  type: 'source' | 'sink',
  targets: readonly PluginTarget[] = [],
): string | undefined {
  const ofType = new Set(installed.flatMap((plugin) => (plugin.type === type ? [plugin.className] : [])));
  const known = references[type].find((className) => ofType.has(className));
  return known ?? targets.find(({ className }) => ofType.has(className))?.className;
}

/** The least that a worker validates: old ones refuse a sink without topics (Connect REST contract 7.2). */
export function connectorConfig(className: string): Config {
  return new Map([
    ['connector.class', className],
    ['topics', 'connect-sync'],
  ]);
}
