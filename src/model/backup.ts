import type { Config } from './config.ts';
import type { ConnectorName } from './connector-name.ts';
import type { LiveConnector } from './live-connector.ts';

/**
 * One connector as it was before a run wrote over it or deleted it: what the worker returned, secrets in clear.
 * `schemas/backup.schema.json` describes the file that holds it.
 */
export interface Backup {
  /** ISO 8601, in UTC. */
  readonly takenAt: string;
  /** What was about to be done to it. */
  readonly before: 'update' | 'delete';
  readonly cluster: BackupCluster;
  readonly name: ConnectorName;
  readonly type: LiveConnector['type'];
  /** The state as the worker spells it (`RUNNING`, `FAILED`); undefined where it had no status yet. */
  readonly state: string | undefined;
  /** Without `name` where it equals the connector's name. */
  readonly config: Config;
  /** Keys stored with `null`, which workers before 3.2 accept. */
  readonly nullKeys: readonly string[];
  /** Keys whose value came from `${env.…}`, sorted: secret by origin, which nothing in the value itself may tell. */
  readonly secretKeys: readonly string[];
  readonly offsets: BackupOffsets;
}

/** The cluster that a backup was taken of. */
export interface BackupCluster {
  /** Its name in the project file; undefined for a bare URL. */
  readonly name: string | undefined;
  /** The URL that answered, fit to be shown. */
  readonly url: string;
  readonly workerVersion: string;
  readonly kafkaClusterId: string | undefined;
}

/**
 * The offsets of a connector in a backup: the worker's answer as JSON text with the number of partitions in it, or in
 * our words why there is none.
 */
export type BackupOffsets =
  | { readonly kind: 'saved'; readonly text: string; readonly partitions: number }
  | { readonly kind: 'not-saved'; readonly reason: string };
