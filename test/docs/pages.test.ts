import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { root } from '../architecture/source-files.ts';
import { pages, readPage } from './links.ts';
import { readPageSteps } from './page-steps.ts';
import { runPage } from './run-page.ts';

const update = process.env['CONNECT_SYNC_UPDATE_DOCS'] === '1';

/** Pages for users. The examples of commands and problems have tests of their own; index.md is the README. */
const run = pages.filter(
  (page) =>
    !/^(?:\.github\/|docs\/(?:development\/|reference\/(?:commands|problems)\/|index\.md$))/.test(page),
);

/** Why a block may stay unrun. */
const kinds = /^(?:needs|installs|interactive|another shell|pipeline)\b/;

describe.skipIf(process.platform === 'win32')('commands in the documentation', () => {
  it.each(run)('%s does what it shows', { timeout: 120_000 }, async (page) => {
    const file = path.join(root, page);
    const result = await runPage(page, readFileSync(file, 'utf8'));
    if (update && result.updated !== readPage(page)) writeFileSync(file, result.updated);
    expect(result.problems.join('\n\n')).toBe('');
  });
});

describe('blocks that are not run', () => {
  const all = run.flatMap((page) => readPageSteps(readPage(page)).notRun.map((one) => ({ page, ...one })));

  it('say why, and the reason is one of few', ({ annotate }) => {
    const list = all.map(({ page, line, reason, command }) => `${page}:${line}: ${reason}: ${command}`);
    void annotate(list.join('\n'));
    expect(all.filter(({ reason }) => !kinds.test(reason))).toEqual([]);
  });

  it('are the smaller part', () => {
    const commands = run.flatMap((page) => readPageSteps(readPage(page)).steps);
    expect(all.length).toBeLessThan(commands.length / 4);
  });
});
