import type { Backup } from './backup.ts';
import type { LiveConnector } from './live-connector.ts';

/** A backup as the JSON file holds it: `schemas/backup.schema.json` in types. */
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
  readonly whyNoOffsets: string | null;
  /** The worker's answer, whose numbers only its text holds in full. */
  readonly offsets: { readonly offsets: readonly object[] } | null;
}
