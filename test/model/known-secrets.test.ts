import { describe, expect, it } from 'vitest';
import { KnownSecrets } from '../../src/model/known-secrets.ts';

function knowing(...values: readonly string[]): KnownSecrets {
  const known = new KnownSecrets();
  for (const value of values) known.learn(value);
  return known;
}

describe('free text', () => {
  it.each([
    ['as it is', 'hunter2-canary'],
    ['URL-escaped', encodeURIComponent('p@ss/wörd&')],
    ['JSON-escaped', JSON.stringify('a"b\\c-d').slice(1, -1)],
    ['base64', Buffer.from('hunter2-canary').toString('base64')],
  ])('loses a known secret, %s', (_, form) => {
    const known = knowing('hunter2-canary', 'p@ss/wörd&', 'a"b\\c-d');
    expect(known.replaceKnown(`login with ${form} failed`)).toBe('login with (sensitive) failed');
  });

  it('keeps words that are too short to be distinguished from other text', () => {
    expect(knowing('a1', '42').replaceKnown('task 42 of a1 failed')).toBe('task 42 of a1 failed');
  });

  it('loses the longer secret first, so that none leaves a piece of another behind', () => {
    expect(knowing('canary', 'canary-and-more').replaceKnown('x canary-and-more y canary')).toBe(
      'x (sensitive) y (sensitive)',
    );
  });

  it('survives a secret that is no valid Unicode', () => {
    expect(knowing('abc\ud800def').replaceKnown('nothing here')).toBe('nothing here');
  });

  it('is known to contain a secret', () => {
    expect(knowing('canary').isIn('a canary sings')).toBe(true);
    expect(knowing('canary').isIn('a sparrow sings')).toBe(false);
  });

  it('loses two secrets that overlap without leaving a piece of either', () => {
    expect(knowing('abcdXYZ', 'XYZ12345').replaceKnown('>abcdXYZ12345<')).toBe('>(sensitive)<');
  });

  it('loses the single lines of a secret of several lines', () => {
    const known = knowing(
      '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0B\n-----END PRIVATE KEY-----\n',
    );
    expect(known.replaceKnown('bad key: MIIEvQIBADANBgkqhkiG9w0B')).toBe('bad key: (sensitive)');
  });

  it('loses a secret that a file or a worker holds, which is no reason to mask a value elsewhere', () => {
    const known = new KnownSecrets();
    known.learnConfigured('postgres');
    expect(known.replaceKnown('login of postgres failed')).toBe('login of (sensitive) failed');
    expect(known.isIn('postgres://host')).toBe(false);
  });
});

describe('a copy', () => {
  it('knows the same secrets, also those that either learns afterwards', () => {
    const known = knowing('hunter2-canary');
    known.learnConfigured('postgres-password');
    known.learnLater(() => undefined);
    const copy = known.copy();
    copy.learn('kangaroo7731');
    known.learn('sparrowhawk1402');
    const text = 'hunter2-canary postgres-password kangaroo7731 sparrowhawk1402';
    for (const one of [copy, known])
      expect(one.replaceKnown(text)).toBe('(sensitive) (sensitive) (sensitive) (sensitive)');
    expect(copy.isIn('hunter2-canary')).toBe(true);
    expect(copy.isIn('postgres-password')).toBe(false);
  });

  it('keeps for itself what it learns of configurations', () => {
    const known = knowing();
    const copy = known.copy();
    copy.values.learn({ connector: 'a', key: 'k', text: 'v', shown: 'v' });
    expect(copy.values.quotedAbout('a')).toBeUndefined();
    expect(known.values.quotedAbout('a')).toBeDefined();
  });
});
