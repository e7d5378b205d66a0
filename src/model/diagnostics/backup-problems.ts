import { listOf } from './list-of.ts';
import { problem } from './problem.ts';

/** What can be wrong with backups that are to be restored, and what stands against the wish to do so. */
export const backupProblems = {
  'not-a-backup': problem<{ found: string | undefined }>({
    severity: 'error',
    message: ({ found }) =>
      found === undefined
        ? 'this is no backup: "format" is not "connect-sync/backup"'
        : `this is no backup, but a "${found}"`,
    hint: () => 'backups lie in .connect-sync/backups, one folder for each run, one file for each connector',
  }),
  'unsupported-backup-version': problem<{ version: string }>({
    severity: 'error',
    message: ({ version }) => `this backup has version ${version}, and only version 1 is known here`,
    hint: () => 'restore it with the connect-sync that wrote it, or with a newer one',
  }),
  'invalid-backup': problem<{ where: string; fault: string }>({
    severity: 'error',
    message: ({ where, fault }) => `this is not as a backup is written: ${where} ${fault}`,
    hint: () => 'a backup is restored as it was written: use an unaltered copy',
  }),
  'masked-value-in-backup': problem<{ name: string; key: string }>({
    severity: 'error',
    message: ({ name, key }) =>
      `"${name}" cannot be restored: the worker had masked "${key}" when the backup was taken`,
    hint: () =>
      'the mask would be written in place of the value: bring it back with a connector file that has the value',
  }),
  'duplicate-backup': problem<{ name: string }>({
    severity: 'error',
    message: ({ name }) => `two of these backups are of the connector "${name}"`,
    hint: () => 'name the one that is to be restored',
  }),
  'restore-conflicts-with-file': problem<{ name: string; differing: readonly string[] }>({
    severity: 'warning',
    message: ({ name, differing }) =>
      `the next apply will undo the restore of "${name}": its file wishes otherwise (${listOf(shortened(differing), 'and')})`,
    hint: () => 'change the file as well if the restored connector is to stay',
  }),
  'restore-will-be-pruned': problem<{ name: string }>({
    severity: 'warning',
    message: ({ name }) =>
      `the next apply --prune will delete "${name}" again: it is owned here, and no file describes it`,
    hint: () => 'write a file for it if the restored connector is to stay',
  }),
};

function shortened(keys: readonly string[]): readonly string[] {
  return keys.length > 5 ? [...keys.slice(0, 4), `${keys.length - 4} more`] : keys;
}
