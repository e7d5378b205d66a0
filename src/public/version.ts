import { readFileSync } from 'node:fs';

// The build puts what package.json says in place of this file, which only tests and scripts load.
const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly version: string;
  readonly bugs: { readonly url: string };
};

/** The version of connect-sync. */
export const version = manifest.version;

/** Where bugs are reported. */
export const issuesUrl = manifest.bugs.url;
