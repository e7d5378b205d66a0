import { beforeAll, describe, expect, it } from 'vitest';
import { type Import, readImports } from './source-files.ts';

let imports: Import[] = [];

beforeAll(async () => {
  imports = await readImports();
});

describe('a command', () => {
  it('loads at most 325 source files to make a plan', () => {
    const files = loadedFiles(['bin.ts', 'cli/commands/plan.ts']);
    process.stdout.write(`plan loads ${files.size} source files\n`);
    expect(files.size).toBeLessThanOrEqual(325);
  });

  it('loads no other command', () => {
    const others = [...loadedFiles(['bin.ts', 'cli/commands/plan.ts'])].filter(
      (file) => file.startsWith('cli/commands/') && file !== 'cli/commands/plan.ts',
    );
    expect(others).toEqual([]);
  });
});

/** The files that are loaded at start: what these import, and so on, without type imports and imports on demand. */
function loadedFiles(entries: readonly string[]): ReadonlySet<string> {
  const loaded = new Set(entries);
  const atStart = imports.filter(({ typeOnly, dynamic }) => !typeOnly && !dynamic);
  // A set also iterates what is added meanwhile.
  for (const loading of loaded) {
    for (const { file, target } of atStart) {
      if (file === loading && target !== undefined) loaded.add(target);
    }
  }
  return loaded;
}
