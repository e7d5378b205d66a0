import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { generatedFolders, generatedPages, notice } from '../../docs/generate/pages.ts';
import { allPages } from '../../src/model/explain-code.ts';
import { root } from '../architecture/source-files.ts';
import { anchorsOf } from './links.ts';

const docs = path.join(root, 'docs');
const pages = await generatedPages();

function read(file: string): string {
  return readFileSync(path.join(docs, file), 'utf8');
}

describe('generated pages', () => {
  it('are current: npm run docs:generate changes nothing', () => {
    const stale = [...pages].filter(([file, text]) => safeRead(file) !== text).map(([file]) => file);
    expect(stale, 'run npm run docs:generate').toEqual([]);
  });

  it('stand alone in their folders, and say that they are generated', () => {
    const found = generatedFolders.flatMap((folder) =>
      readdirSync(path.join(docs, folder)).map((file) => `${folder}/${file}`),
    );
    expect(found.filter((file) => !pages.has(file))).toEqual([]);
    expect([...pages.keys()].filter((file) => !read(file).startsWith(`${notice}\n`))).toEqual([]);
  });

  it('have an anchor for every problem code and every exit code, so that messages can link to them', () => {
    const anchors = anchorsOf(read('reference/problems/index.md'));
    expect(allPages().filter(({ code }) => !anchors.includes(code))).toEqual([]);
    expect(anchorsOf(read('reference/exit-codes.md'))).toEqual(
      expect.arrayContaining(['exit-0', 'exit-25', 'exit-143']),
    );
  });

  it('show every option of a command once, with its meaning', () => {
    const page = read('reference/commands/apply.md');
    expect(page.match(/^\| `--stable-for <duration>` \| .+ \|$/gm)).toHaveLength(1);
    expect(page).toContain('connect-sync apply plan.json --yes   # apply what was reviewed, nothing more');
  });
});

function safeRead(file: string): string | undefined {
  try {
    return read(file);
  } catch {
    return undefined;
  }
}
