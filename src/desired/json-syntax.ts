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
  } catch (error) {
    return (
      findForeignToken(text) ?? {
        offset: reportedOffset(error, text),
        reason: 'unexpected or missing character',
      }
    );
  }
}

const token =
  /\s+|[{}[\],:]|"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)\b/y;

/** Reads tokens up to the first one that is not JSON. */
function findForeignToken(text: string): JsonFault | undefined {
  token.lastIndex = 0;
  let offset = 0;
  while (offset < text.length) {
    if (!token.test(text)) return { offset, reason: reasonAt(text, offset) };
    offset = token.lastIndex;
  }
  return undefined;
}

function reasonAt(text: string, offset: number): string {
  if (/^(?:\/\/|\/\*|#)/.test(text.slice(offset, offset + 2))) return 'comments are not allowed';
  if (text[offset] === "'") return 'strings must be in double quotes';
  if (text[offset] === '"') return 'unterminated string or invalid escape';
  return 'expected a string in double quotes, a number, true, false or null';
}

/** Node includes the offset of most errors in its message. The message itself may quote the file and is not shown. */
function reportedOffset(error: unknown, text: string): number {
  const match = /at position (\d+)/.exec(error instanceof Error ? error.message : '');
  if (match) return Math.min(Number(match[1]), Math.max(text.length - 1, 0));
  return Math.max(text.trimEnd().length - 1, 0);
}
