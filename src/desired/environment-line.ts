import { parse } from 'dotenv';

/**
 * A line of a dotenv file that gives a variable this value, in whichever quotes read back as the same; undefined where
 * none do, since dotenv knows no escape for a quote.
 */
export function environmentLine(name: string, value: string): string | undefined {
  const escaped = value.replaceAll('\r', '\\r').replaceAll('\n', '\\n');
  const written = [`'${value}'`, `"${value}"`, `\`${value}\``, `"${escaped}"`];
  const candidates = /^[\w./:@+-]+$/.test(value) ? [value, ...written] : written;
  const found = candidates.find((candidate) => parse(`${name}=${candidate}\n`)[name] === value);
  return found === undefined ? undefined : `${name}=${found}\n`;
}
