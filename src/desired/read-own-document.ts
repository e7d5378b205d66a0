import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { Source } from '../model/source.ts';
import type { DocumentCheck, DocumentFault, OwnDocuments } from './check-own-document.ts';
import { jsonPlaces } from './json-places.ts';
import { findJsonFault } from './json-syntax.ts';
import type { SourceText } from './source-text.ts';

/** A document that connect-sync wrote, or what keeps a file from being one. */
export type ReadOwnDocument<Kind extends keyof OwnDocuments> =
  | { readonly kind: 'read'; readonly document: OwnDocuments[Kind] }
  | { readonly kind: 'unusable'; readonly diagnostics: readonly Diagnostic[] };

/** What the problems of one kind of document are called. */
export interface DocumentWords<Kind extends keyof OwnDocuments> {
  readonly format: OwnDocuments[Kind]['format'];
  /** `found`: the format of another document of ours. */
  readonly foreign: (found: string | undefined) => Diagnostic;
  readonly newer: (version: string) => Diagnostic;
  readonly faulty: (fault: DocumentFault) => Diagnostic;
}

/**
 * Reads a document that connect-sync writes itself. It is untrusted: it may come from anywhere, and may have been
 * edited, cut or made up. Its problems have places but never show a line of it, since a value in it may be a secret.
 */
export function readOwnDocument<Kind extends keyof OwnDocuments>(
  source: SourceText,
  check: DocumentCheck<Kind>,
  words: DocumentWords<Kind>,
): ReadOwnDocument<Kind> {
  const fault = findJsonFault(source.text);
  if (fault) {
    return unusable([diagnose('invalid-json', { reason: fault.reason }, placeAt(source, fault.offset))]);
  }
  const value: unknown = JSON.parse(source.text);
  const foreign = whyForeign(value, words);
  if (foreign) return unusable([{ ...foreign, ...placesIn(source).of('/format') }]);
  const checked = check(value);
  if (checked.kind === 'fine') return { kind: 'read', document: checked.document };
  const places = placesIn(source);
  const faults = checked.faults.map((one) => ({ ...words.faulty(one), ...places.of(one.pointer) }));
  return unusable([...places.duplicates, ...faults]);
}

function unusable(diagnostics: readonly Diagnostic[]): {
  kind: 'unusable';
  diagnostics: readonly Diagnostic[];
} {
  return { kind: 'unusable', diagnostics };
}

/** `connector`, `config`, and the keys in it. */
const deepestPlace = 3;

/** Where the values of a document stand. */
export interface DocumentPlaces {
  /** Where a value stands; where there is none, where the object is that should have it. */
  readonly of: (pointer: string) => { readonly source: Source };
  /** The text of a value, as it is written. */
  readonly textOf: (pointer: string) => string;
  readonly duplicates: readonly Diagnostic[];
}

/** Finds the places of the values in a text that is JSON. */
export function placesIn(source: SourceText): DocumentPlaces {
  const { values, duplicates } = jsonPlaces(source.text, deepestPlace);
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

/** The place alone: no excerpt, and no end, which would tell how long a secret is. */
function placeAt(source: SourceText, offset: number): { readonly source: Source } {
  const { file, line, column } = source.sourceOf({ start: offset, end: offset + 1 });
  return { source: { file, line, column } };
}

/** What tells at first sight that this is something else than a document of this kind that is known here. */
function whyForeign<Kind extends keyof OwnDocuments>(
  value: unknown,
  words: DocumentWords<Kind>,
): Diagnostic | undefined {
  const { format, version } = (typeof value === 'object' && value !== null ? value : {}) as {
    readonly format?: unknown;
    readonly version?: unknown;
  };
  if (format !== words.format) {
    const isOurs = typeof format === 'string' && /^connect-sync\/[a-z-]{1,20}$/.test(format);
    return words.foreign(isOurs ? format : undefined);
  }
  if (typeof version !== 'number' || version <= 1) return undefined;
  return words.newer(String(version));
}
