import { describe, expect, it } from 'vitest';
import type { PresentConnector } from '../../src/model/desired-connector.ts';
import { describeDiagnostic } from '../../src/model/diagnostic.ts';
import type { PluginSet } from '../../src/model/plugin-snapshot.ts';
import { checkConfig } from '../../src/plugins/check-config.ts';
import { exampleKey, examplePlugins } from '../support/example-plugins.ts';
import { presentConnector } from '../support/present-connector.ts';

const source = { 'connector.class': 'org.example.OrdersSource', topic: 'orders' };
const sink = { 'connector.class': 'org.example.OrdersSink', topics: 'orders' };

function check(
  config: Readonly<Record<string, string>>,
  { set = examplePlugins, ...more }: Partial<PresentConnector> & { readonly set?: PluginSet } = {},
): readonly string[] {
  return checkConfig({ ...presentConnector(config), ...more }, set).findings.map((found) => {
    const { message, hint } = describeDiagnostic(found, (text) => text);
    const { file, line } = found.source ?? {};
    return `${file}:${line} ${found.severity}[${found.code}] ${message}; ${hint}`;
  });
}

/** The codes alone. */
const codes = (...args: Parameters<typeof check>) =>
  check(...args).map((text) => /\[(.*?)\]/.exec(text)?.[1]);

/** The class of the test is line 1; each key has the line of its position. */
const lineOf = (config: object, key: string) => Object.keys(config).indexOf(key) + 1;

describe('a config that the snapshots of its plugins describe', () => {
  it('has no findings where nothing is certainly wrong', () => {
    expect(
      check({
        ...source,
        'tasks.max': ' 2 ',
        'batch.size': '+500',
        mode: ' FAST',
        operations: 'C, d',
        transforms: 'route',
        'transforms.route.type': 'org.example.Route',
        'transforms.route.regex': '',
        'transforms.route.predicate': 'isOrder',
        'transforms.route.negate': 'true',
        predicates: 'isOrder',
        'predicates.isOrder.type': 'org.example.IsOrder',
        'predicates.isOrder.pattern': 'o.*',
        'value.converter': 'org.example.TextConverter',
        'value.converter.schemas.enable': 'FALSE',
        'value.converter.schema.registry.url': 'http://registry',
        'unheard.of': 'x',
      }),
    ).toEqual([]);
  });

  it('has an error on the line of a value of the wrong type, without the value', () => {
    const config = { ...source, 'batch.size': 'S3same' };
    expect(check(config)).toEqual([
      `x.yaml:${lineOf(config, 'batch.size')} error[wrong-value-type] "batch.size" must be a whole number (org.example.OrdersSource 1.0.0); correct the value`,
    ]);
  });

  it('names the range of a number that is too large', () => {
    expect(check({ ...source, 'batch.size': '2147483648' })).toEqual([
      expect.stringContaining('must be a whole number from -2147483648 to 2147483647 ('),
    ]);
  });

  it('has an error where a value is none of a closed set, with the nearest one', () => {
    const config = { ...source, mode: 'fasst', 'errors.tolerance': 'none of them' };
    expect(check(config)).toEqual([
      expect.stringContaining(
        '"mode" must be one of fast, slow (org.example.OrdersSource 1.0.0); did you mean fast?',
      ),
      expect.stringContaining(
        '"errors.tolerance" must be one of none, all (Kafka Connect 3.9.1); choose one of them',
      ),
    ]);
    expect(codes({ ...source, operations: 'c,x' })).toEqual(['value-not-allowed']);
  });

  it('does not show a word that is near a value from the environment', () => {
    expect(check({ ...source, mode: 'fasst' }, { secretKeys: new Set(['mode']) })[0]).toMatch(
      /; choose one of them$/,
    );
  });

  it('has an error on the line of the class for each plugin that lacks required keys', () => {
    const config = {
      'connector.class': 'org.example.OrdersSource',
      transforms: 'route',
      'transforms.route.type': 'org.example.Route',
    };
    expect(check(config)).toEqual([
      'x.yaml:1 error[missing-required-key] orders has no "topic", which org.example.OrdersSource 1.0.0 requires; add it to the config',
      'x.yaml:3 error[missing-required-key] orders has no "transforms.route.regex", which org.example.Route 1.0.0 requires; add it to the config',
    ]);
  });

  it('requires exactly one of topics and topics.regex of a sink, unless the plugin defines topics itself', () => {
    expect(codes({ 'connector.class': 'org.example.OrdersSink' })).toEqual(['topics-not-clear']);
    expect(codes({ ...sink, 'topics.regex': 'o.*' })).toEqual(['topics-not-clear']);
    expect(codes(sink)).toEqual([]);
    const own: PluginSet = {
      ...examplePlugins,
      snapshots: examplePlugins.snapshots.map((snapshot) =>
        snapshot.type === 'sink'
          ? { ...snapshot, keys: [exampleKey('topics', 'LIST', { group: 'Connection' })] }
          : snapshot,
      ),
    };
    expect(codes({ 'connector.class': 'org.example.OrdersSink' }, { set: own })).toEqual([]);
  });

  it('has a warning for a key that is one typo away from a known one, of a transformation too', () => {
    const config = {
      ...source,
      'batch.szie': '5',
      transforms: 'route',
      'transforms.route.type': 'org.example.Route',
      'transforms.route.regex': 'x',
      'transforms.route.limits': '5',
      'value.converter': 'org.example.TextConverter',
      'value.converter.schema.enable': 'true',
    };
    expect(check(config)).toEqual([
      `x.yaml:3 warning[undefined-config-key] unknown key "batch.szie" in orders: the worker accepts and ignores it; did you mean batch.size?`,
      expect.stringContaining('did you mean transforms.route.limit?'),
    ]);
  });

  it('has the same warning for the key of a transformation where the connector has no snapshot', () => {
    const config = {
      ...source,
      'task.max': '1',
      'batch.szie': '5',
      transforms: 'route',
      'transforms.route.type': 'org.example.Route',
      'transforms.route.regx': 'x',
    };
    const snapshots = examplePlugins.snapshots.filter(({ type }) => type !== 'source');
    const found = check(config, { set: { ...examplePlugins, snapshots } });
    expect(found.filter((text) => text.includes('undefined-config-key'))).toEqual([
      expect.stringContaining('did you mean transforms.route.regex?'),
    ]);
  });

  it('leaves keys alone that clients, drivers and undescribed plugins define', () => {
    const mirror = { ...source, 'producer.override.topic': 'x', 'topic.creation.group': 'x' };
    expect(codes(mirror)).toEqual([]);
    expect(
      codes({
        ...source,
        transforms: 'own',
        'transforms.own.type': 'com.acme.Own',
        'transforms.own.limits': '1',
      }),
    ).toEqual(['unlisted-plugin']);
  });

  it('has a warning for a deprecated key, with its replacement', () => {
    expect(check({ ...source, rows: '5', legacy: 'x' })).toEqual([
      'x.yaml:3 warning[deprecated-key] "rows" is deprecated in org.example.OrdersSource 1.0.0; use  batch.size  instead',
      'x.yaml:4 warning[deprecated-key] "legacy" is deprecated in org.example.OrdersSource 1.0.0; see the documentation of the plugin for what to use instead',
    ]);
    expect(check({ ...source, rows: '5', 'batch.size': '5' })[0]).toContain('remove it: batch.size is set');
  });

  it('has a warning for a password in clear whose name does not show that it is one', () => {
    expect(check({ ...source, phrase: 'sesame' })).toEqual([
      expect.stringContaining(
        'x.yaml:3 warning[plaintext-secret] the secret "phrase" is stored in plain text',
      ),
    ]);
    expect(codes({ ...source, phrase: '${file:/secrets:phrase}' })).toEqual([]);
    expect(codes({ ...source, phrase: 'sesame' }, { secretKeys: new Set(['phrase']) })).toEqual([]);
  });

  it('has an error for a class that the cluster has not installed, and a warning for other plugins', () => {
    expect(check({ ...source, 'connector.class': 'org.example.OrdersSorce' })).toEqual([
      'x.yaml:1 error[unlisted-plugin] plugin org.example.OrdersSorce (connector.class) is not installed, according to plugins (prod); did you mean org.example.OrdersSource? If it was installed since, update the list with  connect-sync plugins pull',
    ]);
    expect(check({ ...source, 'value.converter': 'com.acme.AvroConverter' })).toEqual([
      expect.stringContaining('warning[unlisted-plugin] plugin com.acme.AvroConverter (value.converter)'),
    ]);
    expect(
      codes({ ...source, 'connector.class': 'OrdersSource', 'value.converter': 'AvroConverter' }),
    ).toEqual([]);
  });

  it('has a warning for a key of a converter where the worker does not validate it, before 3.8', () => {
    const config = {
      ...source,
      'value.converter': 'org.example.TextConverter',
      'value.converter.schemas.enable': 'yes',
    };
    expect(check(config)[0]).toContain('error[wrong-value-type]');
    for (const kafkaConnect of ['3.7.2', undefined]) {
      const snapshots = examplePlugins.snapshots.filter(({ type }) => type !== 'common');
      expect(check(config, { set: { ...examplePlugins, kafkaConnect, snapshots } })[0]).toContain(
        'warning[wrong-value-type]',
      );
    }
  });

  it('does not ask for the type of a converter, which the worker sets', () => {
    const snapshots = examplePlugins.snapshots.map((snapshot) =>
      snapshot.type === 'converter'
        ? { ...snapshot, keys: [exampleKey('converter.type', 'STRING', { required: true })] }
        : snapshot,
    );
    const config = { ...source, 'value.converter': 'org.example.TextConverter' };
    expect(check(config, { set: { ...examplePlugins, snapshots } })).toEqual([]);
  });

  it('names the connector where a shared layer chooses the class', () => {
    const connector = presentConnector({ 'connector.class': 'org.example.OrdersSource' });
    const place = { file: 'connect-sync.yaml', line: 7, column: 5 };
    const [found] = checkConfig(
      {
        ...connector,
        origins: new Map([['connector.class', { layer: 'default', source: place }]]),
      },
      examplePlugins,
    ).findings;
    expect(found).toMatchObject({
      source: connector.source,
      related: [{ label: 'connector.class', source: place }],
    });
  });
});

describe('what is not checked', () => {
  it.each([
    ['a reference to a config provider', { 'batch.size': '${file:/config:size}' }],
    ['a variable that is not set', { 'batch.size': '${env.SIZE}' }],
    ['a mask', { 'batch.size': '(sensitive)' }],
    ['a blank value of a closed set', { mode: '' }],
  ])('%s', (_, more) => {
    expect(codes({ ...source, ...more })).toEqual([]);
  });

  it('keys that are managed elsewhere', () => {
    const connector = { 'connector.class': 'org.example.OrdersSource', 'batch.size': 'many' };
    expect(codes(connector, { ignoreKeys: ['topic', 'batch.*'] })).toEqual([]);
  });

  const bad = { 'connector.class': 'org.example.OrdersSource', 'batch.size': 'many' };

  it('a plugin whose installed version has no snapshot', () => {
    const installed = [{ className: 'org.example.OrdersSource', type: 'source', version: '2.0.0' }];
    expect(codes(bad, { set: { ...examplePlugins, installed } })).toEqual([]);
  });

  it('a plugin of which several versions have snapshots, where nothing tells which one is installed', () => {
    const set = { ...examplePlugins, installed: undefined };
    expect(codes(bad, { set })).toEqual(['missing-required-key', 'wrong-value-type']);
    const snapshots = set.snapshots.flatMap((one) =>
      one.type === 'source' ? [one, { ...one, version: '2.0.0' }] : one,
    );
    expect(codes(bad, { set: { ...set, snapshots } })).toEqual([]);
    const pinned = { ...bad, 'connector.plugin.version': '2.0.0' };
    expect(codes(pinned, { set: { ...set, snapshots, kafkaConnect: undefined } })).toEqual([
      'missing-required-key',
      'wrong-value-type',
    ]);
  });

  it('a version that a worker before 4.1 ignores', () => {
    const [plugin] = examplePlugins.snapshots.filter(
      ({ className }) => className === source['connector.class'],
    );
    const snapshots = [
      ...examplePlugins.snapshots,
      ...(plugin ? [{ ...plugin, version: '0.9.0', keys: [] }] : []),
    ];
    const set = { ...examplePlugins, snapshots };
    const pinned = { ...bad, 'connector.plugin.version': '0.9.0' };
    const plain = codes(bad, { set });
    expect(plain).not.toEqual([]);
    expect(codes(pinned, { set: { ...set, kafkaConnect: '3.9.1' } })).toEqual(expect.arrayContaining(plain));
    expect(codes(pinned, { set: { ...set, kafkaConnect: '4.2.0' } })).toEqual([]);
  });

  it('a plugin that is pinned to another version', () => {
    const set = { ...examplePlugins, kafkaConnect: '4.2.0' };
    expect(codes({ ...bad, 'connector.plugin.version': '2.0.0' }, { set })).toEqual([]);
  });

  it('converters and transformations of a worker that lists connectors only', () => {
    const installed = examplePlugins.installed?.filter(({ type }) => type === 'source');
    const config = { ...source, transforms: 'own', 'transforms.own.type': 'com.acme.Own' };
    expect(codes(config, { set: { ...examplePlugins, installed } })).toEqual([]);
  });
});
