import path from 'node:path';
import { ConnectSyncError } from '../model/error.ts';
import { matchesPathGlob } from '../model/path-glob.ts';
import type { DesiredCluster } from '../project/resolve-clusters.ts';

/**
 * The names of the connectors that the FILE arguments describe; undefined where there are no arguments. A folder
 * means every file below it; globs and backslashes are understood, since shells of Windows leave them as they are.
 *
 * @throws ConnectSyncError where an argument is no connector file of the project
 */
export function selectFiles(work: DesiredCluster, files: readonly string[]): ReadonlySet<string> | undefined {
  if (files.length === 0) return undefined;
  const { project, desired } = work;
  const { directory } = project.input;
  const known = project.files.documents.map((document) => document.source.file);
  const wanted = files.map((file) => {
    const readings = [file, file.replaceAll('\\', '/')].map((one) => path.resolve(directory, one));
    const relative = readings.map((one) => relativePath(directory, one));
    const found = relative.find((one) => known.some((place) => isMeant(place, one)));
    if (found === undefined) throw notInProject(file);
    return found;
  });
  const chosen = desired.connectors.filter(({ source }) => wanted.some((one) => isMeant(source.file, one)));
  return new Set(chosen.map((connector) => connector.name));
}

function relativePath(directory: string, file: string): string {
  return path.relative(directory, file).split(path.sep).join('/');
}

function isMeant(file: string, argument: string): boolean {
  if (file === argument || argument === '' || file.startsWith(`${argument}/`)) return true;
  return /[*?]/.test(argument) && matchesPathGlob(argument, file);
}

function notInProject(file: string): ConnectSyncError {
  return new ConnectSyncError({
    code: 'file-not-in-project',
    message: `${file} is not among the connector files of the project`,
    hint: 'the globs under "connectors" in the project file say which files belong to it',
    category: 'failure',
  });
}
