import path from 'node:path';
import type { ConnectorDocument } from '../../desired/connector-document.ts';
import { readText } from '../../files/read-file.ts';
import { type Diagnostic, diagnose } from '../../model/diagnostic.ts';
import { formatSource } from '../../model/source.ts';
import type { ConnectorOutcome } from '../account.ts';
import type { FoundConnectorConfig } from '../formats/found-connector.ts';
import { addIgnoredKeys } from '../formats/write/add-ignored-keys.ts';
import { type ConnectorEdit, type EditedFile, editConnector } from '../formats/write/edit-connector.ts';
import { type PrintedValue, unset } from '../formats/write/print-entry.ts';
import type { PlannedFile } from '../import-plan.ts';
import type { ImportRequest } from '../import-request.ts';
import type { FileUpdate } from './find-updates.ts';

/** The existing connector files after the edit. */
export interface EditedFiles {
  readonly files: readonly PlannedFile[];
  readonly connectors: readonly ConnectorOutcome[];
  /** Connectors whose files could not be edited, by name, with the reason. */
  readonly rejected: ReadonlyMap<string, readonly Diagnostic[]>;
  /** Connectors whose files are up to date now, with the keys that are not imported. */
  readonly written: readonly {
    readonly connector: FoundConnectorConfig;
    readonly left: ReadonlySet<string>;
    readonly file: string;
  }[];
}

/** What an edit needs besides the changes. */
export interface EditMaterial {
  /** Connectors with their new values, without secrets, by name. */
  readonly ready: ReadonlyMap<string, FoundConnectorConfig>;
  /** Connectors whose files must not be edited, by name, with the reasons. */
  readonly blocked: ReadonlyMap<string, readonly Diagnostic[]>;
}

/**
 * Updates connector files in place. A connector whose part of a file cannot be edited completely keeps it unchanged;
 * other connectors of the file are edited nevertheless.
 */
export async function editFiles(
  request: ImportRequest,
  updates: readonly FileUpdate[],
  material: EditMaterial,
): Promise<EditedFiles> {
  const files = new Map<string, PlannedFile>();
  const edits: EditedConnector[] = [];
  for (const update of updates) {
    const { file } = update.desired.source;
    const absolute = path.resolve(request.directory, file);
    const before = files.get(file) ?? keep(file, absolute, await readText(absolute));
    const edited = edit(request, before, update, material);
    files.set(file, edited.file);
    edits.push({ ...edited, update });
  }
  const written = edits.filter(({ problems }) => problems.length === 0);
  return {
    files: [...files.values()],
    connectors: edits.map(outcomeOf),
    rejected: new Map(
      edits.flatMap(({ update: { connector }, isRejected, problems }) =>
        isRejected ? [[connector.name, problems] as const] : [],
      ),
    ),
    written: written.map(({ update: { connector, left }, file: { file } }) => ({ connector, left, file })),
  };
}

/** Whether the changes of a connector may be written to its file. */
export function isEditable(
  { connector: { name }, differing }: FileUpdate,
  blocked: EditMaterial['blocked'],
): boolean {
  return differing.length === 0 && !blocked.has(name);
}

interface Edit {
  /** The file after the edit. */
  readonly file: PlannedFile;
  readonly keys: readonly string[];
  /** Why nothing is edited. */
  readonly problems: readonly Diagnostic[];
  /** Whether this was not known before. */
  readonly isRejected?: boolean;
}

interface EditedConnector extends Edit {
  readonly update: FileUpdate;
}

function keep(file: string, absolute: string, text: string): PlannedFile {
  return { absolute, file, kind: 'connector', action: 'keep', text };
}

function outcomeOf({ update, file: { file }, keys, problems }: EditedConnector): ConnectorOutcome {
  const changed = keys.length === 0 ? 'unchanged' : 'updated';
  const { name, source } = update.connector;
  return { name, outcome: problems.length > 0 ? 'differs' : changed, file, keys, problems, source };
}

function edit(
  request: ImportRequest,
  file: PlannedFile,
  update: FileUpdate,
  { ready, blocked }: EditMaterial,
): Edit {
  const { changed, removed, ignored, state, connector } = update;
  const keys = [
    ...(request.extended?.has(connector.name) ? ['clusters'] : []),
    ...changed.config.keys(),
    ...removed.keys(),
    ...(state === undefined ? [] : ['state']),
    ...(ignored.length === 0 ? [] : ['ignoreKeys']),
  ].sort();
  const unwritten = secretsThatDiffer(update);
  if (keys.length > 0) unwritten.push(...(blocked.get(connector.name) ?? []));
  if (unwritten.length > 0 || keys.length === 0)
    return { file, keys: [...keys, ...update.differing].sort(), problems: unwritten };
  if (file.file.toLowerCase().endsWith('.json')) {
    const rejection = reject(update, 'import edits YAML files only: convert it to YAML');
    return { file, keys, problems: [rejection], isRejected: true };
  }
  const edits = editOf(request, { ...update, changed: ready.get(connector.name) ?? changed });
  const written = editConnector(file.text, edits);
  const result = written.kind === 'rejected' ? written : withIgnored(request, written.text, update);
  if (result.kind === 'rejected')
    return { file, keys, problems: [reject(update, result.reason)], isRejected: true };
  return { file: { ...file, action: 'update', text: result.text }, keys, problems: [] };
}

function withIgnored(request: ImportRequest, text: string, update: FileUpdate): EditedFile {
  const { index: document, isForOthers } = documentOf(request, update);
  const path = isForOthers ? ['overrides', request.source.cluster ?? ''] : [];
  return addIgnoredKeys(text, { document, path, keys: update.ignored });
}

/** Differences go into the override for this cluster if the file also applies to others, or if they are already there. */
function editOf(request: ImportRequest, update: FileUpdate): ConnectorEdit {
  const { desired, changed, removed, state } = update;
  const { index, clusters, isForOthers, override } = documentOf(request, update);
  const isThere = (key: string) => desired.origins.get(key)?.layer === 'override';
  const [config, own] = [new Map<string, KeyEdit>(), new Map<string, KeyEdit>()];
  for (const [key, value] of changed.config) (isForOthers || isThere(key) ? own : config).set(key, value);
  for (const [key, how] of removed) {
    // Other clusters keep the key; it is only removed for this one.
    if (isForOthers || isThere(key)) own.set(key, isThere(key) ? how : unset);
    else config.set(key, how);
  }
  const isOwnState = isForOthers || override?.state !== undefined;
  const ownState = isOwnState ? state : undefined;
  const { cluster = '' } = request.source;
  return {
    document: index,
    clusters,
    state: isOwnState ? undefined : state,
    config,
    override: own.size > 0 || ownState !== undefined ? { cluster, config: own, state: ownState } : undefined,
  };
}

type KeyEdit = PrintedValue | 'remove';

/** The document of the connector in its file, and whether it also applies to other clusters. */
function documentOf(
  { project, source: { cluster }, extended }: ImportRequest,
  { desired, connector }: FileUpdate,
) {
  const { documents, clusters } = project.files;
  const isOwn = (one: ConnectorDocument) => formatSource(one.source) === formatSource(desired.source);
  const ofFile = documents.filter((one) => one.source.file === desired.source.file);
  const document = ofFile.find(isOwn);
  const isLimited = document?.clusters?.length === 1 && document.clusters[0]?.text === cluster;
  return {
    index: ofFile.findIndex(isOwn),
    clusters: extended?.has(connector.name) ? cluster : undefined,
    isForOthers: cluster !== undefined && clusters.size > 1 && !isLimited,
    override: cluster === undefined ? undefined : document?.overrides.get(cluster),
  };
}

function reject({ connector: { name }, desired }: FileUpdate, reason: string): Diagnostic {
  return diagnose('import-not-updated', { name, reason }, { source: desired.source });
}

/** Import cannot decide which of the two values is right. */
function secretsThatDiffer(update: FileUpdate): Diagnostic[] {
  const { connector, desired, differing } = update;
  return differing.map((key) =>
    diagnose('import-secret-differs', { name: connector.name, key }, { source: desired.source }),
  );
}
