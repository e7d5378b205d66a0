import { describe, expect, it } from 'vitest';
import { renamedKeys } from '../../src/model/renamed-keys.ts';

const mysql = 'io.debezium.connector.mysql.MySqlConnector';
const second = { 'connector.class': mysql, 'topic.prefix': 'shop' };

const renamed = (config: Readonly<Record<string, string>>, defined?: readonly string[]) =>
  renamedKeys(new Map(Object.entries(config)), defined && new Set(defined)).map(
    ({ key, others, replacement }) => [key, others, replacement],
  );

describe('keys that a plugin renamed', () => {
  it.each([
    ['table.whitelist', 'table.include.list'],
    ['table.blacklist', 'table.exclude.list'],
    ['database.whitelist', 'database.include.list'],
    ['schema.blacklist', 'schema.exclude.list'],
    ['column.blacklist', 'column.exclude.list'],
    ['collection.whitelist', 'collection.include.list'],
    ['field.blacklist', 'field.exclude.list'],
    ['database.server.name', 'topic.prefix'],
    ['mongodb.name', 'topic.prefix'],
    ['database.history', 'schema.history.internal'],
    ['database.history.kafka.topic', 'schema.history.internal.kafka.topic'],
    ['database.history.skip.unparseable.ddl', 'schema.history.internal.skip.unparseable.ddl'],
    [
      'database.history.store.only.monitored.tables.ddl',
      'schema.history.internal.store.only.captured.tables.ddl',
    ],
    ['toasted.value.placeholder', 'unavailable.value.placeholder'],
    ['snapshot.new.tables', undefined],
  ])('of Debezium 2: %s is %s', (key, replacement) => {
    expect(renamed({ ...second, [key]: 'x' })).toEqual([[key, 0, replacement]]);
  });

  it('are one problem where they have a common prefix', () => {
    const history = {
      'database.history.kafka.topic': 'h',
      'database.history.kafka.bootstrap.servers': 'k:9092',
      'database.history.consumer.security.protocol': 'SSL',
    };
    expect(renamed({ ...second, ...history })).toEqual([
      ['database.history.kafka.topic', 2, 'schema.history.internal.*'],
    ]);
  });

  it('are no mistake of a configuration for Debezium 1', () => {
    expect(
      renamed({ 'connector.class': mysql, 'database.server.name': 'shop', 'table.whitelist': 'shop.orders' }),
    ).toEqual([]);
  });

  it.each([
    [{ 'topic.prefix': 'shop' }],
    [{ 'schema.history.internal.kafka.topic': 'h' }],
    [{ 'connector.plugin.version': '2.5.4.Final' }],
    [{ 'connector.plugin.version': '[2.0,3.0)' }],
    [{ 'connector.class': 'MySqlCdcSourceV2' }],
    [{ 'connector.class': 'MySqlConnector', 'topic.prefix': 'shop' }],
  ])('are known by what only a later version has: %o', (config) => {
    expect(renamed({ 'connector.class': mysql, 'table.whitelist': 'a.b', ...config })).toEqual([
      ['table.whitelist', 0, 'table.include.list'],
    ]);
  });

  it.each([
    [{ 'connector.plugin.version': '1.9.7.Final' }],
    [{ 'connector.plugin.version': '(,2.0)' }],
    [{ 'connector.class': 'com.acme.Source', 'topic.prefix': 'shop' }],
    [{ 'connector.class': 'io.debezium.connector.jdbc.JdbcSinkConnector', 'topic.prefix': 'shop' }],
  ])('are none without such a sign: %o', (config) => {
    expect(renamed({ 'connector.class': mysql, 'table.whitelist': 'a.b', ...config })).toEqual([]);
  });

  it('of a minor version need that version', () => {
    const config = { ...second, 'sanitize.field.names': 'true' };
    expect(renamed(config)).toEqual([]);
    expect(renamed({ ...config, 'connector.plugin.version': '2.4.0.Final' })).toEqual([
      ['sanitize.field.names', 0, 'field.name.adjustment.mode'],
    ]);
    expect(renamed(config, ['topic.prefix', 'field.name.adjustment.mode'])).toHaveLength(1);
    expect(renamed(config, ['topic.prefix', 'sanitize.field.names'])).toEqual([]);
  });

  it('are known by the keys that the installed plugin lists', () => {
    const first = { 'connector.class': mysql, 'table.whitelist': 'a.b' };
    expect(renamed(first, ['topic.prefix', 'table.include.list'])).toEqual([
      ['table.whitelist', 0, 'table.include.list'],
    ]);
    expect(renamed(first, ['database.server.name', 'table.include.list', 'table.whitelist'])).toEqual([]);
    const replace = {
      'connector.class': 'X',
      transforms: 'drop',
      'transforms.drop.type': 'org.apache.kafka.connect.transforms.ReplaceField$Value',
      'transforms.drop.blacklist': 'secret',
    };
    expect(renamed(replace, ['transforms.drop.exclude', 'transforms.drop.include'])).toEqual([
      ['transforms.drop.blacklist', 0, 'transforms.drop.exclude'],
    ]);
    expect(renamed(replace, ['transforms.drop.exclude', 'transforms.drop.blacklist'])).toEqual([]);
    expect(renamed(replace)).toEqual([]);
  });

  it('are not known where the plugin lists keys of both versions', () => {
    const first = { 'connector.class': mysql, 'database.history.consumer.ssl.protocol': 'TLS' };
    expect(renamed(first, ['topic.prefix'])).toHaveLength(1);
    expect(renamed(first, ['topic.prefix', 'database.history.kafka.topic'])).toEqual([]);
  });

  it('are not known by a new key alone: Debezium 1 reads database.whitelist without listing it', () => {
    const first = { 'connector.class': mysql, 'database.whitelist': 'shop' };
    expect(renamed(first, ['database.server.name', 'database.include.list'])).toEqual([]);
  });

  it('say whether the new key is set too', () => {
    const config = new Map(Object.entries({ ...second, 'database.server.name': 'shop' }));
    expect(renamedKeys(config)).toMatchObject([{ isReplaced: true }]);
  });
});
