/** A position in a file. Lines and columns start at 1; columns count UTF-16 code units. */
export interface Source {
  /** Relative to the project's directory, with forward slashes on every platform. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The column after the last character, for the caret; default: one character. */
  readonly endColumn?: number | undefined;
  /** The text of the line with secrets masked; omitted if it is not available. */
  readonly excerpt?: string | undefined;
}

/** A plain copy of the position: the excerpt of a file that was read is computed only on access. */
export function plainSource({ file, line, column, endColumn, excerpt }: Source): Source {
  return {
    file,
    line,
    column,
    ...(endColumn === undefined ? {} : { endColumn }),
    ...(excerpt === undefined ? {} : { excerpt }),
  };
}

/** The web address of a line of a file; undefined if it has none. */
export type LinkTo = (source: Pick<Source, 'file' | 'line'>) => string | undefined;

/** A position as `file:line:column`. */
export function formatSource(source: Source): string {
  return `${source.file}:${source.line}:${source.column}`;
}

/** The order of diagnostics in a report: by file, line, column. */
export function compareSources(one: Source | undefined, other: Source | undefined): number {
  if (!one || !other) return Number(one !== undefined) - Number(other !== undefined);
  if (one.file !== other.file) return one.file < other.file ? -1 : 1;
  return one.line - other.line || one.column - other.column;
}
