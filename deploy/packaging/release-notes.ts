/** What a release is made from. */
export interface ReleaseInput {
  readonly tag: string;
  /** As in package.json. */
  readonly version: string;
  readonly changelog: string;
}

/** The notes of a release, which are its section of the changelog; or why it cannot be released yet, and what to do. */
export function releaseNotes({
  tag,
  version,
  changelog,
}: ReleaseInput): { notes: string } | { problem: string } {
  if (tag !== `v${version}`) {
    return {
      problem: `the tag is "${tag}", but the version in package.json is ${version}: tag v${version}, or change the version`,
    };
  }
  const sections = changelog.split(/^(?=## )/m);
  const section = sections.find((text) => text.startsWith(`## [${version}]`));
  if (section === undefined) return { problem: `CHANGELOG.md has no section  ## [${version}] - YYYY-MM-DD` };
  const [heading = '', ...lines] = section.split('\n');
  if (!/^## \[[^\]]+\] - \d{4}-\d{2}-\d{2}$/.test(heading)) {
    return { problem: `CHANGELOG.md: put the date of the release into  ${heading}` };
  }
  // The links below the last section belong to the whole file.
  const notes = lines
    .filter((line) => !/^\[[^\]]+\]: /.test(line))
    .join('\n')
    .trim();
  return notes === '' ? { problem: `CHANGELOG.md says nothing about ${version}` } : { notes: `${notes}\n` };
}
