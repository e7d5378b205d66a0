import type { Backup } from './backup.ts';
import type { LiveConnector } from './live-connector.ts';

/** The JSON file of a backup: `schemas/backup.schema.json` as types. */
export interface BackupDocument {
  readonly format: 'connect-sync/backup';
  readonly version: 1;
  readonly takenAt: string;
  readonly before: Backup['before'];
  readonly cluster: {
    readonly name: string | null;
    readonly url: string;
    readonly workerVersion: string;
    readonly kafkaClusterId: string | null;
  };
  readonly connector: {
    readonly name: string;
    readonly type: LiveConnector['type'];
    readonly state: string | null;
    readonly config: Readonly<Record<string, string | null>>;
  };
  readonly secretKeys: readonly string[];
  readonly noOffsetsReason: string | null;
  /** The worker's response. Parsed, large numbers lose digits; only the text has all of them. */
  readonly offsets: { readonly offsets: readonly object[] } | null;
}
