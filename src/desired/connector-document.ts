import path from 'node:path';
import type { SuspendedState, Suspension } from '../model/desired-connector.ts';
import { type Diagnostic, diagnose, hasErrors } from '../model/diagnostic.ts';
import type { Source } from '../model/source.ts';
import { checkSyntax, type SchemaCheck } from './check-document.ts';
import { type LayerDocument, type OverrideDocument, readLayer, readOverrides } from './layer-document.ts';
import { findMisplacedDocument } from './misplaced-document.ts';
import { parseDocuments } from './parse-documents.ts';
import { readSuspension } from './read-suspension.ts';
import type { Report } from './report.ts';
import {
  childOf,
  entryOf,
  itemsOf,
  type SourceEntry,
  type SourceMap,
  type SourceNode,
  scalarOf,
} from './source-node.ts';
import type { SourceText } from './source-text.ts';
import { type PlainText, parseTemplate, readPlainText, type Template } from './template.ts';

/** The contents of one connector file. */
export interface ConnectorFile {
  readonly documents: readonly ConnectorDocument[];
  readonly diagnostics: readonly Diagnostic[];
  /** Whether connectors may be missing in `documents`, so that the set of names is unknown. */
  readonly isIncomplete: boolean;
}

/** Reads a connector file: one or several YAML documents, or JSON (by its extension). */
export function readConnectorFile(source: SourceText, checkSchema: SchemaCheck): ConnectorFile {
  const format = source.file.toLowerCase().endsWith('.json') ? 'json' : 'yaml';
  const parsed = parseDocuments(source, format);
  if (parsed.kind === 'broken') return { documents: [], diagnostics: parsed.diagnostics, isIncomplete: true };
  const connectors = format === 'json' ? parsed.documents.flatMap(connectorsOfJson) : parsed.documents;
  if (connectors.length === 0) return emptyFile(source);
  const fileName = connectors.length === 1 ? path.posix.parse(source.file).name : undefined;
  const read = connectors.map((connector) =>
    readConnector(connector, { source, format, fileName, checkSchema }),
  );
  return {
    documents: read.flatMap(({ document }) => document ?? []),
    diagnostics: read.flatMap(({ diagnostics }) => diagnostics),
    isIncomplete: read.some(({ document }) => document === undefined),
  };
}

interface Surroundings {
  readonly source: SourceText;
  readonly format: 'yaml' | 'json';
  readonly fileName: string | undefined;
  readonly checkSchema: SchemaCheck;
}

function readConnector(connector: SourceNode, { format, ...surroundings }: Surroundings): ReadDocument {
  const { source } = surroundings;
  if (connector.kind !== 'map') {
    // Without an excerpt: a file without keys may contain anything, even just a password.
    const { file, line, column } = source.sourceOf(connector.span);
    const problem = diagnose(
      'not-a-mapping',
      { expected: 'a connector' },
      { source: { file, line, column } },
    );
    return { document: undefined, diagnostics: [problem] };
  }
  const misplaced = format === 'yaml' ? findMisplacedDocument(source, connector) : undefined;
  if (misplaced) return { document: undefined, diagnostics: [misplaced] };
  return readConnectorDocument({ ...surroundings, map: connector });
}

function emptyFile({ file }: SourceText): ConnectorFile {
  const source = { file, line: 1, column: 1 };
  return { documents: [], diagnostics: [diagnose('empty-file', { file }, { source })], isIncomplete: true };
}

/** A connector as its file declares it, without substitution. */
export interface ConnectorDocument extends LayerDocument {
  readonly name: Template;
  readonly nameFrom: 'name' | 'file';
  /** The position of the name, or of the start of the document. */
  readonly source: Source;
  /** The state to put it into while its config changes. */
  readonly changeWhile: { readonly value: SuspendedState; readonly source: Source } | undefined;
  /** It is left as it is; undefined: it is not. */
  readonly suspension: Suspension | undefined;
  /** The clusters that it is limited to; undefined: all clusters. */
  readonly clusters: readonly PlainText[] | undefined;
  readonly dependsOn: readonly Template[];
  /** Profiles of the project file, lowest precedence first. */
  readonly extends: readonly PlainText[];
  /** Overrides by cluster name. */
  readonly overrides: ReadonlyMap<string, OverrideDocument>;
  /** `name` in the config, which must equal the name of the connector. */
  readonly nameInConfig: Template | undefined;
  /** Whether it has an error: its name still counts, but it yields no desired connector. */
  readonly isBroken: boolean;
}

/** A document to read, with its context. */
export interface DocumentToRead {
  readonly source: SourceText;
  readonly map: SourceMap;
  /** The name that the file name implies; undefined if the document must declare one. */
  readonly fileName: string | undefined;
  readonly checkSchema: SchemaCheck;
}

/** The result of reading a document. */
export interface ReadDocument {
  /** Undefined if not even the name is known. */
  readonly document: ConnectorDocument | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads one connector and finds all of its problems. */
function readConnectorDocument({ source, map, fileName, checkSchema }: DocumentToRead): ReadDocument {
  const found: Diagnostic[] = [...checkSyntax(source, map), ...checkSchema(source, map)];
  const report: Report = (problem) => {
    found.push(problem);
  };
  const nameInConfig = scalarOf(entryOf(map, 'config')?.value, 'name');
  const partial = {
    ...readLayer(source, map, report),
    changeWhile: readChangeWhile(source, map),
    suspension: readSuspension(source, map, report),
    clusters:
      entryOf(map, 'clusters') && itemsOf(map, 'clusters').map((item) => readPlainText(source, item, report)),
    dependsOn: itemsOf(map, 'dependsOn').map((item) =>
      parseTemplate(source, item, { allowed: ['var'], report }),
    ),
    extends: itemsOf(map, 'extends').map((item) => readPlainText(source, item, report)),
    overrides: readOverrides(source, map, report),
    nameInConfig: nameInConfig && parseTemplate(source, nameInConfig, { allowed: ['var'], report }),
  };
  const name = readName({ source, map, fileName }, report);
  if (!name) return { document: undefined, diagnostics: found };
  return { document: { ...name, ...partial, isBroken: hasErrors(found) }, diagnostics: found };
}

function readName(
  { source, map, fileName }: Omit<DocumentToRead, 'checkSchema'>,
  report: Report,
): Pick<ConnectorDocument, 'name' | 'nameFrom' | 'source'> | undefined {
  const scalar = scalarOf(map, 'name');
  if (scalar) {
    const name = parseTemplate(source, scalar, { allowed: ['var'], report });
    return { name, nameFrom: 'name', source: name.source };
  }
  const place = source.sourceOf(map.entries[0]?.keySpan ?? map.span);
  if (fileName === undefined) {
    if (!entryOf(map, 'name')) report(diagnose('missing-name', {}, { source: place }));
    return undefined;
  }
  const parts = [{ kind: 'text', text: fileName } as const];
  return { name: { written: fileName, parts, source: place }, nameFrom: 'file', source: place };
}

function readChangeWhile(source: SourceText, map: SourceMap): ConnectorDocument['changeWhile'] {
  const scalar = scalarOf(map, 'changeWhile');
  return scalar && isSuspendedState(scalar.text)
    ? { value: scalar.text, source: source.sourceOf(scalar.span) }
    : undefined;
}

function isSuspendedState(text: string): text is SuspendedState {
  return ['paused', 'stopped'].includes(text);
}

/**
 * Converts the connectors of a JSON file to the format of connector files. JSON comes from tutorials and workers:
 * `{"name", "config"}` as in POST, a bare config as in PUT, the response of GET (with `tasks` and `type`, which are
 * ignored), and lists of these. `name` in the config is the name if no other name is given.
 */
function connectorsOfJson(document: SourceNode): readonly SourceNode[] {
  const connectors = document.kind === 'list' ? document.items : [document];
  return connectors.map((connector) => (connector.kind === 'map' ? asConnectorFile(connector) : connector));
}

/** Whether a mapping is a bare config, as opposed to one with a `config` key. */
function isBareConfiguration(map: SourceMap): boolean {
  return !entryOf(map, 'config') && entryOf(map, 'connector.class') !== undefined;
}

function asConnectorFile(map: SourceMap): SourceMap {
  if (isBareConfiguration(map)) return withEntries(map, [...nameIn(map), configEntry(map)]);
  const kept = map.entries.filter(({ key }) => key !== 'tasks' && key !== 'type');
  const name = entryOf(map, 'name') ? [] : nameIn(childOf(map, 'config'));
  return withEntries(map, [...name, ...kept]);
}

function nameIn(config: SourceNode | undefined): SourceEntry[] {
  const name = entryOf(config, 'name');
  return name ? [name] : [];
}

function configEntry(map: SourceMap): SourceEntry {
  return { key: 'config', keySpan: map.entries[0]?.keySpan ?? map.span, value: map };
}

function withEntries(map: SourceMap, entries: readonly SourceEntry[]): SourceMap {
  return { ...map, entries };
}
