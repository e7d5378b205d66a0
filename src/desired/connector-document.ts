import type { SuspendedState } from '../model/desired-connector.ts';
import { type Diagnostic, diagnose, hasErrors } from '../model/diagnostic.ts';
import type { Source } from '../model/source.ts';
import type { SchemaCheck } from './check-shape.ts';
import { checkWrittenForm } from './check-written-form.ts';
import { type LayerDocument, type OverrideDocument, readLayer, readOverrides } from './layer-document.ts';
import { type PlainText, readPlainText } from './plain-text.ts';
import type { Report } from './report.ts';
import { entryOf, itemsOf, type SourceMap, scalarOf } from './source-node.ts';
import type { SourceText } from './source-text.ts';
import { parseTemplate, type Template } from './template.ts';

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
