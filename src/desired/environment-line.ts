import { parse } from 'dotenv';

/**
 * A line of a dotenv file that gives a variable this value, in whichever quotes read back as the same; undefined where
 * none do, since dotenv knows no escape for a quote.
 */
export function environmentLine(name: string, value: string): string | undefined {
  const escaped = value.replaceAll('\r', '\\r').replaceAll('\n', '\\n');
  // Other readers of such files end a value at the first quote of its kind.
  const quoted = ["'", '"', '`']
    .filter((quote) => !value.includes(quote))
    .map((quote) => quote + value + quote);
  const written = [...quoted, `"${escaped}"`, `'${value}'`];
  const candidates = /^[\w./:@+-]+$/.test(value) ? [value, ...written] : written;
  const found = candidates.find((candidate) => parse(`${name}=${candidate}\n`)[name] === value);
  return found === undefined ? undefined : `${name}=${found}\n`;
}
