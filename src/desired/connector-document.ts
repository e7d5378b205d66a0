import type { SuspendedState, WishedState } from '../model/desired-connector.ts';
import { type Diagnostic, diagnose, hasErrors } from '../model/diagnostic.ts';
import type { Source } from '../model/source.ts';
import type { ShapeCheck } from './check-shape.ts';
import { checkWrittenForm } from './check-written-form.ts';
import {
  entriesOf,
  entryOf,
  itemsOf,
  type Located,
  type LocatedEntry,
  type LocatedMap,
  type LocatedScalar,
  scalarOf,
} from './located.ts';
import { type PlainText, readPlainText } from './plain-text.ts';
import type { Report } from './report.ts';
import type { SourceText } from './source-text.ts';
import { findSuspiciousValues } from './suspicious-value.ts';
import { parseTemplate, type Template } from './template.ts';

/** One connector as a file describes it, nothing substituted yet. */
export interface ConnectorDocument {
  readonly name: Template;
  readonly nameFrom: 'name' | 'file';
  /** The name, or the start of the document. */
  readonly source: Source;
  readonly state: { readonly value: WishedState | 'absent'; readonly source: Source } | undefined;
  /** The state that it is put into while its configuration changes. */
  readonly changeWhile: { readonly value: SuspendedState; readonly source: Source } | undefined;
  /** The clusters that it is limited to. */
  readonly clusters: readonly PlainText[] | undefined;
  readonly dependsOn: readonly Template[];
  readonly ignoreKeys: readonly PlainText[];
  readonly config: readonly ConfigEntry[];
  /** `name` within the configuration: no key of its own, but it must agree. */
  readonly nameInConfig: Template | undefined;
  /** Whether it has an error: its names still count, but it gives no desired connector. */
  readonly isBroken: boolean;
}

/** One key of a configuration. */
export interface ConfigEntry {
  readonly key: string;
  /** The place of the key. */
  readonly source: Source;
  /** The value; a list is written to the worker as its elements with commas between them. */
  readonly elements: readonly Template[];
}

/** A document to be read, with what its surroundings say. */
export interface DocumentToRead {
  readonly source: SourceText;
  readonly map: LocatedMap;
  /** The name that the file gives it; undefined where it has to name itself. */
  readonly fileName: string | undefined;
  readonly checkShape: ShapeCheck;
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
  const config = entriesOf(map, 'config')
    .filter(({ key }) => key !== 'name')
    .flatMap((entry) => readConfigEntry(source, entry, report) ?? []);
  const nameInConfig = scalarOf(entryOf(map, 'config')?.value, 'name');
  const partial = {
    state: readState(source, map, { key: 'state', isOne: isState }),
    changeWhile: readState(source, map, { key: 'changeWhile', isOne: isSuspendedState }),
    clusters:
      entryOf(map, 'clusters') && itemsOf(map, 'clusters').map((item) => readPlainText(source, item, report)),
    dependsOn: itemsOf(map, 'dependsOn').map((item) =>
      parseTemplate(source, item, { allowed: ['var'], report }),
    ),
    ignoreKeys: itemsOf(map, 'ignoreKeys').map((item) => readPlainText(source, item, report)),
    config,
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
    if (!entryOf(map, 'name')) report(diagnose('name-needed', {}, { source: place }));
    return undefined;
  }
  const parts = [{ kind: 'text', text: fileName } as const];
  return { name: { written: fileName, parts, source: place }, nameFrom: 'file', source: place };
}

function readState<T extends string>(
  source: SourceText,
  map: LocatedMap,
  { key, isOne }: { readonly key: string; readonly isOne: (text: string) => text is T },
): { readonly value: T; readonly source: Source } | undefined {
  const scalar = scalarOf(map, key);
  return scalar && isOne(scalar.text)
    ? { value: scalar.text, source: source.sourceOf(scalar.span) }
    : undefined;
}

function isState(text: string): text is WishedState | 'absent' {
  return ['running', 'paused', 'stopped', 'absent'].includes(text);
}

function isSuspendedState(text: string): text is SuspendedState {
  return ['paused', 'stopped'].includes(text);
}

function readConfigEntry(
  source: SourceText,
  { key, keySpan, value }: LocatedEntry,
  report: Report,
): ConfigEntry | undefined {
  readPlainText(
    source,
    { kind: 'scalar', text: key, isMissing: false, tag: undefined, span: keySpan },
    report,
  );
  const scalars = writtenScalars(value);
  if (!scalars) return undefined;
  const elements = scalars.map((scalar) =>
    parseTemplate(source, scalar, { allowed: ['env', 'var'], report }),
  );
  const entry = { key, source: source.sourceOf(keySpan), elements };
  findSuspiciousValues(entry).forEach(report);
  return entry;
}

/** The scalars of a value; undefined where it is nothing that a configuration can hold, which has been reported. */
function writtenScalars(value: Located): readonly LocatedScalar[] | undefined {
  const items = value.kind === 'list' ? value.items : [value];
  const scalars = items.filter((item) => item.kind === 'scalar' && !item.isMissing);
  return scalars.length === items.length ? (scalars as readonly LocatedScalar[]) : undefined;
}
