import { type Diagnostic, diagnose, hasErrors } from '../model/diagnostic.ts';
import { loadSchemaCheck, type SchemaCheck } from './check-shape.ts';
import { type ConnectorFile, readConnectorFile } from './connector-file.ts';
import { displayPath } from './display-path.ts';
import { type FileSearch, findConnectorFiles } from './find-connector-files.ts';
import { readSource } from './read-source.ts';

/** What all connector files of a project give. */
export interface LoadedConnectorFiles extends ConnectorFile {
  /** How many there are. */
  readonly files: number;
  /** Problems of looking for files, rather than of what is in them. */
  readonly searchDiagnostics: readonly Diagnostic[];
}

/** Files that are read at the same time: enough to keep the disk busy, far from the limit of open files. */
const readAtOnce = 64;

/** Finds and reads the connector files of a project. */
export async function loadConnectorFiles(search: FileSearch): Promise<LoadedConnectorFiles> {
  const [found, checkShape] = await Promise.all([findConnectorFiles(search), loadSchemaCheck('connector')]);
  const loaded: ConnectorFile[] = [];
  for (let at = 0; at < found.files.length; at += readAtOnce) {
    const batch = found.files.slice(at, at + readAtOnce);
    loaded.push(
      ...(await Promise.all(batch.map((file) => loadConnectorFile(search.directory, file, checkShape)))),
    );
  }
  return {
    documents: loaded.flatMap(({ documents }) => documents),
    diagnostics: loaded.flatMap(({ diagnostics }) => diagnostics),
    isIncomplete: hasErrors(found.diagnostics) || loaded.some(({ isIncomplete }) => isIncomplete),
    files: found.files.length,
    searchDiagnostics: found.diagnostics,
  };
}

async function loadConnectorFile(
  directory: string,
  absolute: string,
  checkShape: SchemaCheck,
): Promise<ConnectorFile> {
  const file = displayPath(directory, absolute);
  if (!/\.(?:ya?ml|json)$/i.test(file)) {
    return unread(diagnose('unsupported-file-type', { file }, { source: { file, line: 1, column: 1 } }));
  }
  const read = await readSource(directory, absolute);
  return read.kind === 'text' ? readConnectorFile(read.source, checkShape) : unread(read.diagnostic);
}

function unread(diagnostic: Diagnostic): ConnectorFile {
  return { documents: [], diagnostics: [diagnostic], isIncomplete: true };
}
