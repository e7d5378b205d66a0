import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { BundledPackage } from './bundled-packages.ts';

const line = '-'.repeat(80);

/** The licenses of other people's code in the program, which their terms ask to ship with it. */
export function licenseTexts(packages: readonly BundledPackage[]): string {
  const sections = packages.map(
    ({ name, version, license, text }) => `${line}\n${name} ${version} (${license})\n${line}\n\n${text}\n`,
  );
  const texts = packages.some(({ name }) => name === 'undici') ? [...sections, llhttp] : sections;
  return `connect-sync contains code of these packages:\n\n${texts.join('\n')}`;
}

/** The parser of HTTP, which undici contains as WebAssembly, without its license. */
const llhttp = `${line}
llhttp (MIT), in undici
${line}

${readFileSync(path.join(import.meta.dirname, 'llhttp-license.txt'), 'utf8')}`;
