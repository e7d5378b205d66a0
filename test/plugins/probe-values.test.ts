import { describe, expect, test } from 'vitest';
import type { PluginKey } from '../../src/model/plugin.ts';
import { probeValues } from '../../src/plugins/probe-values.ts';

describe('the values that make a validation list allowed values', () => {
  test('are words for keys that look like a closed set', () => {
    const keys = [
      key('snapshot.mode', { defaultValue: 'initial' }),
      key('target.type', {}),
      key('errors.tolerance', { defaultValue: 'none' }),
      key('plugin.name', { defaultValue: 'decoderbufs' }),
    ];
    expect([...probeValues(keys).words.keys()]).toEqual([
      'snapshot.mode',
      'target.type',
      'errors.tolerance',
      'plugin.name',
    ]);
  });

  test('are for no key that is required, an address, a file, a class, or no word', () => {
    const keys = [
      key('connection.type', { required: true }),
      key('database.hostname', { defaultValue: 'db' }),
      key('bootstrap.servers', {}),
      key('file', { defaultValue: 'out' }),
      key('converter.class', { defaultValue: 'Json' }),
      key('batch.size', { type: 'INT', defaultValue: '1' }),
      key('password', { type: 'PASSWORD' }),
      key('topic.prefix', {}),
    ];
    expect(probeValues(keys).words.size).toBe(0);
  });

  test('replace every default that is an address, so that it is not contacted', () => {
    const keys = [
      key('connection.uri', { defaultValue: 'mongodb://localhost:27017,localhost:27018' }),
      key('endpoint', { defaultValue: 'pubsub.googleapis.com:443' }),
      key('server', { defaultValue: '127.0.0.1' }),
      key('hosts', { type: 'LIST', defaultValue: 'localhost' }),
    ];
    const { addresses, words } = probeValues(keys, 'p.');
    expect([...addresses.keys()]).toEqual(['p.connection.uri', 'p.endpoint', 'p.server', 'p.hosts']);
    expect(words.size).toBe(0);
    for (const value of addresses.values()) expect(value).toMatch(/\s/);
  });
});

function key(name: string, over: Partial<PluginKey>): PluginKey {
  return {
    name,
    type: 'STRING',
    required: false,
    defaultValue: undefined,
    importance: 'LOW',
    documentation: '',
    group: undefined,
    ...over,
  };
}
