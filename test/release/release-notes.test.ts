import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageVersion, root } from '../../deploy/packaging/artifacts.ts';
import { releaseNotes } from '../../deploy/packaging/release-notes.ts';

const changelog = `# Changelog

## [Unreleased]

## [0.2.0] - 2026-05-06
### Added
- More.

## [0.1.0] - 2026-01-02
First.

[0.1.0]: https://example.org
`;

describe('the notes of a release', () => {
  it.each([
    ['0.2.0', '### Added\n- More.\n'],
    ['0.1.0', 'First.\n'],
  ])('are its section of the changelog: %s', (version, notes) => {
    expect(releaseNotes({ tag: `v${version}`, version, changelog })).toEqual({ notes });
  });

  it.each([
    [
      'the tag is another version',
      { tag: 'v0.2.1' },
      'the tag is "v0.2.1", but the version in package.json is 0.2.0',
    ],
    ['the tag has no v', { tag: '0.2.0' }, 'the tag is "0.2.0"'],
    ['there is no tag', { tag: '' }, 'the tag is ""'],
    [
      'the changelog has no section',
      { tag: 'v0.3.0', version: '0.3.0' },
      'CHANGELOG.md has no section  ## [0.3.0]',
    ],
    [
      'the section has no date',
      { changelog: '## [0.2.0] - Unreleased\nx\n' },
      'put the date of the release into  ## [0.2.0] - Unr',
    ],
    [
      'the section is empty',
      { changelog: '## [0.2.0] - 2026-05-06\n\n## [0.1.0] - 2026-01-02\nx' },
      'says nothing about 0.2.0',
    ],
    [
      'the version is only the begin of another',
      { changelog: '## [0.2.0-rc.1] - 2026-05-06\nx' },
      'no section  ## [0.2.0]',
    ],
  ])('do not exist if %s, and the problem says what to do', (_, input, problem) => {
    const result = releaseNotes({ tag: 'v0.2.0', version: '0.2.0', changelog, ...input });
    expect(result).toEqual({ problem: expect.stringContaining(problem) });
  });
});

describe('CHANGELOG.md', () => {
  it('has a section for what is not released, and one for the version in package.json', () => {
    const text = readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8');
    const headings = text.match(/^## \[.*$/gm) ?? [];
    expect(headings[0]).toBe('## [Unreleased]');
    expect(headings[1]).toMatch(
      new RegExp(`^## \\[${packageVersion}\\] - (\\d{4}-\\d{2}-\\d{2}|Unreleased)$`),
    );
    for (const [, name] of text.matchAll(/^## \[([^\]]+)\]/gm))
      expect(text).toContain(`\n[${name}]: https://`);
  });
});
