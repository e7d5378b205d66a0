import type { BundledPackage } from './bundled-packages.ts';

const line = '-'.repeat(80);

/** The licenses of other people's code in the program, which their terms ask to ship with it. */
export function licenseTexts(packages: readonly BundledPackage[]): string {
  const sections = packages.map(
    ({ name, version, license, text }) => `${line}\n${name} ${version} (${license})\n${line}\n\n${text}\n`,
  );
  return `connect-sync contains code of these packages:\n\n${sections.join('\n')}`;
}
