import { expect, it } from 'vitest';
import { splitJson } from '../../../../src/import/formats/read/split-json.ts';

it('a JSON value is split from the next one however long its strings are', () => {
  const long = JSON.stringify({ certificate: 'x"\\'.repeat(4_000_000) });
  expect(splitJson(`${long}\n{"a": "}"} [1]`).map(({ offset, text }) => [offset, text.length])).toEqual([
    [0, long.length],
    [long.length + 1, 10],
    [long.length + 12, 3],
  ]);
});
