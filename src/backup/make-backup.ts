import type { Backup, BackupOffsets } from '../model/backup.ts';
import type { BackupDocument } from '../model/backup-document.ts';
import { compareText } from '../model/config.ts';
import { escapeHidden } from '../model/escape-hidden.ts';
import type { PlanCluster } from '../model/plan.ts';
import { type ChangeToBackUp, type SecretOrigins, secretKeysOf } from './changes-to-back-up.ts';

/** What all backups of one run have in common. */
export interface BackupRun {
  /** Milliseconds since the epoch. */
  readonly takenAt: number;
  readonly cluster: PlanCluster;
  readonly secrets: SecretOrigins;
}

/** The backup of the connector that a change updates or deletes, as the worker returned it. */
export function makeBackup(change: ChangeToBackUp, offsets: BackupOffsets, run: BackupRun): Backup {
  const { name, url, worker } = run.cluster;
  return {
    takenAt: new Date(run.takenAt).toISOString(),
    before: change.kind,
    cluster: { name, url, workerVersion: worker.versionText, kafkaClusterId: worker.kafkaClusterId },
    name: change.name,
    type: change.live.type,
    state: change.live.status?.connector.state,
    config: change.live.config,
    nullKeys: change.live.nullKeys,
    secretKeys: secretKeysOf(change, run.secrets),
    offsets,
  };
}

/** The file of a backup: JSON, configuration keys sorted, with a trailing line feed. */
export function backupText(backup: Backup): string {
  const { cluster, offsets } = backup;
  const nulls = backup.nullKeys.map((key) => [key, null] as const);
  const config = [...backup.config, ...nulls].sort(([one], [other]) => compareText(one, other));
  const document: Omit<BackupDocument, 'offsets'> = {
    format: 'connect-sync/backup',
    version: 1,
    takenAt: backup.takenAt,
    before: backup.before,
    cluster: {
      name: cluster.name ?? null,
      url: cluster.url,
      workerVersion: cluster.workerVersion,
      kafkaClusterId: cluster.kafkaClusterId ?? null,
    },
    connector: {
      name: backup.name,
      type: backup.type,
      state: backup.state ?? null,
      config: Object.fromEntries(config),
    },
    secretKeys: backup.secretKeys,
    noOffsetsReason: offsets.kind === 'saved' ? null : offsets.reason,
  };
  // The worker's text is inserted unchanged: parsing and printing could change large numbers.
  const text = offsets.kind === 'saved' ? offsets.text : 'null';
  const head = JSON.stringify(document, null, 2).slice(0, -'\n}'.length);
  return escapeHidden(`${head},\n  "offsets": ${text}\n}\n`);
}
