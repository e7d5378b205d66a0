import path from 'node:path';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { SchemaCheck } from './check-shape.ts';
import { type ConnectorDocument, type ReadDocument, readConnectorDocument } from './connector-document.ts';
import { connectorsOfJson, isBareConfiguration } from './json-connectors.ts';
import { parseDocuments } from './parse-documents.ts';
import { entryOf, type SourceNode } from './source-node.ts';
import type { SourceText } from './source-text.ts';

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
