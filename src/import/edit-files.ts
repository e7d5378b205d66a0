import path from 'node:path';
import type { ConnectorDocument } from '../desired/connector-document.ts';
import { readText } from '../files/read-file.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { formatSource } from '../model/source.ts';
import type { FileUpdate } from './find-updates.ts';
import type { FoundConnectorConfig } from './formats/found-connector.ts';
import { type ConnectorEdit, editConnector } from './formats/write/edit-connector.ts';
import { type PrintedValue, unset } from './formats/write/print-entry.ts';
import type { PlannedFile } from './import-plan.ts';
import type { ImportRequest } from './import-request.ts';

/** The existing connector files after the edit. */
export interface EditedFiles {
  readonly files: readonly PlannedFile[];
  readonly diagnostics: readonly Diagnostic[];
  /** Connectors whose files are up to date now, with the keys that are not imported. */
  readonly written: readonly {
    readonly connector: FoundConnectorConfig;
    readonly left: ReadonlySet<string>;
    readonly file: string;
  }[];
}

/** Updates connector files in place; `ready` has the new values without secrets. */
export async function editFiles(
  request: ImportRequest,
  updates: readonly FileUpdate[],
  ready: ReadonlyMap<string, FoundConnectorConfig>,
): Promise<EditedFiles> {
  const files = new Map<string, PlannedFile>();
  const diagnostics: Diagnostic[] = [];
  const written: EditedFiles['written'][number][] = [];
  for (const update of updates) {
    const { connector, desired, left } = update;
    const { file } = desired.source;
    const absolute = path.resolve(request.directory, file);
    const before = files.get(file) ?? keep(file, absolute, await readText(absolute));
    const edits = { ...update, changed: ready.get(connector.name) ?? update.changed };
    const edited = edit(request, before, edits);
    files.set(file, edited.file);
    if (edited.rejection) diagnostics.push(edited.rejection);
    else written.push({ connector, left, file });
    diagnostics.push(...secretsThatDiffer(update));
  }
  return { files: [...files.values()], diagnostics, written };
}

function keep(file: string, absolute: string, text: string): PlannedFile {
  return { absolute, file, kind: 'connector', action: 'keep', text, connectors: [], keys: [] };
}

function edit(
  request: ImportRequest,
  before: PlannedFile,
  update: FileUpdate,
): { file: PlannedFile; rejection?: Diagnostic } {
  const { changed, removed, state, connector } = update;
  const file = { ...before, connectors: [...before.connectors, connector.name] };
  const keys = [...changed.config.keys(), ...removed.keys()];
  if (keys.length === 0 && state === undefined) return { file };
  if (file.file.toLowerCase().endsWith('.json'))
    return {
      file,
      rejection: reject(update, 'import edits YAML files only: convert it to YAML'),
    };
  const result = editConnector(before.text, editOf(request, update));
  if (result.kind === 'rejected') return { file, rejection: reject(update, result.reason) };
  const changedKeys = state === undefined ? keys : [...keys, 'state'];
  return {
    file: { ...file, action: 'update', text: result.text, keys: [...file.keys, ...changedKeys].sort() },
  };
}

/** Differences go into the override for this cluster if the file also applies to others, or if they are already there. */
function editOf(request: ImportRequest, update: FileUpdate): ConnectorEdit {
  const { desired, changed, removed, state } = update;
  const { index, isForOthers, override } = documentOf(request, update);
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
    state: isOwnState ? undefined : state,
    config,
    override: own.size > 0 || ownState !== undefined ? { cluster, config: own, state: ownState } : undefined,
  };
}

type KeyEdit = PrintedValue | 'remove';

/** The document of the connector in its file, and whether it also applies to other clusters. */
function documentOf({ project, source: { cluster } }: ImportRequest, { desired }: FileUpdate) {
  const { documents, clusters } = project.files;
  const isOwn = (one: ConnectorDocument) => formatSource(one.source) === formatSource(desired.source);
  const ofFile = documents.filter((one) => one.source.file === desired.source.file);
  const document = ofFile.find(isOwn);
  const isLimited = document?.clusters?.length === 1 && document.clusters[0]?.text === cluster;
  return {
    index: ofFile.findIndex(isOwn),
    isForOthers: cluster !== undefined && clusters.size > 1 && !isLimited,
    override: cluster === undefined ? undefined : document?.overrides.get(cluster),
  };
}

function reject({ connector: { name }, desired }: FileUpdate, reason: string): Diagnostic {
  return diagnose('import-not-updated', { name, reason }, { source: desired.source });
}

/** Import cannot decide which of the two values is right. */
function secretsThatDiffer(update: FileUpdate): readonly Diagnostic[] {
  return update.differing.map((key) =>
    reject(update, `the value of "${key}" in the environment differs from the imported one`),
  );
}
