import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../architecture/source-files.ts';
import { anchorsOf, brokenLinks, pages, readPage } from './links.ts';

describe('links and paths in the documentation', () => {
  it('lead to files and sections that exist, and external ones have the form of an address', () => {
    expect(pages.flatMap(brokenLinks)).toEqual([]);
  });

  it('in code spans name files and folders that exist', () => {
    expect(pages.flatMap(missingPaths)).toEqual([]);
  });

  it('find the anchors that GitHub makes of headings', () => {
    const text =
      '# `plan --out`: saved\n\n```sh\n# no heading\n```\n\n## Exit 25\n## Exit 25\n<a id="by-hand"></a>\n';
    expect(anchorsOf(text)).toEqual(['plan---out-saved', 'exit-25', 'exit-25-1', 'by-hand']);
  });

  it('lead from the README to every page by a chain of links', () => {
    const reached = new Set<string>();
    follow('README.md', reached);
    const others = pages.filter(
      (page) => page.startsWith('docs/') && page !== 'docs/index.md' && !reached.has(page),
    );
    expect(others).toEqual([]);
  });
});

function follow(page: string, reached: Set<string>): void {
  if (reached.has(page)) return;
  reached.add(page);
  for (const [, target = ''] of readPage(page).matchAll(/\]\((?!\w+:)([^)\s#]+)[^)]*\)/g)) {
    const linked = path.posix.join(path.posix.dirname(page), target);
    if (linked.endsWith('.md') && existsSync(path.join(root, linked))) follow(linked, reached);
  }
}

/**
 * Paths in code spans, such as `src/plan/effects.ts`, and tests by their name below `test`; those with a wildcard or a
 * placeholder NAME are left out.
 */
function missingPaths(page: string): string[] {
  const spans = [...readPage(page).matchAll(/`((?:src|test|docs|schemas)\/[\w./-]+)`/g)];
  return spans.flatMap(([, file = '']) => {
    const isTemplate = /\b[A-Z]{4,}\b/.test(file);
    const exists = [file, `test/${file}.test.ts`].some((name) => existsSync(path.join(root, name)));
    return isTemplate || exists ? [] : [`${page}: ${file}`];
  });
}
