import { describe, expect, it } from 'vitest';
import type { PluginSet, SnapshotKey } from '../../src/model/plugin-snapshot.ts';
import { makeFindKeyChanges } from '../../src/plugins/find-key-changes.ts';

const mysql = 'io.debezium.connector.mysql.MySqlConnector';

const key = (name: string, more: Partial<SnapshotKey> = {}): SnapshotKey => ({
  name,
  type: 'STRING',
  required: false,
  default: undefined,
  importance: 'LOW',
  documentation: '',
  group: undefined,
  recommended: [],
  values: undefined,
  deprecation: undefined,
  ...more,
});

const set = (
  version: string,
  kafkaConnect: string,
  keys: readonly SnapshotKey[],
  className = mysql,
): PluginSet => ({
  from: kafkaConnect,
  kafkaConnect,
  installed: [{ className, type: 'source', version }],
  snapshots: [{ className, type: 'source', version, keys }],
  unreadable: [],
});

const changes = (config: Readonly<Record<string, string>>, from: PluginSet, to: PluginSet) =>
  makeFindKeyChanges(
    from,
    to,
  )(new Map(Object.entries(config))).map(
    ({ level, message, hint }) => `${level}: ${message}${hint === undefined ? '' : ` (${hint})`}`,
  );

describe('what the keys of a newer plugin change for a config', () => {
  it('names what replaced a removed key, and what is required without being defined so', () => {
    const from = set('1.9.7.Final', '3.9.1', [
      key('database.server.name'),
      key('database.history.kafka.topic'),
      key('database.history.kafka.bootstrap.servers'),
    ]);
    const to = set('2.7.4.Final', '4.3.0', [
      key('topic.prefix'),
      key('schema.history.internal.kafka.topic'),
      key('schema.history.internal.kafka.bootstrap.servers'),
    ]);
    const config = {
      'connector.class': mysql,
      'database.server.name': 'shop',
      'database.history.kafka.topic': 'h',
      'database.history.kafka.bootstrap.servers': 'k:9092',
    };
    const unknown = (name: string) =>
      `changes: MySqlConnector 2.7.4.Final does not know ${name}: the setting has no effect there`;
    expect(changes(config, from, to)).toEqual([
      `${unknown('database.history.kafka.bootstrap.servers')} (use schema.history.internal.kafka.bootstrap.servers)`,
      `${unknown('database.history.kafka.topic')} (use schema.history.internal.kafka.topic)`,
      `${unknown('database.server.name')} (use topic.prefix)`,
      'refused: MySqlConnector 2.7.4.Final requires topic.prefix, which is not set',
    ]);
  });

  it('looks at the values of keys that have another type, or accept other values', () => {
    const from = set('1', '3.9.1', [key('size'), key('mode', { values: ['a', 'b'] })]);
    const to = set('2', '4.3.0', [key('size', { type: 'INT' }), key('mode', { values: ['b', 'c'] })]);
    const found = (size: string, mode: string) => changes({ 'connector.class': mysql, size, mode }, from, to);
    expect(found('7', 'b')).toEqual(['changes: size of MySqlConnector 2 is of type INT, today STRING']);
    expect(found('many', 'a')).toEqual([
      'refused: mode of MySqlConnector 2 accepts other values: b, c',
      'refused: size of MySqlConnector 2 is of type INT, today STRING',
    ]);
    expect(found('${file:a:b}', '${file:a:c}')).toEqual([
      'changes: size of MySqlConnector 2 is of type INT, today STRING',
    ]);
  });

  it('says nothing about keys that do not concern the config', () => {
    const from = set('1', '3.9.1', [key('a'), key('b', { default: '1' }), key('c')]);
    const to = set('2', '4.3.0', [
      key('b', { default: '2' }),
      key('c', { deprecation: { replacement: 'd' } }),
    ]);
    expect(changes({ 'connector.class': mysql, b: '1' }, from, to)).toEqual([]);
    expect(changes({ 'connector.class': mysql, c: 'x' }, from, to)).toEqual([
      'changes: the default of b of MySqlConnector 2 changes from "1" to "2" (set b to keep today\'s behaviour)',
      'deprecated: c is deprecated in MySqlConnector 2 (use d)',
    ]);
  });

  it('compares nothing if the version that a config asks for is not installed', () => {
    const from = set('1', '4.3.0', [key('a')]);
    const to = set('2', '4.4.0', []);
    expect(changes({ 'connector.class': mysql, 'connector.plugin.version': '1', a: 'x' }, from, to)).toEqual(
      [],
    );
    // Before 4.1 a worker ignores the version that is asked for.
    const older = set('1', '3.9.1', [key('a')]);
    expect(
      changes({ 'connector.class': mysql, 'connector.plugin.version': '2', a: 'x' }, older, to),
    ).toHaveLength(1);
  });
});
