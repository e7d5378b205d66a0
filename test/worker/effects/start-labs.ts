import { findMariaDb, type MariaDb, startMariaDb } from '../database/maria-db.ts';
import { findPostgres, type Postgres, startPostgres } from '../database/postgres.ts';
import { mavenPlugins, resolveMavenPlugin } from '../maven-plugin.ts';
import { missingOf } from '../missing-part.ts';
import { ensureBroker, missingForWorkers, startWorkers, stopEverything } from '../real-workers.ts';
import { Lab } from './lab.ts';
import { withoutJackson } from './without-jackson.ts';

/** Debezium 2.7 does not run on 4.x: its schema history calls a method that Kafka 4.0 removed. */
const version = '3.9.1';
/** Debezium's JDBC sink 2.7 calls a method that 3.8 removed. */
const jdbcVersion = '3.4.1';
const sources = [mavenPlugins.debeziumMySql, mavenPlugins.debeziumPostgres];

/** Workers of one broker, and databases. */
export interface Labs {
  readonly lab: Lab;
  /** Its workers run sources exactly once. */
  readonly exactlyOnce: Lab;
  /** An older worker, with Debezium's JDBC sink. */
  readonly jdbc: Lab;
  readonly mariaDb: MariaDb;
  readonly postgres: Postgres;
  /** Ends everything and removes its files. */
  close(): Promise<void>;
}

/** One line that says what is missing here; undefined if nothing is. In CI a missing part is thrown instead. */
export async function missingForLabs(): Promise<string | undefined> {
  const workers = await missingForWorkers([version, jdbcVersion]);
  return workers ?? missingOf(findPlugins);
}

async function findPlugins(): Promise<void> {
  await findMariaDb();
  await findPostgres();
  for (const plugin of [...sources, mavenPlugins.debeziumJdbc]) await resolveMavenPlugin(plugin);
}

/** Starts three clusters of one worker each, and two databases. */
export async function startLabs(): Promise<Labs> {
  const broker = await ensureBroker();
  const open = async (options: Parameters<typeof startWorkers>[0]) =>
    Lab.open((await startWorkers(options)).urls[0] ?? '', broker);
  const pluginPath = await Promise.all(sources.map((plugin) => resolveMavenPlugin(plugin)));
  const jdbcPath = [await withoutJackson(await resolveMavenPlugin(mavenPlugins.debeziumJdbc))];
  const [lab, exactlyOnce, jdbc, mariaDb, postgres] = await Promise.all([
    open({ version, pluginPath, heapMegabytes: 512 }),
    open({ version, settings: { 'exactly.once.source.support': 'enabled' } }),
    open({ version: jdbcVersion, pluginPath: jdbcPath }),
    startMariaDb(),
    startPostgres(),
  ]);
  for (const host of ['localhost', '%']) {
    const user = `'debezium'@'${host}'`;
    await mariaDb.execute(`CREATE USER ${user} IDENTIFIED BY 'made-up'; GRANT ALL ON *.* TO ${user};`);
  }
  const close = async () => {
    await stopEverything();
    await Promise.all([lab, exactlyOnce, jdbc].map((each) => each.close()));
    await Promise.all([mariaDb, postgres].map((each) => each.remove()));
  };
  return { lab, exactlyOnce, jdbc, mariaDb, postgres, close };
}
