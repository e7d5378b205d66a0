import { expect, test } from 'vitest';
import type { PluginKey } from '../../src/model/plugin.ts';
import { snapshotKey } from '../../src/plugins/snapshot-key.ts';

const scrub = (text: string) => text;

test.each<[string, Partial<PluginKey>]>([
  ['of a password', { type: 'PASSWORD', defaultValue: 'secret' }],
  ['with a random part', { defaultValue: 'client-0b6a2b1e-6f0f-4c55-9d0e-2f6b7a1c9d10' }],
  [
    'that the documentation calls random',
    {
      defaultValue: '6075',
      documentation: 'An ID. By default, a random number is generated between 5400 and 6400.',
    },
  ],
])('a default %s is left out, because it is secret or differs between workers', (_, over) => {
  expect(snapshotKey(key(over), { scrub }).default).toBeUndefined();
});

test('a default that the worker reports differently the next time is left out', () => {
  const first = key({ defaultValue: '6075' });
  expect(snapshotKey(first, { scrub, again: key({ defaultValue: '5511' }) }).default).toBeUndefined();
  expect(snapshotKey(first, { scrub, again: first }).default).toBe('6075');
});

test('recommended values are sorted, each once', () => {
  expect(snapshotKey(key({}), { scrub, recommended: ['b', 'a', 'b'] }).recommended).toEqual(['a', 'b']);
});

test('a key is not deprecated where the documentation replaces one of its values by another one', () => {
  const documentation = 'How to start. EXPORTED - This option is deprecated; use "initial" instead.';
  const deprecationOf = (over: Partial<PluginKey>, values?: readonly string[]) =>
    snapshotKey(key({ documentation, ...over }), { scrub, values }).deprecation;
  expect(deprecationOf({}, ['initial', 'never'])).toBeUndefined();
  expect(deprecationOf({ defaultValue: 'initial' })).toBeUndefined();
  expect(deprecationOf({})).toEqual({ replacement: 'initial' });
});

function key(over: Partial<PluginKey>): PluginKey {
  return {
    name: 'k',
    type: 'STRING',
    required: false,
    defaultValue: undefined,
    importance: 'LOW',
    documentation: '',
    group: undefined,
    ...over,
  };
}
