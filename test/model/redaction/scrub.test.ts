import { describe, expect, it } from 'vitest';
import { KnownSecrets } from '../../../src/model/known-secrets.ts';
import { makeScrub } from '../../../src/model/redaction/scrub.ts';

const known = new KnownSecrets();
known.learn('hunter2secret');
const scrub = makeScrub(known);

describe('a trace', () => {
  it.each([
    ['a known secret', 'x hunter2secret y', 'x (sensitive) y'],
    ['userinfo', 'cannot open https://me:other@db:9200/x', 'cannot open https://(sensitive)@db:9200/x'],
    [
      'a parameter',
      'jdbc:mysql://db?user=u&password=other&ssl=true',
      'jdbc:mysql://db?user=u&password=(sensitive)&ssl=true',
    ],
    ['a pair', 'login with password=other failed', 'login with password=(sensitive) failed'],
    [
      'JAAS',
      'o.P.PlainLoginModule required username="u" password="other";',
      'o.P.PlainLoginModule required username="u" password="(sensitive)";',
    ],
    [
      'a key over several lines',
      'bad key -----BEGIN PRIVATE KEY-----\nabc\ndef\n-----END PRIVATE KEY----- in x',
      'bad key (sensitive) in x',
    ],
    ['a key that breaks off', 'bad -----BEGIN PRIVATE KEY-----\nabc', 'bad (sensitive)'],
  ])('shows no %s', (_, text, expected) => {
    expect(scrub(`a.B: first\n${text}`)).toBe(`a.B: first\n${expected}`);
  });

  it('keeps everything else', () => {
    const trace =
      'org.apache.kafka.connect.errors.ConnectException: tasks.max=3 is too many: [a, b] -> {c=d}\n' +
      '\tat org.apache.kafka.common.security.token.TokenProvider.get(TokenProvider.java:12)\n\t... 3 more\n';
    expect(scrub(trace)).toBe(trace);
  });
});
