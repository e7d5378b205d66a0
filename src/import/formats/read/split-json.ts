/** A part of a text that is one JSON value by its brackets; it may be invalid. */
export interface JsonStretch {
  readonly text: string;
  readonly offset: number;
}

/** Splits JSON lines or concatenated JSON values; a text may also contain a single value. */
export function splitJson(text: string): readonly JsonStretch[] {
  const found: JsonStretch[] = [];
  let [start, depth] = [-1, 0];
  for (let at = nextToken(text, 0); at < text.length; at = nextToken(text, at)) {
    const token = text[at];
    if (start < 0) start = at;
    at = token === '"' ? endOfString(text, at) : at + 1;
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else if (depth === 0) break;
    if (depth > 0) continue;
    found.push({ text: text.slice(start, at), offset: start });
    start = -1;
  }
  if (start >= 0) found.push({ text: text.slice(start), offset: start });
  return found;
}

function nextToken(text: string, from: number): number {
  let at = from;
  while (at < text.length && isSpace(text, at)) at += 1;
  return at;
}

function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code <= 0x20 || (code > 0x7f && /\s/.test(text[at] ?? ''));
}

/** No regular expression: on a string of several megabytes it exceeds the stack. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}
