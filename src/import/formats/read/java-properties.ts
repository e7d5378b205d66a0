import type { PlacedComment, PlacedMember, RepeatedKey } from './data-places.ts';

/** A key of a properties file with its value. */
export interface Property extends PlacedMember {
  readonly value: string;
}

/** A properties file with its comments. */
export interface PropertiesText {
  /** All keys in the order of the file; duplicates too. */
  readonly properties: readonly Property[];
  readonly comments: readonly PlacedComment[];
}

/**
 * Parses a properties file by the rules of `java.util.Properties`: `=`, `:` or white space after the key, comments
 * that begin with `#` or `!`, a backslash at the end of a line that continues it, escapes `\uXXXX`, `\t`, `\n`, `\r`
 * and `\f`; other backslashes are dropped. Of a duplicate key, the last value counts for Java.
 */
export function readPropertiesText(text: string): PropertiesText {
  const { lines, comments } = logicalLines(text);
  const properties = lines.map(({ text: line, start, end }) => {
    const [, key = '', value = ''] = /^((?:\\.|[^\\\s:=])*)\s*[:=]?\s*(.*)$/s.exec(line) ?? [];
    return { key: withoutEscapes(key), value: withoutEscapes(value), start, end };
  });
  return { properties, comments };
}

/** The keys that occur twice with different values. */
export function repeatedProperties(properties: readonly Property[]): readonly RepeatedKey[] {
  const seen = new Map<string, Property>();
  return properties.flatMap((property) => {
    const first = seen.get(property.key);
    seen.set(property.key, property);
    if (!first || first.value === property.value) return [];
    return [{ key: property.key, first: first.start, last: property.start }];
  });
}

interface LogicalLine {
  text: string;
  end: number;
  readonly start: number;
}

/** Logical lines: without comments, blank lines and leading white space, with continued lines joined. */
function logicalLines(text: string) {
  const lines: LogicalLine[] = [];
  const comments: PlacedComment[] = [];
  let open: LogicalLine | undefined;
  for (const { text: natural, start } of naturalLines(text)) {
    const line = natural.replace(/^[ \t\f]+/, '');
    const at = start + natural.length - line.length;
    if (!open && /^[#!]/.test(line))
      comments.push({ start: at, text: line.slice(1).trimEnd(), isBehind: false });
    if (!open && (line === '' || /^[#!]/.test(line))) continue;
    const current: LogicalLine = open ?? { text: '', start: at, end: at };
    const isContinued = (/(?<!\\)\\+$/.exec(line)?.[0].length ?? 0) % 2 === 1;
    current.text += isContinued ? line.slice(0, -1) : line;
    current.end = start + natural.length;
    open = isContinued ? current : undefined;
    if (!isContinued) lines.push(current);
  }
  return { lines: open ? [...lines, open] : lines, comments };
}

function naturalLines(text: string): { readonly text: string; readonly start: number }[] {
  let start = 0;
  return text.split(/(\r\n|\r|\n)/).flatMap((part, index) => {
    const line = { text: part, start };
    start += part.length;
    return index % 2 === 0 ? [line] : [];
  });
}

const escapes: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

function withoutEscapes(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, code: string | undefined, other: string) =>
    code === undefined ? (escapes[other] ?? other) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
