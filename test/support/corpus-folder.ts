import path from 'node:path';
import process from 'node:process';

/** The directory of real configs. It is not part of the repository; without it, these tests are skipped. */
export const corpusFolder =
  process.env['CONNECT_SYNC_CORPUS'] ?? path.resolve(import.meta.dirname, '../../../shared/corpus');
