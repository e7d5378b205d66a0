/** A part of a text that is one JSON value by its brackets; it may be invalid. */
export interface JsonStretch {
  readonly text: string;
  readonly offset: number;
}

/** Splits JSON lines or concatenated JSON values; a text may also contain a single value. */
export function splitJson(text: string): readonly JsonStretch[] {
  const found: JsonStretch[] = [];
  let [start, depth] = [-1, 0];
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]|\S/gs)) {
    const [token] = match;
    if (start < 0) start = match.index;
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else if (depth === 0) break;
    if (depth > 0) continue;
    found.push({ text: text.slice(start, match.index + token.length), offset: start });
    start = -1;
  }
  if (start >= 0) found.push({ text: text.slice(start), offset: start });
  return found;
}
