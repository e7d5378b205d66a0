import { readFileSync } from 'node:fs';

/** The version of connect-sync. The build puts it in place of this file, which only tests and scripts load. */
export const version = readVersion();

function readVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return String((JSON.parse(text) as { version: unknown }).version);
}
