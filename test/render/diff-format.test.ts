import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toConnectorYaml } from '../../src/render/connector-yaml.ts';
import { diffFormat } from '../../src/render/diff-format.ts';
import { type Documents, planBetween, someDocuments } from './documents.ts';
import { everything } from './everything.ts';

const hasPatch = spawnSync('patch', ['--version']).status === 0;
const options = { color: false, command: 'plan' } as const;

function filesOf(documents: Documents): Record<string, string> {
  return Object.fromEntries(
    Object.entries(documents).map(([name, document]) => [
      `${name}.yaml`,
      toConnectorYaml({ name, document }),
    ]),
  );
}

/** Applies a patch to a folder with these files by GNU patch; returns the resulting files. */
function patched(files: Readonly<Record<string, string>>, patch: string): Record<string, string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'connect-sync-diff-'));
  try {
    mkdirSync(path.join(folder, 'live'));
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, 'live', name), text);
    execFileSync('patch', ['-p1', '--batch', '--fuzz=0'], { cwd: path.join(folder, 'live'), input: patch });
    return Object.fromEntries(
      readdirSync(path.join(folder, 'live')).map((name) => [
        name,
        readFileSync(path.join(folder, 'live', name), 'utf8'),
      ]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the unified diff of a plan', () => {
  it('is applied by GNU patch, byte for byte', ({ skip }) => {
    if (!hasPatch) skip('there is no GNU patch on this machine');
    const name = fc.constantFrom('a', 'b', 'orders-00', 'x.y_z', '-dash');
    const documents = someDocuments(name);
    fc.assert(
      fc.property(documents, documents, (before, after) => {
        const patch = diffFormat.render([planBetween(before, after)], options);
        expect(patched(filesOf(before), patch)).toEqual(filesOf(after));
      }),
      { numRuns: 40 },
    );
  });

  it('is colored on a terminal only', () => {
    const plain = diffFormat.render([everything()], options);
    const colored = diffFormat.render([everything()], { ...options, color: true });
    expect(plain).not.toContain('\u001b');
    expect(colored).not.toBe(plain);
    expect(colored.replaceAll(/\u001b\[\d+m/g, '')).toBe(plain);
  });

  it('replaces a whole file if too many lines differ', ({ skip }) => {
    if (!hasPatch) skip('there is no GNU patch on this machine');
    const lines = (word: string) => Array.from({ length: 4000 }, (_, index) => `${word} ${index}`).join('\n');
    const before: Documents = { a: { config: { text: lines('one') }, state: 'running' } };
    const after: Documents = { a: { config: { text: lines('two') }, state: 'running' } };
    const patch = diffFormat.render([planBetween(before, after)], options);
    expect(patch).toMatch(/^--- a\/a\.yaml\n\+\+\+ b\/a\.yaml\n@@ -1,4004 \+1,4004 @@\n/);
    expect(patched(filesOf(before), patch)).toEqual(filesOf(after));
  });
});
