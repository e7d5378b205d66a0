import path from 'node:path';
import { scanFile, scanTree, type TreeScan } from '../../files/scan-tree.ts';
import type { ProjectInput } from '../../project/load-project.ts';

/** What the file system says of everything that a reading of the files depends on. */
export type SourceScan = TreeScan;

/** What connect-sync itself writes into the directory: backups, schemas, snapshots. */
const own = ['.connect-sync'];

/**
 * Scans the directory of a project, and the files outside of it that the command names.
 *
 * @throws the error of the file system where the directory, or a folder in it, cannot be read
 */
export async function scanSource(input: ProjectInput): Promise<SourceScan> {
  const { directory, projectFile, trustedProject, envFiles = [], varFiles = [] } = input;
  const tree = await scanTree(directory, own);
  const named = [projectFile, trustedProject, ...envFiles, ...varFiles].filter((file) => file !== undefined);
  const lines = await Promise.all(named.map((file) => scanFile(path.resolve(tree.root, file))));
  return { ...tree, entries: tree.entries.length === 0 ? [] : [...tree.entries, ...lines] };
}
