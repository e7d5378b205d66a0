import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

/** The rows of the first table below a heading, as cells. */
function rowsBelow(page: string, heading: string): readonly (readonly string[])[] {
  const part = page.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = part.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) => row.split('|').map((cell) => cell.trim()));
}

describe('the page "Pull requests you do not trust"', () => {
  const page = read('docs/guides/untrusted-pull-requests.md');
  const rows = rowsBelow(page, 'What is tried, and what happens');

  it('is linked from the README', () => {
    expect(read('README.md')).toContain(
      '[Pull requests you do not trust](docs/guides/untrusted-pull-requests.md)',
    );
    expect(page).toMatch(/^# Pull requests you do not trust\n/);
  });

  it('has a test for each row', () => {
    const files = ['test/cli/untrusted-pull-requests.test.ts', 'test/cli/policies.test.ts'];
    const tests = files.map(read).join('\n');
    expect(rows.length).toBeGreaterThanOrEqual(18);
    const named = rows.map((row) => /^`(.+?): (.+)`$/.exec(row.at(-2) ?? '') ?? [row.join('|')]);
    const missing = named.filter(
      ([, group = '?', title = '?']) =>
        !tests.includes(`describe('${group}'`) || !tests.includes(`'${title}'`),
    );
    expect(missing.map(([whole]) => whole)).toEqual([]);
    expect(new Set(named.map(([whole]) => whole)).size, 'each row has its own').toBe(rows.length);
  });

  it('has a row for each group of tests', () => {
    const tests = read('test/cli/untrusted-pull-requests.test.ts');
    const groups = [...tests.matchAll(/^describe\('([^']+)'/gm)].map(([, group = '']) => group);
    expect(groups.filter((group) => !rows.some((row) => row.at(-2)?.startsWith(`\`${group}: `)))).toEqual([]);
  });
});
