/** A place in a file that a person can jump to. Lines and columns start at 1; columns count UTF-16 units. */
export interface Source {
  /** Relative to the project's directory, with forward slashes on every platform. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The column behind the last character, for the caret; left out: one character. */
  readonly endColumn?: number | undefined;
  /** The text of that line, already masked where it could hold a secret; left out where it is not at hand. */
  readonly excerpt?: string | undefined;
}

/** The place as a plain value with all it tells: one of a file that was read looks at its line only when asked. */
export function plainSource({ file, line, column, endColumn, excerpt }: Source): Source {
  return {
    file,
    line,
    column,
    ...(endColumn === undefined ? {} : { endColumn }),
    ...(excerpt === undefined ? {} : { excerpt }),
  };
}

/** A place as people and editors write it: `file:line:column`. */
export function formatSource(source: Source): string {
  return `${source.file}:${source.line}:${source.column}`;
}

/** The order of problems in a report: by file, then line, then column. */
export function compareSources(one: Source | undefined, other: Source | undefined): number {
  if (!one || !other) return Number(one !== undefined) - Number(other !== undefined);
  if (one.file !== other.file) return one.file < other.file ? -1 : 1;
  return one.line - other.line || one.column - other.column;
}
