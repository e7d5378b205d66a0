/** A stretch of text that is one JSON value, by its brackets; whether it is one a parser says. */
export interface JsonStretch {
  readonly text: string;
  readonly offset: number;
}

/** The values of a text that holds one after the other: JSON lines, concatenated documents, or just one. */
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
