import { SourceText } from '../../../desired/source-text.ts';
import { type Diagnostic, diagnose } from '../../../model/diagnostic.ts';
import type { Source } from '../../../model/source.ts';
import type { FoundConnectorConfig } from '../found-connector.ts';

/** An existing file in any supported format. */
export interface FoundFile {
  /** The path as it is shown, with forward slashes. */
  readonly file: string;
  readonly text: string;
  /** Reads a file that a script refers to; undefined if it does not exist. */
  readonly readNamed: (path: string) => string | undefined;
}

/** What a file contains. Every connector in it is in one of `connectors`, `skipped` and `notRead`. */
export interface FoundConnectorFile {
  readonly connectors: readonly FoundConnectorConfig[];
  /** Connectors that were recognized and cannot be imported. */
  readonly skipped: readonly SkippedConnector[];
  /** What mentions connectors and was not read. */
  readonly notRead: readonly NotRead[];
  /** Variables that the file sets, by name; values are not secret. */
  readonly variables: ReadonlyMap<string, string>;
  /** Problems that skip no connector. */
  readonly diagnostics: readonly Diagnostic[];
  /** Texts in the file that are files of their own: the script in a Compose file, the JSON in a ConfigMap. */
  readonly parts?: readonly FoundPart[] | undefined;
}

/** A text within a file that is read like a file. */
export interface FoundPart {
  /** A file name: its extension decides the format, and the rest names a config without a name. */
  readonly file: string;
  /** Whether that name is the name of the connector, and not a guess. */
  readonly isNamed: boolean;
  readonly text: string;
  /** Where the text begins. */
  readonly source: Source;
  /** Whether the lines of the text are lines of the file. */
  readonly hasLines: boolean;
}

/** A connector that cannot be imported. */
export interface SkippedConnector {
  /** Its name as far as it is known. */
  readonly name: string;
  /** Why, with the position. */
  readonly problem: Diagnostic;
}

/** A call of a script, or a part of a file, that mentions connectors and was not read. */
export interface NotRead {
  readonly source: Source;
  /** The URL of the call as written, without userinfo; undefined if it is not a call. */
  readonly url: string | undefined;
  /** What the call reads its body from, as written: `@$DIR/a.json`, `-`; undefined if it is not a call. */
  readonly body: string | undefined;
  /** Why, as a part of a sentence: `the file does not exist`. */
  readonly reason: string;
}

/** A file without connectors and problems. */
export const emptyFile: FoundConnectorFile = {
  connectors: [],
  skipped: [],
  notRead: [],
  variables: new Map(),
  diagnostics: [],
};

/** Combines the parts of a file. */
export function combine(parts: readonly FoundConnectorFile[]): FoundConnectorFile {
  return {
    connectors: parts.flatMap(({ connectors }) => connectors),
    skipped: parts.flatMap(({ skipped }) => skipped),
    notRead: parts.flatMap(({ notRead }) => notRead),
    variables: new Map(parts.flatMap(({ variables }) => [...variables])),
    diagnostics: parts.flatMap(({ diagnostics }) => diagnostics),
    parts: parts.flatMap((one) => one.parts ?? []),
  };
}

/** A part of a file that cannot be read. */
export function unreadable(source: Source, reason: string): FoundConnectorFile {
  return { ...emptyFile, diagnostics: [diagnose('import-unreadable', { reason }, { source })] };
}

/** The position of an offset, without an excerpt: the line may contain a secret that is not recognized yet. */
export function positionOf(file: Pick<FoundFile, 'file' | 'text'>, offset: number): Source {
  const { line, column } = sourceTextOf(file).sourceOf({ start: offset, end: offset });
  return { file: file.file, line, column };
}

/** The position of a syntax error, with an excerpt as `validate` shows it: everything that may be secret is masked. */
export function faultPositionOf(file: Pick<FoundFile, 'file' | 'text'>, offset: number): Source {
  return sourceTextOf(file).sourceOf({ start: offset, end: offset + 1 });
}

/** The lines of a file, found once. */
function sourceTextOf(file: Pick<FoundFile, 'file' | 'text'>): SourceText {
  const found = sourceTexts.get(file) ?? new SourceText(file.file, file.text);
  sourceTexts.set(file, found);
  return found;
}

const sourceTexts = new WeakMap<object, SourceText>();
