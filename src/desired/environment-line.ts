import { parse } from 'dotenv';

/**
 * A line of a dotenv file that sets a variable to this value. Undefined if no kind of quotes reproduces the value:
 * dotenv has no escape for a quote.
 */
export function environmentLine(name: string, value: string): string | undefined {
  const escaped = value.replaceAll('\r', '\\r').replaceAll('\n', '\\n');
  // Other dotenv parsers end a value at the first quote of the same kind.
  const quoted = ["'", '"', '`']
    .filter((quote) => !value.includes(quote))
    .map((quote) => quote + value + quote);
  const written = [...quoted, `"${escaped}"`, `'${value}'`];
  const candidates = /^[\w./:@+-]+$/.test(value) ? [value, ...written] : written;
  const found = candidates.find((candidate) => parse(`${name}=${candidate}\n`)[name] === value);
  return found === undefined ? undefined : `${name}=${found}\n`;
}
