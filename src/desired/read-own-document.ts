import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { Source } from '../model/source.ts';
import type { DocumentCheck, DocumentFault, OwnDocuments } from './check-own-document.ts';
import { jsonPositions } from './json-positions.ts';
import { findJsonFault } from './json-syntax.ts';
import type { SourceText } from './source-text.ts';

/** A document that connect-sync wrote, or why the file is not one. */
export type ReadOwnDocument<Kind extends keyof OwnDocuments> =
  | { readonly kind: 'read'; readonly document: OwnDocuments[Kind] }
  | { readonly kind: 'unusable'; readonly diagnostics: readonly Diagnostic[] };

/** The diagnostics for one kind of document. */
export interface DocumentProblems<Kind extends keyof OwnDocuments> {
  readonly format: OwnDocuments[Kind]['format'] | readonly OwnDocuments[Kind]['format'][];
  /** `found`: the format, if it is another document of connect-sync. */
  readonly foreign: (found: string | undefined) => Diagnostic;
  readonly newer: (version: string) => Diagnostic;
  readonly invalid: (fault: DocumentFault) => Diagnostic;
}

/**
 * Reads a document that connect-sync writes itself. It is untrusted input: it may be edited, truncated or forged. Its
 * problems have positions but no excerpt, because every value in it may be a secret.
 */
export function readOwnDocument<Kind extends keyof OwnDocuments>(
  source: SourceText,
  check: DocumentCheck<Kind>,
  problems: DocumentProblems<Kind>,
): ReadOwnDocument<Kind> {
  const fault = findJsonFault(source.text);
  if (fault) {
    return unusable([diagnose('invalid-json', { reason: fault.reason }, placeAt(source, fault.offset))]);
  }
  const value: unknown = JSON.parse(source.text);
  const foreign = whyForeign(value, problems);
  if (foreign) return unusable([{ ...foreign, ...positionsIn(source).of('/format') }]);
  const checked = check(value);
  if (checked.kind === 'valid') return { kind: 'read', document: checked.document };
  const positions = positionsIn(source);
  const faults = checked.faults.map((one) => ({ ...problems.invalid(one), ...positions.of(one.pointer) }));
  return unusable([...positions.duplicates, ...faults]);
}

function unusable(diagnostics: readonly Diagnostic[]): {
  kind: 'unusable';
  diagnostics: readonly Diagnostic[];
} {
  return { kind: 'unusable', diagnostics };
}

/** `connector`, `config`, and the keys in it. */
const deepestPlace = 3;

/** The positions of the values of a document. */
export interface DocumentPositions {
  /** The position of a value, or of the closest enclosing object if the value is missing. */
  readonly of: (pointer: string) => { readonly source: Source };
  /** The text of a value in the file. */
  readonly textOf: (pointer: string) => string;
  readonly duplicates: readonly Diagnostic[];
}

/** Finds the positions of the values in a JSON text, down to a depth. */
export function positionsIn(source: SourceText, depth: number = deepestPlace): DocumentPositions {
  const { values, duplicates } = jsonPositions(source.text, depth);
  const of = (pointer: string): { readonly source: Source } => {
    const span = values.get(pointer);
    if (span || pointer === '') return placeAt(source, span?.start ?? 0);
    return of(pointer.slice(0, pointer.lastIndexOf('/')));
  };
  return {
    of,
    textOf: (pointer) => {
      const { start = 0, end = 0 } = values.get(pointer) ?? {};
      return source.text.slice(start, end);
    },
    duplicates: duplicates.map(({ key, first, second }) => {
      const related = [{ label: 'first written in', source: placeAt(source, first.start).source }];
      return diagnose('duplicate-key', { key }, { ...placeAt(source, second.start), related });
    }),
  };
}

/** A position without an excerpt and without an end, which would reveal the length of a secret. */
function placeAt(source: SourceText, offset: number): { readonly source: Source } {
  const { file, line, column } = source.sourceOf({ start: offset, end: offset + 1 });
  return { source: { file, line, column } };
}

/** Checks `format` and `version` before the schema, for a more specific message. */
function whyForeign<Kind extends keyof OwnDocuments>(
  value: unknown,
  problems: DocumentProblems<Kind>,
): Diagnostic | undefined {
  const { format, version } = (typeof value === 'object' && value !== null ? value : {}) as {
    readonly format?: unknown;
    readonly version?: unknown;
  };
  if (![problems.format].flat().some((known) => known === format)) {
    const isOurs = typeof format === 'string' && /^connect-sync\/[a-z-]{1,20}$/.test(format);
    return problems.foreign(isOurs ? format : undefined);
  }
  if (typeof version !== 'number' || version <= 1) return undefined;
  return problems.newer(String(version));
}
