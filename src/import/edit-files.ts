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

/** What became of the files that are there already. */
export interface EditedFiles {
  readonly files: readonly PlannedFile[];
  readonly diagnostics: readonly Diagnostic[];
  /** Those that say what was found now, with the keys that are left to a person. */
  readonly written: readonly {
    readonly connector: FoundConnectorConfig;
    readonly left: ReadonlySet<string>;
    readonly file: string;
  }[];
}

/** Brings connector files up to date in place; `ready` has the new values without their secrets. */
export async function editFiles(
  request: ImportRequest,
  updates: readonly FileUpdate[],
  ready: ReadonlyMap<string, FoundConnectorConfig>,
): Promise<EditedFiles> {
  const files = new Map<string, PlannedFile>();
  const diagnostics: Diagnostic[] = [];
  const written: EditedFiles['written'][number][] = [];
  for (const update of updates) {
    const { connector, wished, left } = update;
    const { file } = wished.source;
    const absolute = path.resolve(request.directory, file);
    const before = files.get(file) ?? keep(file, absolute, await readText(absolute));
    const edits = { ...update, changed: ready.get(connector.name) ?? update.changed };
    const edited = edit(request, before, edits);
    files.set(file, edited.file);
    if (edited.refusal) diagnostics.push(edited.refusal);
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
): { file: PlannedFile; refusal?: Diagnostic } {
  const { changed, removed, state, connector } = update;
  const file = { ...before, connectors: [...before.connectors, connector.name] };
  const keys = [...changed.config.keys(), ...removed.keys()];
  if (keys.length === 0 && state === undefined) return { file };
  if (file.file.toLowerCase().endsWith('.json'))
    return {
      file,
      refusal: refuse(update, 'it is JSON, which has no place for comments: write it anew as YAML'),
    };
  const result = editConnector(before.text, editOf(request, update));
  if (result.kind === 'refused') return { file, refusal: refuse(update, result.reason) };
  const says = state === undefined ? keys : [...keys, 'state'];
  return { file: { ...file, action: 'update', text: result.text, keys: [...file.keys, ...says].sort() } };
}

/** What differs goes into the override of this cluster where the file is for others too, or has it there already. */
function editOf(request: ImportRequest, update: FileUpdate): ConnectorEdit {
  const { wished, changed, removed, state } = update;
  const { index, isForOthers, override } = documentOf(request, update);
  const isThere = (key: string) => wished.origins.get(key)?.layer === 'override';
  const [config, own] = [new Map<string, KeyEdit>(), new Map<string, KeyEdit>()];
  for (const [key, value] of changed.config) (isForOthers || isThere(key) ? own : config).set(key, value);
  for (const [key, how] of removed) {
    // What other clusters keep is taken away from this one alone.
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

/** Which connector of its file it is, and what the file says of this cluster and of others. */
function documentOf({ project, source: { cluster } }: ImportRequest, { wished }: FileUpdate) {
  const { documents, clusters } = project.files;
  const isOwn = (one: ConnectorDocument) => formatSource(one.source) === formatSource(wished.source);
  const ofFile = documents.filter((one) => one.source.file === wished.source.file);
  const document = ofFile.find(isOwn);
  const isLimited = document?.clusters?.length === 1 && document.clusters[0]?.text === cluster;
  return {
    index: ofFile.findIndex(isOwn),
    isForOthers: cluster !== undefined && clusters.size > 1 && !isLimited,
    override: cluster === undefined ? undefined : document?.overrides.get(cluster),
  };
}

function refuse({ connector: { name }, wished }: FileUpdate, reason: string): Diagnostic {
  return diagnose('import-not-updated', { name, reason }, { source: wished.source });
}

/** Which of the two is right a person has to say. */
function secretsThatDiffer(update: FileUpdate): readonly Diagnostic[] {
  return update.differing.map((key) =>
    refuse(update, `the environment has another value for "${key}" than it has where it comes from`),
  );
}
