import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JsonSource, JsonSourceError, parseJsonSource } from '../../src/sandbox/http/json-source.ts';

describe('parseJsonSource', () => {
  it('agrees with JSON.parse on every JSON', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 1, '\t'), (text, space) => {
        const value: unknown = JSON.parse(text);
        const source = parseJsonSource(JSON.stringify(value, undefined, space), 'refused');
        expect(source && plain(source)).toEqual(value);
      }),
    );
  });

  it('refuses what JSON.parse refuses', () => {
    const broken = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('', '}', ',', '"', 'x', '\\', '[', ' '))
      .map(([text, at, inserted]) => text.slice(0, at % (text.length + 1)) + inserted);
    fc.assert(
      fc.property(broken, (text) => {
        if (text.trim() === '') return;
        expect(parses(() => parseJsonSource(text, 'refused'))).toBe(parses(() => JSON.parse(text)));
      }),
    );
  });

  it.each(['1.50', '1e3', '-0.0', '1E+2', '12345678901234567890'])('keeps the text of %s', (text) => {
    expect(parseJsonSource(text, 'refused')).toEqual({ kind: 'number', text, at: 0 });
  });

  it('takes the last of values with one name, and strings of megabytes', () => {
    const source = parseJsonSource(`{"a":1,"a":"${'x'.repeat(3_000_000)}"}`, 'refused');
    expect(source && String(Object.values(plain(source) as object)[0])).toHaveLength(3_000_000);
  });

  it('finds nothing in an empty text', () => {
    expect(parseJsonSource(' \n', 'refused')).toBeUndefined();
  });

  it('reports where it stopped', () => {
    expect(() => parseJsonSource('{"a": nope}', 'refused')).toThrow(expect.objectContaining({ at: 6 }));
  });
});

function plain(source: JsonSource): unknown {
  switch (source.kind) {
    case 'object':
      return Object.fromEntries([...source.entries].map(([key, value]) => [key, plain(value)]));
    case 'array':
      return source.items.map(plain);
    case 'string':
      return source.value;
    default:
      return JSON.parse(source.text);
  }
}

function parses(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch (error) {
    expect(error instanceof JsonSourceError || error instanceof SyntaxError).toBe(true);
    return false;
  }
}
