import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KnownSecrets } from '../../../src/model/known-secrets.ts';
import { runs } from '../../support/property-runs.ts';
import { spelledSecret, spellings } from '../../support/spellings.ts';

function knowing(...secrets: readonly string[]): KnownSecrets {
  const known = new KnownSecrets();
  for (const secret of secrets) known.learn(secret);
  return known;
}

/** What a text shows of what it quotes between `<` and `>`. */
function shownOf(text: string): string {
  return text.slice(text.indexOf('<') + 1, text.lastIndexOf('>')).replaceAll('(sensitive)', '');
}

/** A spelling in Latin-1 has no other characters, and UTF-16 is read for them only. */
const latinSecret = spelledSecret.replaceAll(/[^\x20-\xff]/g, '');

describe('a known secret', () => {
  const known = knowing(spelledSecret, latinSecret);

  it.each(Object.entries(spellings))('is found %s', (name, spell) => {
    const secret = /Latin|UTF-16/.test(name) ? latinSecret : spelledSecret;
    const scrubbed = known.replaceKnown(`login with <${spell(secret)}> failed`);
    expect(scrubbed).toMatch(/^login with <.*\(sensitive\).*> failed$/s);
    // What remains is what the spelling writes around any text, and parts of a character at its ends.
    const around = shownOf(`<${spell('')}>`);
    expect(shownOf(scrubbed).length).toBeLessThanOrEqual(around.length + 6);
    expect(known.replaceKnown(scrubbed)).toBe(scrubbed);
  });

  it.each(Object.entries(spellings))('is a reason to mask a value that contains it %s', (name, spell) => {
    const secret = /Latin|UTF-16/.test(name) ? latinSecret : spelledSecret;
    expect(known.isIn(`x ${spell(secret)} y`)).toBe(true);
  });

  it('is found in the header of a login, whatever the length of the user name', () => {
    for (const user of ['a', 'ab', 'abc', 'abcd']) {
      const header = Buffer.from(`${user}:hunter2-canary:x`).toString('base64');
      const shown = knowing('hunter2-canary').replaceKnown(`Basic ${header}`);
      expect(shown).toMatch(/^Basic [\w+/]{1,7}\(sensitive\)[\w+/=]{0,6}$/);
    }
  });

  it.each(["'", '"', '\\'])('leaves nothing but quotes and backslashes where it ends in %s', (sign) => {
    const secret = `${sign}a!aaa!aa-SAyUÄV${sign}`;
    const outer = ['in JSON, five times', 'in shell quotes', 'with a backslash before each sign'] as const;
    for (const [inner, quote] of [...outer, 'in SQL'].flatMap((one) => outer.map((other) => [one, other]))) {
      const text = spellings[quote ?? '']?.(spellings[inner ?? '']?.(secret) ?? '');
      expect(knowing(secret).replaceKnown(`<${text}>`), `${inner}, ${quote}`).toMatch(
        /^<["'\\]*\(sensitive\)["'\\]*>$/,
      );
    }
  });

  it('is found in what a dump prints beside its offsets', () => {
    const dump = '00000000: 6875 6e74 6572 322d 6361 6e61 7279 2d31  hunter2-canary-1\n';
    expect(knowing('hunter2-canary-1').replaceKnown(dump)).toBe('00000000: (sensitive)  (sensitive)\n');
  });

  it('is found decoded, where the secret itself is encoded', () => {
    const known = knowing(Buffer.from('hunter2-canary').toString('base64'), 'kan%61rie-2001');
    expect(known.replaceKnown('login with hunter2-canary')).toBe('login with (sensitive)');
    expect(known.replaceKnown('login with kanarie-2001')).toBe('login with (sensitive)');
  });
});

describe('a piece of a known secret', () => {
  const secret = `Kq7-vT2xL_9wR'z+B"13mJ`;
  const known = knowing(secret);

  it('is found from eight characters on, wherever it begins', () => {
    for (let length = 8; length < secret.length; length += 1) {
      for (let start = 0; start + length <= secret.length; start += 1) {
        const piece = secret.slice(start, start + length);
        const scrubbed = known.replaceKnown(`refused ${piece}… in`);
        expect(scrubbed.replaceAll(/["'+]/g, ''), piece).toBe('refused (sensitive)… in');
      }
    }
  });

  it('is found encoded', () => {
    for (const piece of [secret.slice(0, 9), secret.slice(-9)]) {
      expect(known.replaceKnown(`<${encodeURIComponent(piece)}...>`)).toBe('<(sensitive)...>');
      const base64 = Buffer.from(`u:${piece}`).toString('base64url');
      expect(shownOf(known.replaceKnown(`<${base64}>`)).length).toBeLessThan(8);
    }
  });

  it.each([
    ['…', 'Kq7-…13mJ'],
    ['three dots', 'Kq7-vT...zB"13mJ'],
    ['asterisks', 'Kq7-v****B"13mJ'],
    ['brackets', 'Kq7-v[...]"13mJ'],
    ['an escape', 'Kq7-v\\u2026B\\"13mJ'],
  ])('is found on both sides of what is left out: %s', (_, text) => {
    expect(known.replaceKnown(`refused ${text} in`)).toBe('refused (sensitive) in');
  });

  it('is no reason to mask a value: only the secret as a whole is', () => {
    expect(known.isIn(secret.slice(0, 12))).toBe(false);
  });
});

describe('text without a secret', () => {
  it.each([
    [
      'words that a password has too',
      'my-postgres-password',
      'postgres: password authentication failed, PostgresConnector, password',
    ],
    ['a password of words, in other words', 'correct horse battery staple', 'incorrect: a battery of horses'],
    [
      'a class name that a JAAS line has too',
      'org.apache.kafka.common.security.plain.PlainLoginModule required username="alice" password="Xk8-33vW-tT";',
      'org.apache.kafka.common.security.plain.PlainLoginModule required username="bob"',
    ],
    [
      'the host of a URL',
      'https://app:Xk8-33vW-tT@search.example.com:9200/orders',
      'cannot connect to https://search.example.com:9200/orders',
    ],
    [
      'the words around the secrets of a longer text',
      'cannot log in to orders with password=Xk8-33vW-tT for a while',
      'cannot log in to orders for a while',
    ],
    [
      'the words of a text with a key and a JAAS line',
      'refused -----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0B\n-----END PRIVATE KEY----- by db.example\na.BLoginModule required password="Xk8-33vW-tT";',
      'refused by db.example: a.BLoginModule required',
    ],
    ['the path of a file beside another one', '/etc/kafka/secrets/db.properties', '/etc/kafka/secrets/other'],
    ['another host of the same domain', 'db.prod.internal', 'mq.prod.internal is down'],
    [
      'the frame of another key',
      '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0B\n-----END PRIVATE KEY-----\n',
      '-----BEGIN CERTIFICATE-----',
    ],
    ['lines and zeros', '00000000-0000--------', '---------------- 00000000'],
    ['a few characters in another spelling', 'root', 'user ROOT, 726f6f74, %72oot'],
    ['an everyday word in another case', 'postgres', 'Postgres PostgresConnector POSTGRES'],
    ['a few characters of a secret', 'Kq7-vT2xL_9wRz', 'Kq7-vT2 and L_9wRz and Kq7-vT…'],
  ])('stays as it is: %s', (_, secret, text) => {
    expect(knowing(secret).replaceKnown(text)).toBe(text);
  });

  it('stays as it is, whatever the secrets are', () => {
    const secrets = fc.array(randomSecret, { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(secrets, ordinaryText, (all, text) => {
        expect(knowing(...all).replaceKnown(text)).toBe(text);
        expect(knowing(...all).isIn(text)).toBe(false);
      }),
      { numRuns: runs },
    );
  });
});

describe('the search', () => {
  it('leaves no eight characters of a secret in any chain of three encodings', () => {
    const inner = Object.keys(spellings).filter((name) => !/Latin|UTF-16/.test(name));
    const outer = inner.filter((name) => encodings.test(name));
    const chain = fc
      .tuple(fc.constantFrom(...inner), fc.array(fc.constantFrom(...outer), { maxLength: 2 }))
      .map(([first, others]) => [first, ...others]);
    fc.assert(
      fc.property(randomSecret, chain, ordinaryText, (secret, names, text) => {
        const spell = (value: string, all = names) =>
          all.reduce((spelled, name) => spellings[name]?.(spelled) ?? '', value);
        const known = knowing(secret);
        const scrubbed = known.replaceKnown(`${text} <${spell(secret)}> ${text}`);
        // What the spelling writes around any text, the padding of base64, and seven characters: those at an end may be
        // far longer than others, such as a quote that shell quotes and then entities have made 30 characters of.
        const around = spell('').length * 1.5 + spell('==', names.slice(1)).length;
        const ends = [secret.slice(0, 7), secret.slice(-7)].map((end) => spell(end).length);
        const bound = around + Math.max((7 * spell(secret).length) / secret.length, ...ends);
        expect([scrubbed.slice(0, text.length + 2), scrubbed.slice(-text.length - 2)]).toEqual([
          `${text} <`,
          `> ${text}`,
        ]);
        const shown = scrubbed.slice(text.length + 2, -text.length - 2).replaceAll('(sensitive)', '');
        expect(shown.length).toBeLessThanOrEqual(bound);
        expect(known.replaceKnown(scrubbed)).toBe(scrubbed);
      }),
      {
        numRuns: runs * 5,
        examples: [
          ["a!aaa!aa-SAyUÄV'", ['in shell quotes', 'in JSON, five times'], ''],
          [
            "!aaaaaaaa!a!!a!!aaaaa!aVUax XÄe'",
            ['in shell quotes of the other kind', 'with HTML entities'],
            '',
          ],
        ],
      },
    );
  });

  it('takes linear time for texts that are made to be slow, with thousands of secrets that end alike', () => {
    const secrets = Array.from({ length: 2000 }, (_, index) => `secret-${index}-${index * 7919}-of-many`);
    const known = knowing(...secrets);
    for (const piece of ['a', '\\', '%25', '&', '=3D', 'QUFB', '.. ', 'secret-7-55']) {
      const text = piece.repeat(400_000 / piece.length);
      expect(known.replaceKnown(`${text} ${secrets[42]}`)).not.toContain('-of-many');
    }
  });
});

/** Encodings of any text, which leave every character of it as it was. */
const encodings =
  /^(?:percent-encoded(?! in Latin)|as a form|with %u|with \\|with octal|in JSON(?! list)|with .*entities|with names|in .*hexadecimal|in a list of 0x|in base64(?! with lines))/;

const letters = [...'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'];
const signs = [...'!#%&()*-./:;<=>?@[]^_{|}~öÄß "\'+,$\\'];

/** Random characters: no ordinary text has eight of them. */
const randomSecret = fc
  .array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...letters) }, fc.constantFrom(...signs)), {
    minLength: 16,
    maxLength: 40,
  })
  .map((characters) => characters.join(''))
  .filter((secret) => new Set(secret).size > 9);

const ordinaryText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...['org.apache.kafka.connect.errors.ConnectException: ', '\n\tat a.B.c(B.java:12)', 'tasks.max=3'],
        ...['jdbc:postgresql://db:5432/orders?ssl=true', '{"a":"b\\n\\u00e4"}', '&lt;a&gt;', '%20%3D', '=\n'],
        ...[
          'Invalid value null for configuration topics: ',
          '5d41402abc4b2a76b9719d911017c592',
          '[104, 105]',
        ],
        ...[
          'aGVsbG8gd29ybGQsIGhvdyBhcmUgeW91',
          '2026-11-30T10:00:00.000Z',
          '... 3 more',
          '\u200b',
          '(sensitive)',
        ],
      ),
      fc.base64String({ maxLength: 60 }),
      fc.string({ maxLength: 7 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(' '));
