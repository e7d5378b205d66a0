import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './source-files.ts';

/** Words that technical English has a standard term for; `.github/CONTRIBUTING.md` has the terms. */
const unwanted = /\b(wish(es|ed)?|mend(s|ed)?|shall|lie about|judge[sd]?|gives? account|behind our back)\b/i;

const searched = [
  ...['README.md', 'CHANGELOG.md', 'SECURITY.md', 'action.yml', '.pre-commit-hooks.yaml'],
  ...['src', 'deploy', 'templates', 'docs', '.github', 'connectors', 'schemas'],
];

describe('the language of source and documentation', () => {
  it('uses the standard terms', () => {
    expect(textFiles().flatMap(findings)).toEqual([]);
  });
});

function findings(file: string): string[] {
  const lines = readFileSync(path.join(root, file), 'utf8').split('\n');
  return lines.flatMap((line, index) =>
    unwanted.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [],
  );
}

function textFiles(): string[] {
  return searched.flatMap((entry) => {
    if (statSync(path.join(root, entry)).isFile()) return [entry];
    return (
      readdirSync(path.join(root, entry), { recursive: true, withFileTypes: true })
        // The text of a license is not ours.
        .filter((found) => found.isFile() && !found.name.endsWith('-license.txt'))
        .map((found) => path.relative(root, path.join(found.parentPath, found.name)).replaceAll('\\', '/'))
    );
  });
}
