import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findJsonFault } from '../../src/desired/json-syntax.ts';

/** The text from the fault on, and the reason. */
function faultIn(text: string): readonly [string, string] | undefined {
  const fault = findJsonFault(text);
  return fault && [text.slice(fault.offset), fault.reason];
}

const misplaced = 'unexpected or missing character';
const early = 'the text ends too early';

describe('a syntax error of JSON', () => {
  it.each([
    ['{"a": ${BATCH}, "b": 1}', '${BATCH}, "b": 1}', 'expected a string in double quotes'],
    ['{"a": 1 "b": ${X}}', '"b": ${X}}', misplaced],
    ['{"a":}', '}', misplaced],
    ['{"a": 1,}', '}', misplaced],
    ['[1, 2,]', ']', misplaced],
    ['[1 2]', '2]', misplaced],
    ['{"a" 1}', '1}', misplaced],
    ['{"a": 1]', ']', misplaced],
    ['{1: 2}', '1: 2}', misplaced],
    ['{"a": 1}}', '}', misplaced],
    ['{"a": {"b": [1, 2}}', '}}', misplaced],
    ['{,}', ',}', misplaced],
    ['[]  {}', '{}', misplaced],
    ["{'a': 1}", "'a': 1}", 'strings must be in double quotes'],
    ['{"a": "b\nc"}'.replace('\\n', '\n'), '"b\nc"}', 'unterminated string'],
    ['{"a": 1 // one\n}', '// one\n}', 'comments are not allowed'],
    ['{"a": [1', '1', early],
    ['{"a": {"b": 1}\n', '}\n', early],
    ['', '', early],
  ])('%j is at its first wrong character', (text, rest, reason) => {
    const [found, why] = faultIn(text) ?? [];
    expect([found, why]).toEqual([rest, expect.stringContaining(reason)]);
  });

  it('is found in every text that is not JSON, and in no other', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '1',
      '-1.5e3',
      'true',
      'null',
      ' ',
      '\n',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.array(pieces, { maxLength: 9 }).map((all) => all.join('')),
        ),
        (text) => {
          const fault = findJsonFault(text);
          expect(fault === undefined).toBe(isJson(text));
          if (fault) expect(fault.offset).toBeLessThanOrEqual(text.length);
        },
      ),
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
