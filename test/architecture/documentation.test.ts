import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Layer, layers } from './layers.ts';
import { root } from './source-files.ts';

describe('docs/development', () => {
  it('has the import table of layers.ts', () => {
    const page = read('docs/development/architecture.md');
    const rows = Object.entries(layers).map(([folder, layer]) => rowOf(folder, layer));
    expect(rows.filter((row) => !page.includes(`${row}\n`))).toEqual([]);
    const documented = page.split('\n').filter((line) => /^\| `[^|]+\|[^|]+\|[^|]+\|[^|]+\|$/.test(line));
    expect(documented.filter((line) => !rows.includes(line))).toEqual([]);
  });

  it('names a test for each promise, and each test exists', () => {
    const kept = read('docs/development/promises.md').split('## Planned')[0] ?? '';
    const rows = [...kept.matchAll(/^\| \d+ P[01] \| .* \| ([^|]+) \|$/gm)].map(([, tests = '']) => tests);
    expect(rows.length).toBeGreaterThan(60);
    const tests = rows.flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file));
    expect(tests.length).toBeGreaterThanOrEqual(rows.length);
    expect(tests.filter((file) => !existsSync(path.join(root, 'test', `${file}.test.ts`)))).toEqual([]);
  });

  it('links to files and sections that exist', () => {
    expect(pages.flatMap(brokenLinks)).toEqual([]);
  });

  it('names files and folders that exist', () => {
    expect(pages.flatMap(missingPaths)).toEqual([]);
  });
});

/** Every page that people read, but the generated descriptions of the API. */
const pages = [
  'README.md',
  '.github/CONTRIBUTING.md',
  ...readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .map((file) => `docs/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.md') && !file.startsWith('docs/development/api/')),
];

function rowOf(folder: string, { may, typesOf = [], because }: Layer): string {
  return `| \`${folder}\` | ${list(may)} | ${list(typesOf)} | ${because} |`;
}

function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ') || '–';
}

function brokenLinks(page: string): string[] {
  const links = [...read(page).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, target = '']) => target);
  return links.flatMap((target) => {
    const [file = '', section] = target.split('#');
    const linked = file === '' ? page : path.posix.join(path.posix.dirname(page), file);
    if (!existsSync(path.join(root, linked))) return [`${page}: ${target}`];
    const isThere = section === undefined || sectionsOf(read(linked)).includes(section);
    return isThere ? [] : [`${page}: ${target}`];
  });
}

/** The anchors that GitHub gives to headings. */
function sectionsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Paths in code spans, such as `src/plan/effects.ts`; those with a wildcard or a placeholder NAME are left out. */
function missingPaths(page: string): string[] {
  const spans = [...read(page).matchAll(/`((?:src|test|docs|schemas)\/[\w./-]+)`/g)];
  return spans.flatMap(([, file = '']) => {
    const isTemplate = /\b[A-Z]{4,}\b/.test(file);
    return isTemplate || existsSync(path.join(root, file)) ? [] : [`${page}: ${file}`];
  });
}

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}
