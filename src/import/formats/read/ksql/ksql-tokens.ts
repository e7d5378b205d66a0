/** A token of ksqlDB: text in quotes, a word, or a sign. */
export interface KsqlToken {
  readonly kind: 'string' | 'quoted' | 'word' | 'sign' | 'variable';
  /** The text without quotes. */
  readonly text: string;
  readonly offset: number;
}

/** Statements that import cannot parse. */
export class KsqlSyntaxError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/**
 * Splits statements of ksqlDB into tokens, without comments.
 *
 * @throws KsqlSyntaxError if a quote or a comment is not closed
 */
export function ksqlTokens(text: string): readonly KsqlToken[] {
  return Array.from(text.matchAll(token)).flatMap(({ 0: found, index }) => {
    if (found === '/*') throw new KsqlSyntaxError('unterminated comment', index);
    if (/^["'`]$/.test(found)) throw new KsqlSyntaxError('unterminated quote', index);
    return /^(?:\s|--|\/\*)/.test(found) ? [] : [tokenOf(found, index)];
  });
}

function tokenOf(found: string, offset: number): KsqlToken {
  const first = found.charAt(0);
  if (/["'`]/.test(first)) {
    const text = found.slice(1, -1).replaceAll(first + first, first);
    return { kind: first === "'" ? 'string' : 'quoted', text, offset };
  }
  if (found.startsWith('${')) return { kind: 'variable', text: found.slice(2, -1), offset };
  return { kind: /^[\w@-]/.test(found) ? 'word' : 'sign', text: found, offset };
}

const token =
  /\s+|--[^\n]*|\/\*(?:[^*]|\*(?!\/))*\*\/|\/\*|'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\$\{\w+\}|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?\b|[A-Za-z_@][\w.@-]*|./gs;
