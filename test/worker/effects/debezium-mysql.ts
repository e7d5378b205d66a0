import { expect, it } from 'vitest';
import type { MariaDb } from '../database/maria-db.ts';
import type { Lab } from './lab.ts';

/** Debezium's connector for MySQL on MariaDB, each test with a database of its own. */
export function describeDebeziumMySql(lab: () => Lab, database: () => MariaDb): void {
  let serverId = 100;
  const start = async (name: string) => {
    serverId += 10;
    await database().execute(`
      CREATE DATABASE ${name};
      CREATE TABLE ${name}.orders (id INT PRIMARY KEY);
      CREATE TABLE ${name}.clients (id INT PRIMARY KEY);
      INSERT INTO ${name}.orders VALUES (1), (2);
      INSERT INTO ${name}.clients VALUES (1), (2);
    `);
    await lab().put(name, {
      'connector.class': 'io.debezium.connector.mysql.MySqlConnector',
      'database.hostname': '127.0.0.1',
      'database.port': String(database().port),
      'database.user': 'debezium',
      'database.password': 'made-up',
      'database.server.id': String(serverId),
      'topic.prefix': name,
      'table.include.list': `${name}.orders`,
      'schema.history.internal.kafka.bootstrap.servers': lab().broker,
      'schema.history.internal.kafka.topic': `${name}-history`,
      'include.schema.changes': 'false',
      ...onlyIds,
    });
    await lab().untilOffsets(name, ([first]) => first !== undefined && !('snapshot' in first.offset));
  };
  const insert = (table: string, id: number) => database().execute(`INSERT INTO ${table} VALUES (${id})`);

  it('topic.prefix of Debezium: topics get new names, and a new snapshot is taken', async () => {
    await start('prefix');
    const known = await lab().change('prefix', { 'topic.prefix': 'prefix2' });
    expect(known).toMatchObject([{ effect: 'new-snapshot', losesOffsets: true }]);
    const offsets = await lab().untilOffsets('prefix', (all) => all.length === 2);
    expect(offsets.map(({ partition }) => partition['server']).sort()).toEqual(['prefix', 'prefix2']);
    expect(await lab().values('prefix2.prefix.orders', 2)).toEqual(idsOf(1, 2));
  });

  it('database.server.id of Debezium: the offsets are kept', async () => {
    await start('replica');
    const known = await lab().change('replica', { 'database.server.id': '4711' });
    expect(known).toMatchObject([{ effect: 'no-effect', losesOffsets: false }]);
    await insert('replica.orders', 3);
    expect(await lab().values('replica.replica.orders', 3)).toEqual(idsOf(1, 2, 3));
    expect(await lab().offsets('replica')).toHaveLength(1);
  });

  it('schema.history.internal.kafka.topic of Debezium: without a history in the new topic the task fails', async () => {
    await start('history');
    const topic = { 'schema.history.internal.kafka.topic': 'history-2' };
    const { config, known } = await lab().predict('history', topic);
    expect(known).toMatchObject([{ effect: 'schema-history', losesOffsets: false }]);
    await lab().send('history', config);
    expect(await lab().untilState('history', 'FAILED')).toContain('history topic');
  });

  it('table.include.list of Debezium: existing rows of an added table are not read', async () => {
    await start('tables');
    const known = await lab().change('tables', { 'table.include.list': 'tables.orders,tables.clients' });
    expect(known).toMatchObject([{ effect: 'no-snapshot', losesOffsets: false }]);
    await insert('tables.clients', 3);
    expect(await lab().values('tables.tables.clients', 1)).toEqual(idsOf(3));
  });

  it('snapshot.mode of Debezium: no new snapshot where offsets are stored', async () => {
    await start('mode');
    const known = await lab().change('mode', { 'snapshot.mode': 'when_needed' });
    expect(known).toMatchObject([{ effect: 'no-effect', losesOffsets: false }]);
    await insert('mode.orders', 3);
    expect(await lab().values('mode.mode.orders', 3)).toEqual(idsOf(1, 2, 3));
  });
}

/** Values that are the ids of the rows. */
export const onlyIds = {
  transforms: 'row,id',
  'transforms.row.type': 'io.debezium.transforms.ExtractNewRecordState',
  'transforms.id.type': 'org.apache.kafka.connect.transforms.ExtractField$Value',
  'transforms.id.field': 'id',
  'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
  'value.converter.schemas.enable': 'false',
} as const;

export function idsOf(...ids: readonly number[]): readonly string[] {
  return ids.map(String);
}
