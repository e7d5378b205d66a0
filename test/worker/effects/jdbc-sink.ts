import { expect, it } from 'vitest';
import type { Postgres } from '../database/postgres.ts';
import type { Lab } from './lab.ts';

/** Debezium's JDBC sink into PostgreSQL. Release 2.7 needs a worker before 3.8, which has a method that it calls. */
export function describeJdbcSink(lab: () => Lab, database: () => Postgres): void {
  const start = async (name: string, config: Readonly<Record<string, string>>) => {
    await lab().append(`${name}.in`, 'a', 'b');
    await lab().put(`${name}-source`, {
      'connector.class': 'FileStreamSource',
      file: lab().file(`${name}.in`),
      topic: name,
      transforms: 'hoist',
      'transforms.hoist.type': 'org.apache.kafka.connect.transforms.HoistField$Value',
      'transforms.hoist.field': 'line',
    });
    await lab().put(name, {
      'connector.class': 'io.debezium.connector.jdbc.JdbcSinkConnector',
      topics: name,
      'connection.url': url('postgres'),
      'connection.username': 'postgres',
      'connection.password': 'made-up',
      'insert.mode': 'insert',
      'schema.evolution': 'basic',
      ...config,
    });
  };
  const url = (name: string) => `jdbc:postgresql://127.0.0.1:${database().port}/${name}`;
  const untilRows = (table: string, rows: readonly string[], where?: string) =>
    lab().untilSame(() => database().query(`SELECT line FROM ${table} ORDER BY 1`, where), rows);

  it('table.name.format of the JDBC sink: later records go to another table', async () => {
    await start('tablename', { 'table.name.format': 'before_it' });
    await untilRows('before_it', ['a', 'b']);
    const known = await lab().change('tablename', { 'table.name.format': 'after_it' });
    expect(known).toMatchObject([{ effect: 'target-renamed', losesOffsets: false }]);
    await lab().append('tablename.in', 'c');
    await untilRows('after_it', ['c']);
    await untilRows('before_it', ['a', 'b']);
  });

  it('connection.url of the JDBC sink: the other database has only later records', async () => {
    await database().query('CREATE DATABASE other');
    await start('otherplace', {});
    await untilRows('otherplace', ['a', 'b']);
    const known = await lab().change('otherplace', { 'connection.url': url('other') });
    expect(known).toMatchObject([{ effect: 'target-renamed', losesOffsets: false }]);
    await lab().append('otherplace.in', 'c');
    await untilRows('otherplace', ['c'], 'other');
    await untilRows('otherplace', ['a', 'b']);
  });

  it('transforms.route.replacement of a sink: later records go to another table', async () => {
    await start('routed', {
      transforms: 'route',
      'transforms.route.type': 'org.apache.kafka.connect.transforms.RegexRouter',
      'transforms.route.regex': '.*',
      'transforms.route.replacement': 'routed_1',
    });
    await untilRows('routed_1', ['a', 'b']);
    const known = await lab().change('routed', { 'transforms.route.replacement': 'routed_2' });
    expect(known).toMatchObject([{ effect: 'target-renamed', losesOffsets: false }]);
    await lab().append('routed.in', 'c');
    await untilRows('routed_2', ['c']);
    await untilRows('routed_1', ['a', 'b']);
  });
}
