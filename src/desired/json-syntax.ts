/** Why a text is not JSON, and where. */
export interface JsonFault {
  readonly offset: number;
  readonly reason: string;
}

/**
 * The first fault of a text that is to be JSON; undefined if it is JSON. YAML's parser, which reads it afterwards for
 * its places, would let comments, bare words and line breaks in strings pass.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return (
      findForeignToken(text) ?? {
        offset: reportedOffset(error, text),
        reason: 'something is missing or too much here',
      }
    );
  }
}

const token =
  /\s+|[{}[\],:]|"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)\b/y;

/** Reads token by token up to the first thing that JSON does not know. */
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
  if (/^(?:\/\/|\/\*|#)/.test(text.slice(offset, offset + 2))) return 'comments are not part of it';
  if (text[offset] === "'") return 'strings stand in double quotes';
  if (text[offset] === '"') return 'this string is not closed in its line, or holds a wrong escape';
  return 'this is neither a string in double quotes nor a number, true, false or null';
}

/** Node tells the offset of most structural faults in its message; its words may quote the file, so they stay here. */
function reportedOffset(error: unknown, text: string): number {
  const match = /at position (\d+)/.exec(error instanceof Error ? error.message : '');
  if (match) return Math.min(Number(match[1]), Math.max(text.length - 1, 0));
  return Math.max(text.trimEnd().length - 1, 0);
}
