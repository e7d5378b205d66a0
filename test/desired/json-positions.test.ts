import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonPositions } from '../../src/desired/json-positions.ts';

describe('the positions in a JSON text', () => {
  it('are found by pointer, escapes included', () => {
    const text = '{"a": {"b/c": [1, "x\\"]", {"~": null}]}, "e": true}';
    const { values } = jsonPositions(text, 9);
    const found = [...values].map(([pointer, { start, end }]) => [pointer, text.slice(start, end)]);
    expect(Object.fromEntries(found)).toEqual({
      '': text,
      '/a': '{"b/c": [1, "x\\"]", {"~": null}]}',
      '/a/b~1c': '[1, "x\\"]", {"~": null}]',
      '/a/b~1c/0': '1',
      '/a/b~1c/1': '"x\\"]"',
      '/a/b~1c/2': '{"~": null}',
      '/a/b~1c/2/~0': 'null',
      '/e': 'true',
    });
  });

  it('are those of the parsed values', () => {
    fc.assert(
      fc.property(fc.json(), fc.integer({ min: 0, max: 3 }), (text, indent) => {
        const value: unknown = JSON.parse(text);
        const written = JSON.stringify(value, null, indent);
        for (const [pointer, { start, end }] of jsonPositions(written, 100).values) {
          expect(JSON.parse(written.slice(start, end))).toEqual(valueAt(JSON.parse(written), pointer));
        }
      }),
    );
  });

  it('of a duplicate key include both', () => {
    const text = '{"a": 1, "b": {"a": 2}, "\\u0061": 3}';
    const { duplicates } = jsonPositions(text, 9);
    expect(duplicates.map(({ key, first, second }) => [key, first.start, second.start])).toEqual([
      ['a', text.indexOf('1'), text.indexOf('3')],
    ]);
  });

  it('are limited to the depth, however deep the text is', () => {
    expect([...jsonPositions('{"a":{"b":{"c":1}},"d":2}', 1).values.keys()]).toEqual(['/a', '/d', '']);
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    expect(jsonPositions(deep, 3).values.size).toBe(4);
  });
});

function valueAt(value: unknown, pointer: string): unknown {
  const steps = pointer.split('/').slice(1);
  return steps.reduce<unknown>(
    (found, step) =>
      (found as Readonly<Record<string, unknown>>)[step.replaceAll('~1', '/').replaceAll('~0', '~')],
    value,
  );
}
