import { existsSync, readFileSync } from 'node:fs';
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
});

function rowOf(folder: string, { may, typesOf = [], because }: Layer): string {
  return `| \`${folder}\` | ${list(may)} | ${list(typesOf)} | ${because} |`;
}

function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ') || '–';
}

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}
