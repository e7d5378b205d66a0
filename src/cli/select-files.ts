import path from 'node:path';
import { ConnectSyncError, exitCodes } from '../model/error.ts';
import { workingDirectory } from './options.ts';
import type { ClusterWork } from './resolve-clusters.ts';

/**
 * The names of the connectors that the FILE arguments describe; undefined where there are no arguments. A folder
 * means every file below it.
 *
 * @throws ConnectSyncError where an argument is no connector file of the project
 */
export function selectFiles(work: ClusterWork, files: readonly string[]): ReadonlySet<string> | undefined {
  if (files.length === 0) return undefined;
  const { session, resolved } = work;
  const directory = workingDirectory(session.host, session.options);
  const known = session.loaded.documents.map((document) => document.source.file);
  const wanted = files.map((file) => relativePath(directory, path.resolve(directory, file)));
  for (const [index, file] of wanted.entries()) {
    if (!known.some((one) => isIn(one, file))) throw notInProject(files[index] ?? file);
  }
  const chosen = resolved.connectors.filter(({ source }) => wanted.some((file) => isIn(source.file, file)));
  return new Set(chosen.map((connector) => connector.name));
}

function relativePath(directory: string, file: string): string {
  return path.relative(directory, file).split(path.sep).join('/');
}

function isIn(file: string, folderOrFile: string): boolean {
  return file === folderOrFile || folderOrFile === '' || file.startsWith(`${folderOrFile}/`);
}

function notInProject(file: string): ConnectSyncError {
  return new ConnectSyncError({
    code: 'file-not-in-project',
    message: `${file} is not among the connector files of the project`,
    hint: 'the globs under "connectors" in the project file say which files belong to it',
    exitCode: exitCodes.failure,
  });
}
