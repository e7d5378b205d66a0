import { describe, expect, it } from 'vitest';
import { decodeText, NotText } from '../../../src/import/sources/decode-text.ts';

const utf16 = Buffer.from('\ufeffnäme', 'utf16le');

describe('the text of an existing file', () => {
  it.each([
    ['UTF-8', Buffer.from('näme'), 'a.json'],
    ['UTF-8 with a byte order mark', Buffer.from('\ufeffnäme'), 'a.json'],
    ['UTF-16 little endian', utf16, 'a.json'],
    ['UTF-16 big endian', Buffer.from(utf16).swap16(), 'a.json'],
    ['Latin-1 in a properties file', Buffer.from('näme', 'latin1'), 'old/A.PROPERTIES'],
  ])('is decoded from %s', (_, bytes, file) => {
    expect(decodeText(bytes, file)).toBe('näme');
  });

  it.each([
    ['invalid UTF-8', Buffer.from('a\nb\nnäme', 'latin1'), 'a.json', 'it is not valid UTF-8 text', 3],
    [
      'a lone surrogate in UTF-16',
      Buffer.from('\ufeffa\n\ud800b', 'utf16le'),
      'a',
      'it is not valid UTF-16LE text',
      2,
    ],
    ['binary data', Buffer.from('{}\n\0'), 'a.json', 'it is a binary file, not text', 2],
    [
      'binary data in a properties file',
      Buffer.from('a\0'),
      'a.properties',
      'it is a binary file, not text',
      1,
    ],
  ])('is refused with the line for %s', (_, bytes, file, message, line) => {
    const decode = () => decodeText(bytes, file);
    expect(decode).toThrow(NotText);
    expect(decode).toThrow(expect.objectContaining({ message, line }));
  });
});
