import path from 'node:path';
import { ConnectSyncError } from '../model/error.ts';
import { matchesPathGlob } from '../model/path-glob.ts';
import type { DesiredCluster } from '../project/resolve-clusters.ts';

/**
 * The names of the connectors that the FILE arguments declare; undefined if there are none. A folder selects every file
 * below it. Globs and backslashes are supported, because Windows shells do not expand them.
 *
 * @throws ConnectSyncError if an argument matches no connector file of the project
 */
export function selectFiles(
  { project, desired }: Pick<DesiredCluster, 'project' | 'desired'>,
  files: readonly string[],
): ReadonlySet<string> | undefined {
  if (files.length === 0) return undefined;
  const { directory } = project.input;
  const known = project.files.documents.map((document) => document.source.file);
  const selected = files.map((file) => {
    const spellings = [file, file.replaceAll('\\', '/')].map((one) => path.resolve(directory, one));
    const relative = spellings.map((one) => relativePath(directory, one));
    const found = relative.find((one) => known.some((other) => matches(other, one)));
    if (found === undefined) throw notInProject(file, new Set(desired.connectors.map(({ name }) => name)));
    return found;
  });
  const connectors = desired.connectors.filter(({ source }) =>
    selected.some((one) => matches(source.file, one)),
  );
  return new Set(connectors.map((connector) => connector.name));
}

function relativePath(directory: string, file: string): string {
  return path.relative(directory, file).split(path.sep).join('/');
}

function matches(file: string, argument: string): boolean {
  if (file === argument || argument === '' || file.startsWith(`${argument}/`)) return true;
  return /[*?]/.test(argument) && matchesPathGlob(argument, file);
}

function notInProject(file: string, names: ReadonlySet<string>): ConnectSyncError {
  return new ConnectSyncError({
    code: 'file-not-in-project',
    message: `${file} is not a connector file of the project`,
    hint: names.has(file)
      ? `arguments are files; to select a connector by its name: --only ${file}`
      : 'the globs under "connectors" in the project file define which files belong to it',
    category: 'failure',
  });
}
