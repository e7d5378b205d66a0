import { type Diagnostic, diagnose, hasErrors } from '../model/diagnostic.ts';
import { type BoundFolder, bindDocuments } from './bound-folders.ts';
import { loadSchemaCheck, type SchemaCheck } from './check-document.ts';
import { type ConnectorFile, readConnectorFile } from './connector-document.ts';
import { displayPath } from './display-path.ts';
import { type FileSearch, findConnectorFiles } from './find-connector-files.ts';
import { readSource } from './read-source.ts';

/** The contents of all connector files of a project. */
export interface LoadedConnectorFiles extends ConnectorFile {
  /** The number of files. */
  readonly files: number;
  /** Problems of the search, as opposed to problems in the files. */
  readonly searchDiagnostics: readonly Diagnostic[];
}

/** Files read concurrently: enough to keep the disk busy, far below the limit of open files. */
const readAtOnce = 64;

/** Finds and reads the connector files of a project. Those in bound folders are limited to the clusters of these. */
export async function loadConnectorFiles(
  search: FileSearch,
  folders: readonly BoundFolder[],
): Promise<LoadedConnectorFiles> {
  const [found, checkSchema] = await Promise.all([findConnectorFiles(search), loadSchemaCheck('connector')]);
  const loaded: ConnectorFile[] = [];
  for (let at = 0; at < found.files.length; at += readAtOnce) {
    // Reading is synchronous: between two batches others are served, such as the listener of the controller.
    if (at > 0) await new Promise((resolve) => setImmediate(resolve));
    const batch = found.files.slice(at, at + readAtOnce);
    loaded.push(
      ...(await Promise.all(batch.map((file) => loadConnectorFile(search.directory, file, checkSchema)))),
    );
  }
  const bound = bindDocuments(
    loaded.flatMap(({ documents }) => documents),
    folders,
  );
  return {
    documents: bound.documents,
    diagnostics: [...loaded.flatMap(({ diagnostics }) => diagnostics), ...bound.diagnostics],
    isIncomplete: hasErrors(found.diagnostics) || loaded.some(({ isIncomplete }) => isIncomplete),
    files: found.files.length,
    searchDiagnostics: found.diagnostics,
  };
}

async function loadConnectorFile(
  directory: string,
  absolute: string,
  checkSchema: SchemaCheck,
): Promise<ConnectorFile> {
  const file = displayPath(directory, absolute);
  if (!/\.(?:ya?ml|json)$/i.test(file)) {
    return unread(diagnose('unsupported-file-type', { file }, { source: { file, line: 1, column: 1 } }));
  }
  const read = await readSource(directory, absolute, { pipes: 'refused', links: 'checked' });
  return read.kind === 'text' ? readConnectorFile(read.source, checkSchema) : unread(read.diagnostic);
}

function unread(diagnostic: Diagnostic): ConnectorFile {
  return { documents: [], diagnostics: [diagnostic], isIncomplete: true };
}

/** No connector file was read. */
export const noConnectors: LoadedConnectorFiles = {
  documents: [],
  diagnostics: [],
  isIncomplete: true,
  files: 0,
  searchDiagnostics: [],
};
