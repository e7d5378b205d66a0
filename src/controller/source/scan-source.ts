import path from 'node:path';
import { listedEnvironmentFiles } from '../../desired/load-environment.ts';
import { allowedPathsVariable } from '../../desired/project-boundary.ts';
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
  const { directory, projectFile, trustedProject, varFiles = [] } = input;
  const envFiles = input.envFiles ?? listedEnvironmentFiles(input.environment) ?? [];
  const tree = await scanTree(directory, own);
  const named = [projectFile, trustedProject, ...envFiles, ...varFiles].filter((file) => file !== undefined);
  const lines = await Promise.all(named.map((file) => scanFile(path.resolve(tree.root, file))));
  return { ...tree, entries: tree.entries.length === 0 ? [] : [...tree.entries, ...lines] };
}

/**
 * Whether a scan shows every change of what is loaded: nothing of it is read from Git, or from folders outside of the
 * directory. Certificates may be anywhere; they are read whenever a cluster is resolved, not when a project is loaded.
 */
export function isScannedWhole({ policies, trustedProject, environment }: ProjectInput): boolean {
  return (
    policies === undefined &&
    trustedProject === undefined &&
    (environment.get(allowedPathsVariable) ?? '') === ''
  );
}
