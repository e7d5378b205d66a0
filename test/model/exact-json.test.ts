import { describe, expect, it } from 'vitest';
import { ExactNumber, parseExactJson, printExactJson } from '../../src/model/exact-json.ts';

describe('exact JSON', () => {
  it.each([
    '{"a":1,"b":[true,null,"x"],"c":{}}',
    '9223372036854775807',
    '[-9223372036854775808,1.50,1e3,0.1]',
    '{"exact:1":"exact:2","a":"xexact:3","n":12345678901234567890}',
    '"exact:5"',
    '"\\"12345678901234567890\\""',
    '{"12345678901234567890":"12345678901234567890"}',
  ])('reads %s and writes the same', (text) => {
    expect(printExactJson(parseExactJson(text))).toBe(text);
  });

  it('leaves what JavaScript can hold a plain value', () => {
    expect(parseExactJson('{"a":[1,2.5,"x",9007199254740991]}')).toEqual({
      a: [1, 2.5, 'x', 9007199254740991],
    });
    expect(parseExactJson('[9007199254740993]')).toEqual([new ExactNumber('9007199254740993')]);
  });

  it('takes no string for a number, however it is escaped', () => {
    expect(parseExactJson('["\\u0065xact:5","12345678901234567890"]')).toEqual([
      'exact:5',
      '12345678901234567890',
    ]);
  });

  it('refuses what is no JSON', () => {
    for (const text of ['', '{', '01', '1 2', 'exact'])
      expect(() => parseExactJson(text)).toThrow(SyntaxError);
  });
});
