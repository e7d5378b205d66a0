import type { backupProblems } from '../backup-problems.ts';
import type { Page } from './page.ts';

/** The pages of what can be wrong with backups. */
export const backupPages = {
  'not-a-backup': {
    means: 'The file that restore was given is no backup of connect-sync.',
    matters: 'What it would write is unknown.',
    remedy: 'Name a file below .connect-sync/backups. Other files are wishes: put them into connectors/.',
  },
  'unsupported-backup-version': {
    means: 'The backup was written by a newer connect-sync.',
    matters: 'It may hold what this version would lose.',
    remedy: 'Restore it with the version that wrote it, or a newer one.',
  },
  'invalid-backup': {
    means: 'The file begins like a backup, but something in it is not as connect-sync writes it.',
    matters: 'It was altered or cut off; a part of a connector is no connector.',
    remedy: 'Use an unaltered copy.',
  },
  'masked-value-in-backup': {
    means: 'The worker had masked a value when the backup was taken.',
    matters: 'The mask would be written in place of the value.',
    remedy: 'Bring the connector back with a connector file that has the value.',
  },
  'duplicate-backup': {
    means: 'Two of the given backups are of the same connector.',
    matters: 'Only one of them can be restored.',
    remedy: 'Name the one that is meant.',
  },
  'restore-conflicts-with-file': {
    means: 'The backup and the connector file wish for different things.',
    matters: 'The next apply brings back what the file says.',
    remedy: 'Change the file as well if the restored connector is to stay.',
  },
  'restore-will-be-pruned': {
    means: 'The restored connector is owned here and in no file.',
    matters: 'The next apply --prune deletes it again.',
    remedy: 'Write a file for it if it is to stay.',
  },
} satisfies Record<keyof typeof backupProblems, Page>;
