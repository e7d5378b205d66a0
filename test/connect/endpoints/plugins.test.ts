import { describe, expect, it } from 'vitest';
import { UnexpectedAnswer } from '../../../src/connect/decode.ts';
import { parsePluginKeys, parsePlugins } from '../../../src/connect/endpoints/plugins.ts';
import { parseWorker } from '../../../src/connect/endpoints/worker.ts';

describe('a worker', () => {
  it('says its version, its commit and its Kafka cluster', () => {
    expect(parseWorker({ version: '3.9.1', commit: 'f745dfdcee2b9851', kafka_cluster_id: 'hVB3' })).toEqual({
      version: { text: '3.9.1', major: 3, minor: 9, patch: 1 },
      versionText: '3.9.1',
      commit: 'f745dfdcee2b9851',
      kafkaClusterId: 'hVB3',
    });
  });

  it('may have a version that cannot be read, and no cluster id', () => {
    expect(parseWorker({ version: 'unknown', commit: 'unknown', kafka_cluster_id: null })).toEqual({
      version: undefined,
      versionText: 'unknown',
      commit: 'unknown',
      kafkaClusterId: undefined,
    });
  });

  it.each([
    ['a schema registry', {}],
    [
      'a search engine',
      { name: 'x', cluster_name: 'y', version: { number: '8.1' }, tagline: 'You Know, for Search' },
    ],
    ['some service with a version', { version: '1.0' }],
    ['null', null],
    ['a text', 'ok'],
  ])('is not mistaken for another service: %s', (_service, value) => {
    expect(() => parseWorker(value)).toThrow(UnexpectedAnswer);
  });

  it('whose URL ends in /connectors answers with a list, and the sentence says so', () => {
    expect(() => parseWorker(['orders'])).toThrow(/in front of \/connectors/);
  });
});

describe('plugins', () => {
  it('are read with class, type and version', () => {
    const source = { class: 'org.apache.kafka.connect.file.FileStreamSourceConnector', type: 'source' };
    expect(parsePlugins([{ ...source, version: '3.9.1' }, source, { class: 'x.Y', type: null }])).toEqual([
      { className: source.class, type: 'source', version: '3.9.1' },
      { className: source.class, type: 'source', version: undefined },
      { className: 'x.Y', type: 'unknown', version: undefined },
    ]);
  });

  it.each([[{}], [null], [[{}]], [['x']]])('of another shape are refused: %j', (value) => {
    expect(() => parsePlugins(value)).toThrow(UnexpectedAnswer);
  });
});

describe('the configuration keys of a plugin', () => {
  it.each(['order', 'order_in_group'])('are read whatever the worker calls their order: %s', (order) => {
    const key = {
      name: 'connection.password',
      type: 'PASSWORD',
      required: true,
      default_value: null,
      importance: 'HIGH',
      documentation: 'The password.',
      group: 'Connection',
      width: 'SHORT',
      display_name: 'Password',
      dependents: [],
      [order]: 3,
    };
    expect(parsePluginKeys([key])).toEqual([
      {
        name: 'connection.password',
        type: 'PASSWORD',
        required: true,
        defaultValue: undefined,
        importance: 'HIGH',
        documentation: 'The password.',
        group: 'Connection',
      },
    ]);
  });

  it('keep an empty default apart from none', () => {
    const [empty, none] = parsePluginKeys([
      { name: 'a', type: 'STRING', default_value: '' },
      { name: 'b', type: 'STRING' },
    ]);
    expect([empty?.defaultValue, none?.defaultValue]).toEqual(['', undefined]);
  });

  it.each([[{}], [[{ name: 'x' }]], [[null]]])('of another shape are refused: %j', (value) => {
    expect(() => parsePluginKeys(value)).toThrow(UnexpectedAnswer);
  });
});
