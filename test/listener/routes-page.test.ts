import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { routes } from '../../src/listener/routes.ts';

it('the page of the listener names every route with its methods, and no other', () => {
  const page = readFileSync(new URL('../../docs/reference/listener.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| `(\/\S*)` \| ([A-Z, ]+) \|/gm)].map(([, path, methods]) => [
    path,
    methods,
  ]);
  expect(rows).toEqual([...routes].map(([path, { methods }]) => [path, methods.join(', ')]));
});
