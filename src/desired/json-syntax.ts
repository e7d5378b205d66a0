/** Why a text is not valid JSON, and where. */
export interface JsonFault {
  readonly offset: number;
  readonly reason: string;
}

/**
 * The first syntax error of a JSON text; undefined if it is valid. The YAML parser, which reads the text afterwards to
 * get positions, would accept comments, bare words and line breaks in strings.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    return findFirstFault(text);
  }
}

const token =
  /\s+|[{}[\],:]|"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)\b/y;

type Awaited = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end' | 'nothing';

/** Reads tokens up to the first one that is not JSON, or that is misplaced. */
function findFirstFault(text: string): JsonFault {
  const open: string[] = [];
  let awaited: Awaited = 'value';
  for (let offset = 0; offset < text.length; offset = token.lastIndex) {
    token.lastIndex = offset;
    const [found] = token.exec(text) ?? [];
    if (found === undefined) return { offset, reason: reasonAt(text, offset) };
    if (/^\s/.test(found)) continue;
    const next = awaitedAfter(found, awaited, open);
    if (!next) return { offset, reason: 'unexpected or missing character' };
    awaited = next;
  }
  return { offset: Math.max(text.trimEnd().length - 1, 0), reason: 'the text ends too early' };
}

/** What may follow a token; undefined if it must not stand here. `open` has the brackets around it. */
function awaitedAfter(found: string, awaited: Awaited, open: string[]): Awaited | undefined {
  if (found === '}' || found === ']') return awaitedAfterClosing(found, awaited, open);
  if (found === ',') {
    if (awaited !== ', or end') return undefined;
    return open.at(-1) === '{' ? 'key' : 'value';
  }
  if (found === ':') return awaited === ':' ? 'value' : undefined;
  if (awaited.startsWith('key')) return found.startsWith('"') ? ':' : undefined;
  return awaited.startsWith('value') ? awaitedAfterValue(found, open) : undefined;
}

function awaitedAfterClosing(closing: '}' | ']', awaited: Awaited, open: string[]): Awaited | undefined {
  const isAwaited = awaited === ', or end' || awaited.endsWith(closing);
  if (!isAwaited || open.pop() !== (closing === '}' ? '{' : '[')) return undefined;
  return open.length === 0 ? 'nothing' : ', or end';
}

function awaitedAfterValue(found: string, open: string[]): Awaited {
  if (found !== '{' && found !== '[') return open.length === 0 ? 'nothing' : ', or end';
  open.push(found);
  return found === '{' ? 'key or }' : 'value or ]';
}

function reasonAt(text: string, offset: number): string {
  if (/^(?:\/\/|\/\*|#)/.test(text.slice(offset, offset + 2))) return 'comments are not allowed';
  if (text[offset] === "'") return 'strings must be in double quotes';
  if (text[offset] === '"') return 'unterminated string or invalid escape';
  return 'expected a string in double quotes, a number, true, false or null';
}
