import { expect, it } from 'vitest';
import type { Postgres } from '../database/postgres.ts';
import { idsOf, onlyIds } from './debezium-mysql.ts';
import type { Lab } from './lab.ts';

/** Debezium's connector for PostgreSQL, each test with a schema, a slot and a publication of its own. */
export function describeDebeziumPostgres(lab: () => Lab, database: () => Postgres): void {
  const start = async (name: string) => {
    await database().query(`
      CREATE SCHEMA ${name};
      CREATE TABLE ${name}.orders (id INT PRIMARY KEY);
      INSERT INTO ${name}.orders VALUES (1), (2);
    `);
    await lab().put(name, {
      'connector.class': 'io.debezium.connector.postgresql.PostgresConnector',
      'database.hostname': '127.0.0.1',
      'database.port': String(database().port),
      'database.user': 'postgres',
      'database.password': 'made-up',
      'database.dbname': 'postgres',
      'plugin.name': 'pgoutput',
      'publication.autocreate.mode': 'filtered',
      'slot.name': name,
      'publication.name': name,
      'topic.prefix': name,
      'table.include.list': `${name}.orders`,
      ...onlyIds,
    });
    await lab().values(`${name}.${name}.orders`, 2);
    await lab().untilOffsets(name, (all) => all.length === 1);
  };
  const insert = (table: string, id: number) => database().query(`INSERT INTO ${table} VALUES (${id})`);

  it('slot.name of Debezium: the old slot remains, and nothing is read again', async () => {
    await start('slot');
    const known = await lab().change('slot', { 'slot.name': 'slot_2' });
    expect(known).toMatchObject([{ effect: 'left-behind', losesOffsets: false }]);
    await lab().untilSame(
      () =>
        database().query(
          "SELECT slot_name, active FROM pg_replication_slots WHERE slot_name LIKE 'slot%' ORDER BY 1",
        ),
      ['slot|f', 'slot_2|t'],
    );
    await insert('slot.orders', 3);
    expect(await lab().values('slot.slot.orders', 3)).toEqual(idsOf(1, 2, 3));
  });

  it('publication.name of Debezium: the old publication remains', async () => {
    await start('publication');
    const known = await lab().change('publication', { 'publication.name': 'publication_2' });
    expect(known).toMatchObject([{ effect: 'left-behind', losesOffsets: false }]);
    await lab().untilSame(
      () =>
        database().query("SELECT pubname FROM pg_publication WHERE pubname LIKE 'publication%' ORDER BY 1"),
      ['publication', 'publication_2'],
    );
    await insert('publication.orders', 3);
    expect(await lab().values('publication.publication.orders', 3)).toEqual(idsOf(1, 2, 3));
  });
}
