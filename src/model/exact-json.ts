/** A number in JSON that a JavaScript number cannot represent, such as a 64-bit log position. */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/**
 * Parses JSON without loss: a number that JavaScript cannot represent exactly becomes an `ExactNumber`.
 *
 * @throws SyntaxError for invalid JSON
 */
export function parseExactJson(text: string): unknown {
  // An escape sequence may hide the placeholder in the text or in the parsed value.
  const mark = unusedMark(text + JSON.stringify(JSON.parse(text)));
  const marked = text.replace(token, (found) =>
    found.startsWith('"') || String(Number(found)) === found ? found : `"${mark}${found}"`,
  );
  return JSON.parse(marked, (_, value: unknown) =>
    typeof value === 'string' && value.startsWith(mark) ? new ExactNumber(value.slice(mark.length)) : value,
  );
}

/** The JSON text of a value that may contain exact numbers; `indent` as in `JSON.stringify`. */
export function printExactJson(value: unknown, indent?: number): string {
  const plain = JSON.stringify(value);
  const mark = unusedMark(plain);
  const marked = JSON.stringify(
    value,
    (_, one: unknown) => (one instanceof ExactNumber ? `${mark}${one.text}` : one),
    indent,
  );
  return marked.replace(new RegExp(`"${mark}([^"]*)"`, 'g'), '$1');
}

/** Matches the strings and numbers of a JSON text in order. */
const token = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;

/** A short text that does not occur in another. */
function unusedMark(text: string): string {
  const used = new Set(Array.from(text.matchAll(/exact(\d+):/g), ([, number]) => number));
  let number = 0;
  while (used.has(String(number))) number += 1;
  return `exact${number}:`;
}
