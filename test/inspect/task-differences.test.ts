import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viewTaskDifferences } from '../../src/inspect/task-differences.ts';
import { KnownSecrets } from '../../src/model/known-secrets.ts';
import { makeRedactor } from '../../src/model/redaction/redactor.ts';
import { live } from '../support/connectors.ts';

const connector = live('orders', {
  config: {
    'connector.class': 'org.example.Source',
    tables: 'lines,orders',
    'db.password': 'Sesame7431',
    'db.login': '${file:/secrets:login}',
    'db.typed': 'typed-secret',
  },
});
const redactor = makeRedactor({
  live: [connector],
  desired: [],
  passwordKeys: new Map([['org.example.Source', new Set(['db.typed'])]]),
  known: new KnownSecrets(),
});

function differences(...configs: readonly Readonly<Record<string, string>>[]) {
  const tasks = configs.map((config, id) => ({ id, config: new Map(Object.entries(config)) }));
  return viewTaskDifferences(tasks, connector, redactor);
}

function shown(key: string, text: string): string | null | undefined {
  return differences({ [key]: text }, {})[0]?.values[0]?.value;
}

describe('task differences', () => {
  it('are the keys whose values differ, sorted', () => {
    expect(differences({ b: '1', a: '1', c: '1' }, { b: '2', a: '1', d: '1' }).map(({ key }) => key)).toEqual(
      ['b', 'c', 'd'],
    );
    expect(differences({ a: '1' }, { a: '1' })).toEqual([]);
    expect(differences({ a: '1' })).toEqual([]);
  });

  it.each([
    '0',
    '12',
    '999',
    'true',
    'false',
    '',
    'orders',
    'lines,orders',
    'orders, lines',
    'org.example.Source',
  ])('show "%s", which cannot be a secret or is in the config of the connector', (text) =>
    expect(shown('some.key', text)).toBe(text),
  );

  it.each([
    ['some.key', 'Sesame7431'],
    ['some.key', 'typed-secret'],
    ['some.key', 'resolved'],
    ['some.key', 'orders,resolved'],
    ['some.key', '${file:/secrets:login}'],
    ['some.key', '7431'],
    ['db.typed', '1'],
    ['other.password', 'orders'],
    ['some.url', 'http://me:orders@db'],
  ])('hide %s=%s', (key, text) => {
    expect(shown(key, text)).toBe('(hidden #1)');
  });

  it('never show a value that the config of the connector hides', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4 }), (text) => {
        fc.pre(
          !['true', 'false', 'orders', 'lines', 'lines,orders'].includes(text) && /[A-Za-z]{2}/.test(text),
        );
        expect(shown('some.key', text)).toBe('(hidden #1)');
      }),
    );
  });
});
