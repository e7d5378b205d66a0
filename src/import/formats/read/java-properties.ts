/** A key of a properties file with its value. */
export interface Property {
  readonly key: string;
  readonly value: string;
  /** Counted from 1. */
  readonly line: number;
}

/**
 * Parses a properties file by the rules of `java.util.Properties`: `=`, `:` or white space after the key, comments
 * that begin with `#` or `!`, a backslash at the end of a line that continues it, escapes `\uXXXX`, `\t`, `\n`, `\r`
 * and `\f`; other backslashes are dropped. The last value of a duplicate key wins.
 */
export function readJavaProperties(text: string): readonly Property[] {
  const properties = new Map<string, Property>();
  for (const { text: line, number } of logicalLines(text)) {
    const [, key = '', value = ''] = /^((?:\\.|[^\\\s:=])*)\s*[:=]?\s*(.*)$/s.exec(line) ?? [];
    const property = { key: withoutEscapes(key), value: withoutEscapes(value), line: number };
    properties.delete(property.key);
    properties.set(property.key, property);
  }
  return [...properties.values()];
}

/** Logical lines: without comments, blank lines and leading white space, with continued lines joined. */
function logicalLines(text: string): { text: string; number: number }[] {
  const found: { text: string; number: number }[] = [];
  let open: { text: string; number: number } | undefined;
  for (const [index, natural] of text.split(/\r\n|\r|\n/).entries()) {
    const line = natural.replace(/^[ \t\f]+/, '');
    if (!open && (line === '' || /^[#!]/.test(line))) continue;
    const current: { text: string; number: number } = open ?? { text: '', number: index + 1 };
    const isContinued = (/(?<!\\)\\+$/.exec(line)?.[0].length ?? 0) % 2 === 1;
    current.text += isContinued ? line.slice(0, -1) : line;
    open = isContinued ? current : undefined;
    if (!isContinued) found.push(current);
  }
  return open ? [...found, open] : found;
}

const escapes: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

function withoutEscapes(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, code: string | undefined, other: string) =>
    code === undefined ? (escapes[other] ?? other) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
