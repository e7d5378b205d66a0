import { describe, expect, it } from 'vitest';
import type { KeyEffect } from '../../../src/model/key-effect.ts';
import { PluginClasses } from '../../../src/model/plugin-classes.ts';
import { keyEffects } from '../../../src/plan/key-effects/key-effects.ts';
import { type LiveParts, live, present } from '../../support/connectors.ts';
import { planFor } from '../../support/plans.ts';

const mySql = 'io.debezium.connector.mysql.MySqlConnector';
const postgres = 'io.debezium.connector.postgresql.PostgresConnector';
const confluentSink = 'io.confluent.connect.jdbc.JdbcSinkConnector';
const debeziumSink = 'io.debezium.connector.jdbc.JdbcSinkConnector';

type Values = Readonly<Record<string, string>>;

describe('the effect of a list', () => {
  it.each([
    ['table.include.list', 'a.x', 'a.x,a.y', ['no-snapshot']],
    ['table.include.list', 'a.x,a.y', 'a.y', ['records-missed']],
    ['table.include.list', 'a.x', 'a.y', ['no-snapshot', 'records-missed']],
    ['table.include.list', 'a.x,a.y', 'a.y, a.x', []],
    ['table.whitelist', 'a.x', 'a.x,a.y', ['no-snapshot']],
    ['table.exclude.list', 'a.x', 'a.x,a.y', ['records-missed']],
    ['table.exclude.list', 'a.x,a.y', 'a.x', ['no-snapshot']],
  ] as const)('%s from %s to %s', (key, before, after, kinds) => {
    expect(kindsOf(mySql, { [key]: before }, { [key]: after })).toEqual(kinds);
  });

  it('without which everything is included: adding it covers less, removing it covers more', () => {
    expect(kindsOf(mySql, {}, { 'table.include.list': 'a.x' })).toEqual(['records-missed']);
    expect(kindsOf(mySql, { 'table.include.list': 'a.x' }, {})).toEqual(['no-snapshot']);
    expect(kindsOf(mySql, {}, { 'table.exclude.list': 'a.x' })).toEqual(['records-missed']);
    expect(kindsOf(mySql, { 'table.exclude.list': 'a.x' }, {})).toEqual(['no-snapshot']);
  });
});

describe('a key that a release has renamed', () => {
  it('has no effect while it keeps its value', () => {
    const before = { 'database.server.name': 'shop', 'database.history.kafka.topic': 'history' };
    const after = { 'topic.prefix': 'shop', 'schema.history.internal.kafka.topic': 'history' };
    expect(kindsOf(mySql, before, after)).toEqual([]);
  });

  it('has one effect where the value differs too', () => {
    const found = effects(mySql, { 'database.server.name': 'shop' }, { 'topic.prefix': 'store' });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ effect: 'new-snapshot', losesOffsets: true });
  });

  it('is read under its newest name', () => {
    const before = { 'topic.prefix': 'shop', 'database.server.name': 'old' };
    expect(kindsOf(mySql, before, { ...before, 'database.server.name': 'older' })).toEqual([]);
  });
});

describe('a key of several plugins', () => {
  it('has the effect of the plugin, else that of every plugin', () => {
    const change = [{ 'topic.prefix': 'a' }, { 'topic.prefix': 'b' }] as const;
    expect(kindsOf(mySql, ...change)).toEqual(['new-snapshot']);
    expect(kindsOf('org.example.Source', ...change)).toEqual(['topics-renamed']);
    expect(kindsOf('org.example.Sink', ...change, { type: 'sink' })).toEqual([]);
  });

  it('is that of Debezium sources, not of its sinks', () => {
    const change = [{ 'table.include.list': 'a' }, { 'table.include.list': 'b' }] as const;
    expect(kindsOf(debeziumSink, ...change, { type: 'sink' })).toEqual([]);
  });

  it('has one meaning where the plugins of the worker tell which one an alias is', () => {
    const before = { 'table.name.format': 'a' };
    const after = { 'table.name.format': 'b' };
    const known = (installed: readonly string[]) =>
      effects('JdbcSink', before, after, { type: 'sink' }, new PluginClasses(installed)).length;
    expect(known([confluentSink])).toBe(1);
    expect(known([debeziumSink])).toBe(1);
    expect(known(['org.example.Other'])).toBe(0);
  });
});

describe('a condition', () => {
  it('of tasks.max is the number of tasks that run', () => {
    const to = (count: string) =>
      kindsOf(
        'org.example.Sink',
        { 'tasks.max': '4' },
        { 'tasks.max': count },
        { tasks: ['RUNNING', 'RUNNING'] },
      );
    expect(to('3')).toEqual([]);
    expect(to('2')).toEqual([]);
    expect(to('1')).toEqual(['fewer-tasks']);
    expect(kindsOf('a.Sink', { 'tasks.max': '2' }, {}, { tasks: ['RUNNING', 'RUNNING'] })).toEqual([
      'fewer-tasks',
    ]);
  });

  it('of snapshot.mode is the new value, in any case', () => {
    const to = (mode: string) => kindsOf(postgres, { 'snapshot.mode': 'initial' }, { 'snapshot.mode': mode });
    expect(to('ALWAYS')).toEqual(['new-snapshot']);
    expect(to('no_data')).toEqual(['no-effect']);
    expect(to('recovery')).toEqual(['schema-history']);
  });

  it('of a converter is another class, however it is named', () => {
    const json = 'org.apache.kafka.connect.json.JsonConverter';
    expect(kindsOf('a.B', { 'value.converter': json }, { 'value.converter': 'JsonConverter' })).toEqual([]);
    expect(kindsOf('a.B', { 'value.converter': json }, { 'value.converter': 'StringConverter' })).toEqual([
      'other-format',
    ]);
    expect(kindsOf('a.B', {}, { 'value.converter': json })).toEqual(['other-format']);
  });

  it('of a release excludes what is known to be older', () => {
    const change = [{}, { 'offsets.storage.topic': 'own' }] as const;
    expect(kindsOf('a.Source', ...change)).toEqual(['offsets-lost']);
    expect(kindsOf('a.Source', ...change, {}, '2.8.2')).toEqual([]);
  });
});

describe('keys that share an effect', () => {
  it('share a sentence', () => {
    const change = [
      { 'database.hostname': 'a', 'database.port': '1' },
      { 'database.hostname': 'b', 'database.port': '2' },
    ] as const;
    expect(effects(mySql, ...change)).toMatchObject([
      { keys: ['database.hostname', 'database.port'], effect: 'offsets-lost' },
    ]);
    expect(effects(mySql, ...change)[0]?.sentence).toMatch(
      /^database\.hostname and database\.port: offsets are/,
    );
  });
});

function kindsOf(...change: Parameters<typeof effectsOn>): string[] {
  return effectsOn(...change).map(({ effect }) => effect);
}

function effectsOn(
  className: string,
  before: Values,
  after: Values,
  reported: LiveParts = {},
  version?: string,
): readonly KeyEffect[] {
  const [desired, found] = configs(className, before, after, reported);
  return (
    planFor({ desired: [desired], live: [found], ...(version && { version }) }).steps[0]?.keyEffects ?? []
  );
}

function effects(
  className: string,
  before: Values,
  after: Values,
  reported: LiveParts = {},
  classes?: PluginClasses,
): readonly KeyEffect[] {
  const [desired, found] = configs(className, before, after, reported);
  const change = planFor({ desired: [desired], live: [found] }).steps[0]?.change;
  return change?.kind === 'update' ? keyEffects(change, { classes }) : [];
}

function configs(className: string, before: Values, after: Values, reported: LiveParts) {
  const config = (values: Values) => ({ 'connector.class': className, ...values });
  return [
    present('a', { config: config(after) }),
    live('a', { type: 'source', ...reported, config: config(before) }),
  ] as const;
}
