import { listOf } from './list-of.ts';
import { problem } from './problem.ts';

/** Problems with backups, and conflicts between a backup to restore and the declared state. */
export const backupProblems = {
  'not-a-backup': problem<{ found: string | undefined }>({
    severity: 'error',
    message: ({ found }) =>
      found === undefined
        ? 'not a backup: "format" is not "connect-sync/backup"'
        : `not a backup: "format" is "${found}"`,
    hint: 'backups are in .connect-sync/backups: one directory per run, one file per connector',
    means: 'The file given to restore is not a backup of connect-sync.',
    matters: 'It is unclear what it would restore.',
    remedy: 'Specify a file below .connect-sync/backups. Connector files belong in connectors/.',
  }),
  'unsupported-backup-version': problem<{ version: string }>({
    severity: 'error',
    message: ({ version }) =>
      `backup version ${version} is not supported: this connect-sync reads version 1 only`,
    hint: 'restore it with the connect-sync that wrote it, or with a newer one',
    means: 'A newer connect-sync wrote the backup.',
    matters: 'It may contain data that this version would lose.',
  }),
  'invalid-backup': problem<{ where: string; fault: string }>({
    severity: 'error',
    message: ({ where, fault }) => `invalid backup: ${where} ${fault}`,
    hint: 'use an unmodified copy of the backup',
    means: 'The file is a backup, but its contents are invalid.',
    matters: 'It was modified or truncated; an incomplete connector cannot be restored.',
  }),
  'masked-value-in-backup': problem<{ name: string; keys: readonly string[] }>({
    severity: 'error',
    message: ({ name, keys }) =>
      `"${name}" cannot be restored: the worker masked ${listOf(shortened(keys), 'and')} when the backup was taken`,
    hint: 'declare the connector in a connector file that contains the actual values, and apply it',
    means: 'The worker masked values when the backup was taken.',
    matters: 'The masks would be written in place of the values.',
  }),
  'duplicate-backup': problem<{ name: string }>({
    severity: 'error',
    message: ({ name }) => `two of these backups contain the connector "${name}"`,
    hint: 'specify the one to restore',
    means: 'Two of the specified backups contain the same connector.',
    matters: 'Only one of them can be restored.',
  }),
  'restore-conflicts-with-file': problem<{ name: string; differing: readonly string[] }>({
    severity: 'warning',
    message: ({ name, differing }) =>
      `the next apply will revert the restore of "${name}": its file declares other values (${listOf(shortened(differing), 'and')})`,
    hint: 'to keep the restored connector, change the file as well',
    means: 'The backup and the connector file differ.',
    matters: 'The next apply changes the connector back to what the file declares.',
  }),
  'restore-will-be-pruned': problem<{ name: string }>({
    severity: 'warning',
    message: ({ name }) => `the next apply --prune will delete "${name}" again: it is owned but not declared`,
    hint: 'to keep the restored connector, add a connector file for it',
    means: 'The restored connector is owned by this project, but no file declares it.',
    matters: 'The next apply --prune deletes it again.',
  }),
};

function shortened(keys: readonly string[]): readonly string[] {
  return keys.length > 5 ? [...keys.slice(0, 4), `${keys.length - 4} more`] : keys;
}
