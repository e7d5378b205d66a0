import { parse } from 'dotenv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { environmentLine } from '../../src/desired/environment-line.ts';

describe('a line of a dotenv file', () => {
  it.each([
    ['plain-1.2:x@y', 'A=plain-1.2:x@y\n'],
    ['with # and $', "A='with # and $'\n"],
    ["it's", 'A="it\'s"\n'],
    ['"it\'s"', 'A=`"it\'s"`\n'],
    ['two\nlines', "A='two\nlines'\n"],
    ['', "A=''\n"],
  ])('gives %j in quotes that do not stand in it', (value, line) => {
    expect(environmentLine('A', value)).toBe(line);
  });

  it('reads back as the same value, or is undefined', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc
        .array(fc.constantFrom("'", '"', '`', '\\', '\n', '\r', '#', ' ', '=', 'a', '\\n', '$A'), {
          maxLength: 12,
        })
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(value, (text) => {
        const line = environmentLine('NAME', text);
        if (line !== undefined) expect(parse(`A=1\n${line}B=2\n`)).toEqual({ A: '1', NAME: text, B: '2' });
        else expect(text).toMatch(/['"`\r]/);
      }),
      { numRuns: 1000 },
    );
  });
});
