import { describe, expect, it } from 'vitest';
import { isConnectorName, toFileStem } from '../../src/model/connector-name.ts';

const usable = [
  'orders-source_1.v2',
  'with space',
  ' leading',
  'trailing ',
  'größe',
  '日本',
  '🚀 rocket',
  'a:b',
  'a?b',
  'a#b',
  'a&b=c',
  'a+b',
  'a*b',
  'a[b]|c',
  '-dash',
  '...',
  'a\u00a0b',
  'it\'s "quoted" $HOME `x`',
  'x'.repeat(500),
];
const unusable = [
  '',
  '.',
  '..',
  'a/b',
  'a%b',
  'a\\b',
  'a;b',
  'a{b',
  'a}b',
  'a\tb',
  'a\nb',
  'a\u007fb',
  'a\u0085b',
  'a\ud83d',
  '\udc00',
];

describe('the name of a connector', () => {
  it.each(usable)('can be used in a URL: %j', (name) => {
    expect(isConnectorName(name)).toBe(true);
    expect(new URL(`http://c/connectors/${encodeURIComponent(name)}/config`).pathname).toBe(
      `/connectors/${encodeURIComponent(name)}/config`,
    );
  });

  it.each(unusable)('cannot be used in a URL: %j', (name) => {
    expect(isConnectorName(name)).toBe(false);
  });
});

describe('the file of a connector', () => {
  it.each([
    ['orders.v2', 'orders.v2'],
    ['with space', 'with space'],
    ['größe 🚀', 'größe 🚀'],
    ['a:b?c*d', 'a%3Ab%3Fc%2Ad'],
    [' a ', '%20a%20'],
    ['"<|>"', '%22%3C%7C%3E%22'],
    ['con', '_con'],
  ])('of %j is called %j', (name, stem) => {
    expect(toFileStem(name)).toBe(stem);
  });

  it('has a name that every file system can store, and no two connectors share one', () => {
    const long = ['x', '日', '🚀', ':'].flatMap((one) => [one.repeat(400), `${one.repeat(400)}!`]);
    const stems = [...usable, ...long].map(toFileStem);
    expect(new Set(stems).size).toBe(stems.length);
    for (const stem of stems) {
      expect(Buffer.byteLength(stem)).toBeLessThanOrEqual(200);
      expect(stem).not.toMatch(/[/\\:?*"<>|]|^ | $/);
      expect(stem.isWellFormed()).toBe(true);
    }
  });
});
