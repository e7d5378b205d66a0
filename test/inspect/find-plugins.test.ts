import { describe, expect, it } from 'vitest';
import { parseWanted } from '../../src/inspect/find-plugins.ts';

describe('the argument', () => {
  it.each([
    ['a.B', 'a.B', undefined],
    ['B@1.0', 'B', '1.0'],
    ['a.B@', 'a.B', ''],
    ['@1.0', '@1.0', undefined],
    ['*Sink@2.*', '*Sink', '2.*'],
  ])('%s', (text, name, version) => {
    expect(parseWanted(text)).toEqual({ name, version });
  });
});
