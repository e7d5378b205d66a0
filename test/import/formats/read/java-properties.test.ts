import { describe, expect, it } from 'vitest';
import { readPropertiesText } from '../../../../src/import/formats/read/java-properties.ts';

function read(text: string): Record<string, string> {
  return Object.fromEntries(readPropertiesText(text).properties.map(({ key, value }) => [key, value]));
}

describe('a properties file', () => {
  // The results of java.util.Properties (most are from its documentation).
  it.each([
    ['Truth = Beauty', { Truth: 'Beauty' }],
    [' Truth:Beauty', { Truth: 'Beauty' }],
    ['Truth                    :Beauty', { Truth: 'Beauty' }],
    ['fruits   apple, banana, \\\n         pear', { fruits: 'apple, banana, pear' }],
    ['cheeses', { cheeses: '' }],
    ['a\\:b\\=c\\ d=e', { 'a:b=c d': 'e' }],
    ['path=c:\\\\dir\\ttab\\nline', { path: 'c:\\dir\ttab\nline' }],
    ['umlaut=\\u00e4\\z', { umlaut: 'äz' }],
    ['a=b = c ', { a: 'b = c ' }],
    ['# no\n! neither\n\n  # nor this\na=#b', { a: '#b' }],
    ['a=1\r\nb=2\rc=3', { a: '1', b: '2', c: '3' }],
    ['a=1\na=2', { a: '2' }],
    ['a=b\\\\\nc=d', { a: 'b\\', c: 'd' }],
    ['a=b\\', { a: 'b' }],
    ['a=b\\\n# not a comment', { a: 'b# not a comment' }],
    ['=x', { '': 'x' }],
  ])('%j is parsed as by Java', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('returns the position of each key', () => {
    const text = '# x\na=1,\\\n2\nb=3';
    const { properties } = readPropertiesText(text);
    expect(properties.map(({ key, start }) => [key, start])).toEqual([
      ['a', text.indexOf('a=')],
      ['b', text.indexOf('b=')],
    ]);
  });
});
