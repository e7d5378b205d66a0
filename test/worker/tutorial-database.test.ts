import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { makeProjectFolder } from '../support/project-folder.ts';
import { type CliRun, runCli } from '../support/run-cli.ts';
import { changesCluster } from '../support/tryout.ts';
import { resolveDebezium } from './database/debezium.ts';
import { type MariaDb, startMariaDb } from './database/maria-db.ts';
import { missingForDatabase } from './database/missing-for-database.ts';
import { ensureBroker, type RealWorkers, startWorkers, stopEverything } from './real-workers.ts';

const version = '3.9.1';
const name = 'source-debezium-mysql-orders-00';
const password = 'dbz-made-up-password';

const missing = await missingForDatabase(version);
if (missing) console.warn(`the tutorial with a real database is skipped: ${missing}`);

/** The tutorial's connector, key for key; of the hosts and the history those of this machine. */
const connectorFile = (database: MariaDb, broker: string) => `name: ${name}
config:
  connector.class: io.debezium.connector.mysql.MySqlConnector
  database.hostname: 127.0.0.1
  database.port: ${database.port}
  database.user: debezium
  database.password: \${env.MYSQL_PASSWORD}
  database.server.id: 42
  database.server.name: asgard
  table.whitelist: demo.orders
  database.history.kafka.bootstrap.servers: ${broker}
  database.history.kafka.topic: dbhistory.demo
  decimal.handling.mode: double
  include.schema.changes: true
  transforms: unwrap,addTopicPrefix
  transforms.unwrap.type: io.debezium.transforms.ExtractNewRecordState
  transforms.addTopicPrefix.type: org.apache.kafka.connect.transforms.RegexRouter
  transforms.addTopicPrefix.regex: (.*)
  transforms.addTopicPrefix.replacement: mysql-debezium-$1
`;

const preparation = `
  CREATE DATABASE demo;
  CREATE TABLE demo.orders (id INT PRIMARY KEY AUTO_INCREMENT, customer VARCHAR(50), total DECIMAL(8,2));
  INSERT INTO demo.orders (customer, total) VALUES ('Ada', 12.50), ('Grace', 7.25);
  CREATE USER 'debezium'@'%' IDENTIFIED BY '${password}';
  CREATE USER 'debezium'@'localhost' IDENTIFIED BY '${password}';
  GRANT SELECT, RELOAD, SHOW DATABASES, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO 'debezium'@'%';
  GRANT SELECT, RELOAD, SHOW DATABASES, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO 'debezium'@'localhost';
`;

describe.skipIf(missing)(
  'the tutorial of the Connect REST API, with its own connector and a database',
  () => {
    let database: MariaDb;
    let workers: RealWorkers;
    let proxy: Gateway;
    let folder: ReturnType<typeof makeProjectFolder>;

    beforeAll(async () => {
      database = await startMariaDb();
      await database.execute(preparation);
      workers = await startWorkers({ version, pluginPath: [await resolveDebezium()] });
      proxy = await startGateway(workers.urls[0] ?? '');
      folder = makeProjectFolder({ 'connectors/orders.yaml': connectorFile(database, await ensureBroker()) });
    });

    afterAll(async () => {
      folder?.remove();
      await proxy?.close();
      await stopEverything();
      await database?.remove();
    });

    const run = (args: readonly string[], secret: string = password): Promise<CliRun> =>
      runCli(args, {
        directory: folder.directory,
        environment: { CONNECT_SYNC_CLUSTER: proxy.url, MYSQL_PASSWORD: secret },
      });

    /** The same question, asked in another session. */
    const ask = async (path: string): Promise<Readonly<Record<string, unknown>>> => {
      const answer = await fetch(`${workers.urls[0]}/connectors/${name}${path}`);
      return (await answer.json()) as Readonly<Record<string, unknown>>;
    };

    it('goes from a wrong password to a task that runs again', async () => {
      const refused = await run(['apply', '--yes'], 'wrong-made-up-password');
      expect(refused.exitCode, refused.stdout + refused.stderr).toBe(29);
      expect(refused.stderr).toMatch(/--> connectors\/orders\.yaml:4:\d+/);
      expect(refused.stderr).toContain("Access denied for user 'debezium'");
      expect(refused.stdout + refused.stderr).not.toContain('wrong-made-up-password');
      expect(proxy.requests().filter(changesCluster)).toEqual([]);

      const applied = await run(['apply', '--yes']);
      expect(applied.exitCode, applied.stdout + applied.stderr).toBe(0);
      await eventually(async () => {
        const topics = await run(['topics', name]);
        expect(topics.stdout).toContain('mysql-debezium-asgard.demo.orders');
      });
      expect(JSON.stringify(await ask('/topics'))).toContain('mysql-debezium-asgard.demo.orders');

      await database.stop();
      const failed = await run(['restart', name, '--task', '0']);
      expect(failed.stdout).toContain('1 of 1 task FAILED');
      expect(failed.exitCode).toBe(25);
      const task = await run(['tasks', name, '0']);
      const trace = task.stdout.slice(task.stdout.indexOf('FAILED'));
      const { trace: shown } = await ask('/tasks/0/status');
      expect(shown).toContain('Caused by: ');
      expect(trace.indexOf('Connection refused')).toBeGreaterThan(0);
      expect(trace.indexOf('Connection refused')).toBeLessThan(trace.indexOf('\tat '));
      expect(task.stdout).not.toContain(password);

      await database.start();
      const healed = await run(['restart', name, '--task', '0']);
      expect(healed.stdout).toMatch(/applied; RUNNING, 1\/1 task/);
      expect(healed.exitCode).toBe(0);
      expect(await ask('/tasks/0/status')).toMatchObject({ state: 'RUNNING' });
    });
  },
);
