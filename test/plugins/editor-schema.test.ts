import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { editorKeywords } from '../../src/desired/compile-schema.ts';
import type { PluginSnapshot } from '../../src/model/plugin-snapshot.ts';
import { printSchema } from '../../src/plugins/editor/print-schema.ts';
import { publishedSchemas, schemasOf } from '../support/editor-schemas.ts';
import {
  postgresSnapshot,
  recordedPlugins,
  recordedSnapshots,
  snapshotKey,
} from '../support/recorded-snapshots.ts';

/** Whether a connector file is valid for a schema of any standard validator; of an invalid one, where. */
function check(schema: object, config: object, more: object = {}): true | readonly string[] {
  const ajv = new Ajv2020({
    allowUnionTypes: true,
    ownProperties: true,
    allErrors: true,
    strictTypes: false,
    strictRequired: false,
  });
  const validate = ajv.addVocabulary([...editorKeywords]).compile(schema);
  if (validate({ config, ...more })) return true;
  const places = validate.errors?.filter(({ keyword }) => !['if', 'allOf'].includes(keyword)) ?? [];
  return [...new Set(places.map(({ instancePath }) => instancePath))];
}

const source = { 'connector.class': 'org.example.Orders' };

/** A source plugin in a version, with keys. */
function plugin(version: string, keys: PluginSnapshot['keys']): PluginSnapshot {
  return { className: 'org.example.Orders', type: 'source', version, keys };
}

describe('the schemas for editors', () => {
  it('are the published ones where there are no snapshots', () => {
    expect(schemasOf({ snapshots: [] })).toEqual(publishedSchemas);
  });

  it('are the same for the same snapshots, in whatever order they are read', () => {
    const print = (snapshots: readonly PluginSnapshot[]) => printSchema(schemasOf({ snapshots }).connector);
    const snapshots = [...recordedSnapshots(), postgresSnapshot];
    expect(print(snapshots.toReversed())).toBe(print(snapshots));
  });

  it('print as JSON with each key on a line of its own', () => {
    const { connector } = schemasOf();
    const text = printSchema(connector);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(connector)));
    const lines = text.split('\n').filter((line) => line.trimStart().startsWith('"slot.name": {"title"'));
    expect(lines).toHaveLength(1);
  });

  it('mean the same to every validator', () => {
    const { connector } = schemasOf({ transforms: ['route'] });
    const mySql = { 'connector.class': 'MySqlConnector' };
    expect(check(connector, { ...mySql, 'snapshot.mode': 'never', 'database.port': 3306 })).toBe(true);
    expect(check(connector, { ...mySql, 'snapshot.mod': 'never' })).toEqual(['/config/snapshot.mod']);
    expect(check(connector, { ...mySql, 'database.port': 'x' })).toEqual(['/config/database.port']);
    expect(check(connector, mySql, { overrides: { prod: { config: { 'snapshot.mode': 'x' } } } })).toEqual([
      '/overrides/prod/config/snapshot.mode',
    ]);
    expect(check(connector, { 'connector.class': 'org.example.Other', 'snapshot.mod': 1 })).toBe(true);
  });

  it('hold the documentation of a key once, whatever the number of classes and names of transforms', () => {
    const copies = Array.from({ length: 5 }, (_, index) => ({
      ...postgresSnapshot,
      className: `org.example.Copy${index}Connector`,
    }));
    const { connector } = schemasOf({
      snapshots: [...recordedSnapshots(), postgresSnapshot, ...copies],
      transforms: ['a', 'b', 'c'],
    });
    const text = JSON.stringify(connector);
    expect(text.split('The name of the Postgres logical decoding slot')).toHaveLength(2);
    expect(text.split('Regular expression to use for matching.')).toHaveLength(3);
  });

  it('take keys of any name, such as those of a snapshot that was edited', () => {
    const names = [
      '__proto__',
      'constructor',
      'a/b~c',
      '100%',
      'ключ',
      '"quoted"',
      '$ref',
      'a b',
      '^(x+)+$',
      '',
    ];
    const keys = names.map((name) => snapshotKey({ name, type: 'INT', values: ['1', '$2', '}'] }));
    const { connector } = schemasOf({ snapshots: [plugin('1', keys), ...recordedSnapshots()] });
    for (const name of names.slice(1, -1)) {
      expect(check(connector, { ...source, [name]: '1' }), name).toBe(true);
      expect(check(connector, { ...source, [name]: 'x' }), name).not.toBe(true);
    }
    expect(JSON.parse(printSchema(connector)).$defs['org.example.Orders'].properties.constructor.title).toBe(
      'constructor',
    );
  });

  it('have no default of a password', () => {
    const key = snapshotKey({ name: 'api.token', type: 'PASSWORD', default: 'S3same' });
    expect(JSON.stringify(schemasOf({ snapshots: [plugin('1', [key])] }))).not.toContain('S3same"');
  });
});

describe('several versions of a plugin', () => {
  const both = [
    plugin('2.0', [
      snapshotKey({ name: 'batch.size', type: 'STRING' }),
      snapshotKey({ name: 'new.interval', type: 'INT' }),
      snapshotKey({ name: 'mode', values: ['fast', 'slow'] }),
    ]),
    plugin('1.0', [
      snapshotKey({ name: 'batch.size', type: 'INT' }),
      snapshotKey({ name: 'old.interval', documentation: 'deprecated, use new.interval' }),
      snapshotKey({ name: 'mode', values: ['slow', 'exact'] }),
    ]),
  ];
  const shown = (schema: object) => JSON.stringify(schema);

  it('count as one, in which a value is wrong only if it is wrong in all of them', () => {
    const { connector } = schemasOf({ snapshots: both, installed: [] });
    expect(check(connector, { ...source, 'batch.size': 'x', mode: 'exact', 'old.interval': 'x' })).toBe(true);
    expect(check(connector, { ...source, mode: 'other' })).toEqual(['/config/mode']);
    expect(check(connector, { ...source, 'new.interval': 'x' })).toEqual(['/config/new.interval']);
    expect(shown(connector)).toContain('Only in 1.0.');
  });

  it('count only where a cluster has them, as far as that is known', () => {
    const installed = [{ className: 'org.example.Orders', type: 'source', version: '2.0' }];
    const { connector } = schemasOf({ snapshots: both, installed });
    expect(shown(connector)).not.toContain('old.interval');
    expect(check(connector, { ...source, mode: 'exact' })).toEqual(['/config/mode']);
    const elsewhere = [{ ...installed[0], version: '3.0' } as (typeof installed)[0]];
    expect(shown(schemasOf({ snapshots: both, installed: elsewhere }).connector)).toContain('old.interval');
  });
});

describe('an alias of a class', () => {
  it('is no name of it if another plugin has it too', () => {
    const one = plugin('1', [snapshotKey({ name: 'interval', type: 'INT' })]);
    const installed = [...recordedPlugins(), { className: 'com.other.Orders', type: 'source', version: '1' }];
    const { connector } = schemasOf({ snapshots: [one], installed });
    expect(check(connector, { 'connector.class': 'Orders', interval: 'x' })).toBe(true);
    expect(check(connector, { 'connector.class': ' org.example.Orders', interval: 'x' })).not.toBe(true);
    const alone = schemasOf({ snapshots: [one] }).connector;
    expect(check(alone, { 'connector.class': 'Orders', interval: 'x' })).not.toBe(true);
  });
});
