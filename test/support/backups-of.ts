import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { BackupDocument } from '../../src/model/backup-document.ts';

/** A backup file. */
export interface StoredBackup {
  /** Relative to the project's directory. */
  readonly file: string;
  readonly document: BackupDocument;
}

/** The backups in the project's directory, the oldest run first, then by the name of the file. */
export function backupsOf(directory: string, root = '.connect-sync/backups'): readonly StoredBackup[] {
  const folder = path.join(directory, root);
  if (!existsSync(folder)) return [];
  const runs = readdirSync(folder)
    .filter((name) => name !== '.gitignore')
    .sort();
  return runs.flatMap((run) =>
    readdirSync(path.join(folder, run))
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => {
        const file = [root, run, name].join('/');
        const document = JSON.parse(readFileSync(path.join(directory, file), 'utf8')) as BackupDocument;
        return { file, document };
      }),
  );
}
