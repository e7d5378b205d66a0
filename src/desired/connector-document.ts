import path from 'node:path';
import type { SuspendedState } from '../model/desired-connector.ts';
import { type Diagnostic, diagnose, hasErrors } from '../model/diagnostic.ts';
import type { Source } from '../model/source.ts';
import { checkWrittenForm, type SchemaCheck } from './check-document.ts';
import { connectorsOfJson, isBareConfiguration } from './json-connectors.ts';
import { type LayerDocument, type OverrideDocument, readLayer, readOverrides } from './layer-document.ts';
import { parseDocuments } from './parse-documents.ts';
import type { Report } from './report.ts';
import { entryOf, itemsOf, type SourceMap, type SourceNode, scalarOf } from './source-node.ts';
import type { SourceText } from './source-text.ts';
import { type PlainText, parseTemplate, readPlainText, type Template } from './template.ts';

/** What one connector file gives. */
export interface ConnectorFile {
  readonly documents: readonly ConnectorDocument[];
  readonly diagnostics: readonly Diagnostic[];
  /** Whether connectors of it may be missing above, so that nobody can say which names there are. */
  readonly isIncomplete: boolean;
}

/** Reads a connector file: YAML of one or several documents, or JSON by its extension. */
export function readConnectorFile(source: SourceText, checkShape: SchemaCheck): ConnectorFile {
  const format = source.file.toLowerCase().endsWith('.json') ? 'json' : 'yaml';
  const parsed = parseDocuments(source, format);
  if (parsed.kind === 'broken') return { documents: [], diagnostics: parsed.diagnostics, isIncomplete: true };
  const connectors = format === 'json' ? parsed.documents.flatMap(connectorsOfJson) : parsed.documents;
  if (connectors.length === 0) return emptyFile(source);
  const fileName = connectors.length === 1 ? path.posix.parse(source.file).name : undefined;
  const read = connectors.map((connector) =>
    readConnector(connector, { source, format, fileName, checkShape }),
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
  readonly checkShape: SchemaCheck;
}

function readConnector(connector: SourceNode, { format, ...surroundings }: Surroundings): ReadDocument {
  const { source } = surroundings;
  if (connector.kind !== 'map') {
    // Not shown: a file without any key may be anything, a lone password too.
    const { file, line, column } = source.sourceOf(connector.span);
    const problem = diagnose(
      'not-a-mapping',
      { expected: 'a connector' },
      { source: { file, line, column } },
    );
    return { document: undefined, diagnostics: [problem] };
  }
  if (format === 'yaml' && isBareConfiguration(connector)) {
    const span = entryOf(connector, 'connector.class')?.keySpan ?? connector.span;
    const problem = diagnose(
      'config-key-at-top-level',
      { key: 'connector.class' },
      { source: source.sourceOf(span) },
    );
    return { document: undefined, diagnostics: [problem] };
  }
  return readConnectorDocument({ ...surroundings, map: connector });
}

function emptyFile({ file }: SourceText): ConnectorFile {
  const source = { file, line: 1, column: 1 };
  return { documents: [], diagnostics: [diagnose('empty-file', { file }, { source })], isIncomplete: true };
}

/** One connector as a file describes it, nothing substituted yet. */
export interface ConnectorDocument extends LayerDocument {
  readonly name: Template;
  readonly nameFrom: 'name' | 'file';
  /** The name, or the start of the document. */
  readonly source: Source;
  /** The state that it is put into while its configuration changes. */
  readonly changeWhile: { readonly value: SuspendedState; readonly source: Source } | undefined;
  /** The clusters that it is limited to. */
  readonly clusters: readonly PlainText[] | undefined;
  readonly dependsOn: readonly Template[];
  /** Profiles of the project file, the weakest first. */
  readonly extends: readonly PlainText[];
  /** What is different on a cluster, by its name. */
  readonly overrides: ReadonlyMap<string, OverrideDocument>;
  /** `name` within the configuration: no key of its own, but it must agree. */
  readonly nameInConfig: Template | undefined;
  /** Whether it has an error: its names still count, but it gives no desired connector. */
  readonly isBroken: boolean;
}

/** A document to be read, with what its surroundings say. */
export interface DocumentToRead {
  readonly source: SourceText;
  readonly map: SourceMap;
  /** The name that the file gives it; undefined where it has to name itself. */
  readonly fileName: string | undefined;
  readonly checkShape: SchemaCheck;
}

/** What came of reading a document. */
export interface ReadDocument {
  /** Undefined where not even a name is known. */
  readonly document: ConnectorDocument | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads one connector; everything that is wrong with it is found at once. */
export function readConnectorDocument({ source, map, fileName, checkShape }: DocumentToRead): ReadDocument {
  const found: Diagnostic[] = [...checkWrittenForm(source, map), ...checkShape(source, map)];
  const report: Report = (problem) => {
    found.push(problem);
  };
  const nameInConfig = scalarOf(entryOf(map, 'config')?.value, 'name');
  const partial = {
    ...readLayer(source, map, report),
    changeWhile: readChangeWhile(source, map),
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
  { source, map, fileName }: Omit<DocumentToRead, 'checkShape'>,
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
