import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConnectorName } from '../../../src/model/connector-name.ts';
import type { DesiredConnector } from '../../../src/model/desired-connector.ts';
import { KnownSecrets } from '../../../src/model/known-secrets.ts';
import { isMasked } from '../../../src/model/masked-value.ts';
import { makeRedactor, type RedactionInput } from '../../../src/model/redaction/redactor.ts';

const file = { file: 'connectors/c.yaml', line: 1, column: 1 };

function live(name: string, config: Record<string, string>) {
  return { name, config: new Map(Object.entries(config)) };
}

function desiredOf(
  name: string,
  config: Record<string, string>,
  secretKeys: readonly string[] = [],
): DesiredConnector {
  return {
    kind: 'present',
    name: name as ConnectorName,
    source: file,
    dependsOn: [],
    state: undefined,
    stateSource: undefined,
    config: new Map(Object.entries(config)),
    origins: new Map(),
    secretKeys: new Set(secretKeys),
    ignoreKeys: [],
  };
}

function redact(input: Partial<RedactionInput>) {
  return makeRedactor({
    live: [],
    desired: [],
    passwordKeys: new Map(),
    known: new KnownSecrets(),
    ...input,
  });
}

function mask(number: number) {
  return { text: `(sensitive #${number})`, sensitive: true };
}

describe('a value is secret', () => {
  it('where the key says so', () => {
    expect(redact({}).value('c', 'database.password', 'pw')).toEqual(mask(1));
  });

  it('where the plugin says so: type PASSWORD', () => {
    const config = { 'connector.class': 'a.Mongo', 'connection.uri': 'anything' };
    const passwordKeys = new Map([['a.Mongo', new Set(['connection.uri'])]]);
    const redactor = redact({ live: [live('c', config)], passwordKeys });
    expect(redactor.value('c', 'connection.uri', 'anything')).toEqual(mask(1));
  });

  it('where either its old or its new plugin says so', () => {
    const before = live('c', { 'connector.class': 'a.Old', code: 'old' });
    const after = desiredOf('c', { 'connector.class': 'a.New', code: 'new' });
    const passwordKeys = new Map([['a.Old', new Set(['code'])]]);
    const redactor = redact({ live: [before], desired: [after], passwordKeys });
    expect(redactor.value('c', 'code', 'old')).toEqual(mask(1));
    expect(redactor.value('c', 'code', 'new')).toEqual(mask(2));
  });

  it('where it comes from ${env.…}, on both sides, without knowing the value', () => {
    const redactor = redact({
      live: [live('c', { topic: 'a1' })],
      desired: [desiredOf('c', { topic: 'b' }, ['topic'])],
    });
    expect(redactor.value('c', 'topic', 'a1')).toEqual(mask(1));
    expect(redactor.value('c', 'topic', 'b')).toEqual(mask(2));
  });

  it.each([
    '${vault:secret/hunter2:password}',
    '${file:/secrets/hunter2/db.properties:password}',
    '${file:/x:${file:/hunter2:y}}',
    '$${vault:hunter2:password}',
  ])('where a provider reference holds a value from the environment: %s', (text) => {
    const known = new KnownSecrets();
    known.learn('hunter2');
    const redactor = redact({ desired: [desiredOf('c', { login: text }, ['login'])], known });
    expect(redactor.value('c', 'login', text)).toEqual(mask(1));
  });

  it('where a live provider reference may hold an earlier value from the environment', () => {
    const reference = (token: string) => `\${vault:secret/${token}:password}`;
    for (const now of ['hunter3', '${env.TOKEN}']) {
      const redactor = redact({
        live: [live('c', { login: reference('hunter2'), plain: '${file:/a:b}' })],
        desired: [desiredOf('c', { login: reference(now), plain: 'hunter3' }, ['login', 'plain'])],
      });
      expect(redactor.value('c', 'login', reference('hunter2')).text).toBe('(sensitive #1)');
      expect(redactor.value('c', 'plain', '${file:/a:b}').sensitive).toBe(false);
    }
  });

  it('where its key is gone from the file and it contains a secret from the environment', () => {
    const known = new KnownSecrets();
    known.learn('hunter2');
    const redactor = redact({
      live: [live('c', { header: 'x-auth hunter2', other: 'x' }), live('d', { header: 'hunter2' })],
      desired: [desiredOf('c', { plain: 'hunter2' })],
      known,
    });
    expect(redactor.value('c', 'header', 'x-auth hunter2')).toEqual(mask(1));
    expect(redactor.value('d', 'header', 'hunter2')).toEqual(mask(2));
    expect(redactor.value('c', 'other', 'x').sensitive).toBe(false);
    expect(redactor.value('c', 'plain', 'hunter2').sensitive).toBe(false);
  });

  it('in part, in a URL', () => {
    const redactor = redact({});
    expect(redactor.value('c', 'connection.url', 'jdbc:pg://u:p@db/x?password=p&ssl=true')).toEqual({
      text: 'jdbc:pg://(sensitive #1)@db/x?password=(sensitive #2)&ssl=true',
      sensitive: true,
    });
  });

  it('as a whole, where something else has a secret in it', () => {
    expect(redact({}).value('c', 'options', 'host=db password=pw')).toEqual(mask(1));
    expect(redact({}).value('c', 'sasl.jaas.config', 'o.PlainLoginModule required password=b;')).toEqual(
      mask(1),
    );
  });
});

describe('a value stays as it is', () => {
  it.each([
    ['the empty string', 'database.password', ''],
    ['a provider reference', 'database.password', '${file:/secrets.properties:pw}'],
    ['two of them', 'value.converter.basic.auth.user.info', '${file:/s:user}:${file:/s:password}'],
    [
      'a JAAS line whose secrets are references',
      'producer.override.sasl.jaas.config',
      'org.x.PlainLoginModule required username="u" password="${vault:a:b}";',
    ],
    [
      'a JAAS line of Kerberos',
      'producer.override.sasl.jaas.config',
      'com.sun.security.auth.module.Krb5LoginModule required useKeyTab=true keyTab="/x" principal="a@B";',
    ],
    ['a mask of the worker', 'database.password', '****'],
  ])('%s', (_, key, text) => {
    expect(redact({}).value('c', key, text).text).toBe(text);
  });

  it('whatever secret it happens to contain: secrets are found by structure, never by substring', () => {
    const known = new KnownSecrets();
    known.learn('a1');
    const uuid = '0a1ba1c4-a1a1-4a1a-8a1a-a1a1a1a1a1a1';
    const config = { password: 'a1', 'topic.prefix': uuid };
    const redactor = redact({ live: [live('c', config)], desired: [desiredOf('c', config)], known });
    expect(redactor.value('c', 'topic.prefix', uuid)).toEqual({ text: uuid, sensitive: false });
  });
});

describe('masks', () => {
  const shared = live('b', { 'a.password': 'one', 'b.password': 'two' });
  const other = live('a', { 'z.password': 'two' });
  const desired = [desiredOf('a', { 'z.password': 'three' }), desiredOf('b', { 'a.password': 'two' })];

  it('are equal where secrets are, numbered over live connectors by name and key, then over the desired', () => {
    const redactor = redact({ live: new Map([shared, other].entries()).values(), desired });
    expect(redactor.value('a', 'z.password', 'two')).toEqual(mask(1));
    expect(redactor.value('b', 'a.password', 'one')).toEqual(mask(2));
    expect(redactor.value('b', 'b.password', 'two')).toEqual(mask(1));
    expect(redactor.value('a', 'z.password', 'three')).toEqual(mask(3));
  });

  it('do not depend on the order in which anything is read or printed', () => {
    const secrets = ['one', 'two', 'three'];
    fc.assert(
      fc.property(fc.shuffledSubarray(secrets, { minLength: 3 }), fc.boolean(), (order, isReversed) => {
        const lives = isReversed ? [shared, other] : [other, shared];
        const redactor = redact({ live: lives, desired });
        const shown = new Map(order.map((text) => [text, redactor.value('b', 'a.password', text).text]));
        expect(secrets.map((text) => shown.get(text))).toEqual([mask(2).text, mask(1).text, mask(3).text]);
      }),
    );
  });

  it('reveal neither a length nor anything else of a secret', () => {
    const secret = fc
      .string({ minLength: 1 })
      .filter((text) => !/^\s*$|\$\{/.test(text) && !isMasked('password', text));
    fc.assert(
      fc.property(secret, (text) => {
        expect(redact({}).value('c', 'password', text)).toEqual(mask(1));
      }),
    );
  });
});

describe('a document', () => {
  it('has its keys sorted, and a state where one is given', () => {
    const document = redact({}).document(
      'c',
      new Map([
        ['b', '1'],
        ['a.password', 'x'],
        ['a', '2'],
      ]),
      { state: 'paused', nullKeys: ['aa'] },
    );
    expect(JSON.stringify(document)).toBe(
      '{"config":{"a":"2","a.password":"(sensitive #1)","aa":null,"b":"1"},"state":"paused"}',
    );
    expect(redact({}).document('c', new Map())).toEqual({ config: {} });
  });
});

describe('the secrets of the configurations', () => {
  it.each([
    ['a password of a file or a worker', { 'db.password': 'pass-word' }, 'pass-word'],
    ['the password in a URL', { url: 'http://u:pa%40ss@h' }, 'pa@ss'],
    [
      'the password in a JAAS line',
      { 'sasl.jaas.config': 'a.BLoginModule required password="pass\\"word";' },
      'pass"word',
    ],
    ['the second half of user:password', { 'basic.auth.user.info': 'me:pass-word' }, 'pass-word'],
    ['user:password in base64', { 'basic.auth.user.info': 'me:pass-word' }, 'bWU6cGFzcy13b3Jk'],
  ])('are kept out of free text: %s', (_, config, secret) => {
    const known = new KnownSecrets();
    redact({ live: [live('c', config)], known });
    expect(known.replaceKnown(`cannot log in with ${secret} today`)).toBe(
      'cannot log in with (sensitive) today',
    );
  });

  it('do not mask values elsewhere, as those of the environment do', () => {
    const lives = [live('a', { password: 'postgres' }), live('b', { 'topic.prefix': 'postgres-x' })];
    expect(redact({ live: lives }).value('b', 'topic.prefix', 'postgres-x').sensitive).toBe(false);
  });
});
