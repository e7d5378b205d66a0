import path from 'node:path';
import process from 'node:process';

/** Where real configurations lie to test against; whoever clones the project alone has none, and skips these tests. */
export const corpusFolder =
  process.env['CONNECT_SYNC_CORPUS'] ?? path.resolve(import.meta.dirname, '../../../shared/corpus');
