/** A number as JSON spells it that a number of JavaScript would change, such as 64 bits of a database's log. */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/**
 * Parses JSON and loses nothing: a number that JavaScript cannot hold as it is written becomes an `ExactNumber`.
 *
 * @throws SyntaxError where it is no JSON
 */
export function parseExactJson(text: string): unknown {
  // An escape may hide the mark in the text, or what is read of it.
  const mark = unusedMark(text + JSON.stringify(JSON.parse(text)));
  const marked = text.replace(token, (found) =>
    found.startsWith('"') || String(Number(found)) === found ? found : `"${mark}${found}"`,
  );
  return JSON.parse(marked, (_, value: unknown) =>
    typeof value === 'string' && value.startsWith(mark) ? new ExactNumber(value.slice(mark.length)) : value,
  );
}

/** The JSON text of a value that may hold exact numbers; `indent` as for `JSON.stringify`. */
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

/** Strings and numbers, in the order in which they stand in a JSON text. */
const token = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/** A text that stands nowhere in another. */
function unusedMark(text: string): string {
  let mark = 'exact:';
  while (text.includes(mark)) mark = `x${mark}`;
  return mark;
}
