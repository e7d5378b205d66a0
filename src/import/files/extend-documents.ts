import path from 'node:path';
import { clustersOfFile } from '../../desired/bound-folders.ts';
import type { ConnectorDocument } from '../../desired/connector-document.ts';
import type { ProjectFiles } from '../../desired/read-project.ts';
import { readText } from '../../files/read-file.ts';
import { type Diagnostic, describeDiagnostic, diagnose } from '../../model/diagnostic.ts';
import { formatSource, type Source } from '../../model/source.ts';
import { type DesiredConnectors, desiredBefore } from '../desired-before.ts';
import { type FoundConnectorConfig, textValue } from '../formats/found-connector.ts';
import { editConnector } from '../formats/write/edit-connector.ts';
import type { ImportRequest } from '../import-request.ts';
import { ownFolder } from './own-folder.ts';

/** An import with the documents of other clusters that are extended to its cluster. */
export interface ExtendedImport {
  /** As if these documents were declared for its cluster too. */
  readonly request: ImportRequest;
  readonly before: DesiredConnectors;
  /** Why connectors of other clusters get a file of their own for this cluster. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Finds the documents that declare the connectors for other clusters only and can be extended: `clusters` gets the
 * cluster of the import, and its override what differs. `apart` are connectors that must not be extended.
 */
export async function extendDocuments(
  request: ImportRequest,
  connectors: readonly FoundConnectorConfig[],
  { before, apart }: { readonly before: DesiredConnectors; readonly apart: ReadonlyMap<string, string> },
): Promise<ExtendedImport> {
  const { cluster } = request.source;
  const { folders } = request.project.files;
  // Where folders are bound to clusters, each cluster has files of its own.
  if (cluster === undefined || ownFolder(folders, cluster)) return { request, before, diagnostics: [] };
  const candidates = connectors.flatMap((connector) => {
    const places = (before.elsewhere.get(connector.name) ?? []).filter(
      ({ file }) => clustersOfFile(folders, file) === undefined,
    );
    const isHere = before.present.has(connector.name) || before.absent.has(connector.name);
    return isHere || places.length === 0 ? [] : [{ connector, places }];
  });
  const refused = new Map(candidates.flatMap(({ connector: { name } }) => reasonFor(apart, name)));
  const chosen = new Map<string, ConnectorDocument>();
  for (const { connector, places } of candidates) {
    if (refused.has(connector.name)) continue;
    const found = await extendable(request, places);
    if (typeof found === 'string') refused.set(connector.name, found);
    else chosen.set(connector.name, found);
  }
  const extended = withoutProblems(request, { before, chosen, refused, cluster });
  return {
    ...extended,
    diagnostics: candidates.flatMap(({ connector: { name, source }, places }) => {
      const [file = '', reason] = [places[0]?.file, refused.get(name)];
      return reason === undefined
        ? []
        : [diagnose('import-not-extended', { name, file, cluster, reason }, { source })];
    }),
  };
}

function reasonFor(apart: ReadonlyMap<string, string>, name: string): [string, string][] {
  const reason = apart.get(name);
  return reason === undefined ? [] : [[name, reason]];
}

/** The first document that can be edited, or why none can. */
async function extendable(
  request: ImportRequest,
  places: readonly Source[],
): Promise<ConnectorDocument | string> {
  let reason = '';
  for (const place of places) {
    const { documents } = request.project.files;
    const document = documents.find(({ source }) => formatSource(source) === formatSource(place));
    const problem = document ? await problemOf(request, document) : 'its document is not known';
    if (document && problem === undefined) return document;
    reason ||= problem ?? '';
  }
  return reason;
}

async function problemOf(
  { project, directory, source: { cluster = '' } }: ImportRequest,
  document: ConnectorDocument,
): Promise<string | undefined> {
  const { file } = document.source;
  if (document.state?.value === 'absent') return 'it declares  state: absent';
  if (file.toLowerCase().endsWith('.json')) return 'import edits YAML files only';
  const index = project.files.documents.filter(({ source }) => source.file === file).indexOf(document);
  const override = { cluster, config: new Map([['topics', textValue('x')]]), state: undefined };
  const text = await readText(path.resolve(directory, file));
  const tried = editConnector(text, {
    document: index,
    clusters: cluster,
    state: undefined,
    config: new Map(),
    override,
  });
  return tried.kind === 'rejected' ? tried.reason : undefined;
}

interface Choice {
  readonly before: DesiredConnectors;
  readonly chosen: Map<string, ConnectorDocument>;
  readonly refused: Map<string, string>;
  readonly cluster: string;
}

/** Leaves out documents that would have an error on the cluster, because of a variable that is not set there. */
function withoutProblems(request: ImportRequest, choice: Choice): Omit<ExtendedImport, 'diagnostics'> {
  const { before, chosen, refused, cluster } = choice;
  if (chosen.size === 0) return { request, before };
  const { project, source } = request;
  const files = limitedTo(project.files, new Set(chosen.values()), cluster);
  const extended = desiredBefore(files, source);
  const known = new Set(before.diagnostics.map(problemText));
  const added = extended.diagnostics.filter(
    (problem) => problem.severity === 'error' && !known.has(problemText(problem)),
  );
  const failing = [...chosen].flatMap(([name, document]) => {
    const problem = added.find((one) => one.source?.file === document.source.file);
    const reason = problem && `${problem.code}: ${problemText(problem)}`;
    if (extended.present.has(name) && !reason) return [];
    return [[name, reason ?? 'it has an error on this cluster'] as const];
  });
  if (failing.length === 0)
    return {
      request: { ...request, project: { ...project, files }, extended: new Set(chosen.keys()) },
      before: { ...extended, diagnostics: before.diagnostics },
    };
  for (const [name, reason] of failing) {
    chosen.delete(name);
    refused.set(name, reason);
  }
  return withoutProblems(request, choice);
}

function problemText(problem: Diagnostic): string {
  return describeDiagnostic(problem, (text) => text).message;
}

/** The project as if these documents were limited to one cluster more. */
function limitedTo(
  files: ProjectFiles,
  chosen: ReadonlySet<ConnectorDocument>,
  cluster: string,
): ProjectFiles {
  return {
    ...files,
    documents: files.documents.map((document) =>
      chosen.has(document)
        ? {
            ...document,
            clusters: [...(document.clusters ?? []), { text: cluster, source: document.source }],
          }
        : document,
    ),
  };
}
