import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { transform } from 'esbuild';
import { expect, it, onTestFinished } from 'vitest';
import { sourceStack } from '../../src/cli/source-stack.ts';

it('maps positions to the sources if a source map is beside the bundle, and keeps the others', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'connect-sync-test-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const source =
    'interface Nothing { readonly here: true }\nexport const fail = (): void => { throw new Error(); };\n';
  const { code, map } = await transform(source, {
    loader: 'ts',
    sourcemap: 'external',
    sourcefile: 'fail.ts',
  });
  await writeFile(path.join(directory, 'bundle.js'), code);
  await writeFile(path.join(directory, 'bundle.js.map'), map);
  const bundle = pathToFileURL(path.join(directory, 'bundle.js')).href;
  const column = code.split('\n')[1]?.indexOf('throw') ?? 0;
  const stack = `Error: x\n    at fail (${bundle}:2:${column + 1})\n    at ${bundle}x.js:1:1\n    at node:internal/a:1:2`;
  expect(sourceStack(stack)).toBe(
    `Error: x\n    at fail (${bundle.replace('bundle.js', 'fail.ts')}:2:35)\n    at ${bundle}x.js:1:1\n    at node:internal/a:1:2`,
  );
});
