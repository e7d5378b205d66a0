import type { Config } from './config.ts';
import type { ConnectorName } from './connector-name.ts';
import type { LiveConnector } from './live-connector.ts';

/**
 * One connector before it was updated or deleted, as the worker returned it, with secrets in plain text.
 * `schemas/backup.schema.json` describes its file.
 */
export interface Backup {
  /** ISO 8601, in UTC. */
  readonly takenAt: string;
  /** The change that followed. */
  readonly before: 'update' | 'delete';
  readonly cluster: BackupCluster;
  readonly name: ConnectorName;
  readonly type: LiveConnector['type'];
  /** The state as the worker spells it (`RUNNING`, `FAILED`); undefined if it had no status yet. */
  readonly state: string | undefined;
  /** Without `name` if that equals the name of the connector. */
  readonly config: Config;
  /** Keys stored with `null`, which workers before 3.2 accept. */
  readonly nullKeys: readonly string[];
  /** Keys whose value came from `${env.…}`, sorted: secret by origin, which the value itself may not show. */
  readonly secretKeys: readonly string[];
  readonly offsets: BackupOffsets;
}

/** The cluster that a backup was taken of. */
export interface BackupCluster {
  /** Its name in the project file; undefined for a bare URL. */
  readonly name: string | undefined;
  /** The URL of the worker that responded, without credentials. */
  readonly url: string;
  readonly workerVersion: string;
  readonly kafkaClusterId: string | undefined;
}

/**
 * The offsets of a connector in a backup: the worker's response as JSON text and its number of partitions, or the reason
 * why there are none.
 */
export type BackupOffsets =
  | { readonly kind: 'saved'; readonly text: string; readonly partitions: number }
  | { readonly kind: 'not-saved'; readonly reason: string };
