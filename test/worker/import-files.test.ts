import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportView } from '../../src/model/import-view.ts';
import type { PlanView } from '../../src/model/plan-view.ts';
import { eventually } from '../support/eventually.ts';
import { onlyCluster } from '../support/json-output.ts';
import { makeProjectFolder, projectFolder } from '../support/project-folder.ts';
import { type CliRun, runCli } from '../support/run-cli.ts';
import { resolveDebezium } from './database/debezium.ts';
import { type MariaDb, startMariaDb } from './database/maria-db.ts';
import { missingForDatabase } from './database/missing-for-database.ts';
import { connectorNames, existingFiles } from './import/existing-files.ts';
import { ensureBroker, type RealWorkers, startWorkers, stopEverything } from './real-workers.ts';

const version = '3.9.1';
const password = 'cdc-made-up-4417';

const missing = await missingForDatabase(version);
if (missing) console.warn(`import of existing files on a real worker is skipped: ${missing}`);

const grants = 'SELECT, RELOAD, SHOW DATABASES, REPLICATION SLAVE, REPLICATION CLIENT ON *.*';
const preparation = `
  CREATE DATABASE shop;
  CREATE TABLE shop.orders (id INT PRIMARY KEY AUTO_INCREMENT, customer VARCHAR(50));
  CREATE TABLE shop.customers (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(50));
  CREATE USER 'debezium'@'%' IDENTIFIED BY '${password}';
  CREATE USER 'debezium'@'localhost' IDENTIFIED BY '${password}';
  GRANT ${grants} TO 'debezium'@'%';
  GRANT ${grants} TO 'debezium'@'localhost';
`;

describe.skipIf(missing)('ten connectors of existing files, on a real worker', () => {
  let database: MariaDb;
  let workers: RealWorkers;
  let folder: ReturnType<typeof makeProjectFolder>;
  let environment: Readonly<Record<string, string>>;

  beforeAll(async () => {
    database = await startMariaDb();
    await database.execute(preparation);
    workers = await startWorkers({ version, pluginPath: [await resolveDebezium()] });
    folder = makeProjectFolder(existingFiles);
    environment = {
      CONNECT_SYNC_CLUSTER: workers.urls[0] ?? '',
      KAFKA_BROKER: await ensureBroker(),
      DB_PORT: String(database.port),
      MYSQL_PASSWORD: password,
    };
  });

  afterAll(async () => {
    folder?.remove();
    await stopEverything();
    await database?.remove();
  });

  const run = (args: readonly string[], directory = folder.directory): Promise<CliRun> =>
    runCli(args, { directory, environment });
  const call = async (method: string, path: string, body?: unknown) => {
    const headers = { 'Content-Type': 'application/json' };
    const answer = await fetch(`${workers.urls[0]}/connectors/${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true);
  };
  const live = async (name: string) =>
    (await (await fetch(`${workers.urls[0]}/connectors/${name}/config`)).json()) as Record<string, unknown>;

  it('are imported, valid and applied, and the plan is empty', async () => {
    const imported = await run([
      ...['import', '--from', 'old', '--substitute', 'env', '--secrets', '.env', '-f', 'json'],
    ]);
    expect(imported.exitCode, imported.stdout + imported.stderr).toBe(0);
    const { connectors, notRead } = JSON.parse(imported.stdout) as ImportView;
    expect(connectors.map(({ name, outcome }) => `${name}: ${outcome}`)).toEqual(
      connectorNames.map((name) => `${name}: new`),
    );
    expect(notRead).toEqual([]);

    const validated = await run([...['validate', '--dotenv', '.env', '--cluster', workers.urls[0] ?? '']]);
    expect(validated.exitCode, validated.stdout + validated.stderr).toBe(0);
    const applied = await run(['apply', '--dotenv', '.env', '--yes', '--stable-for', '1s']);
    expect(applied.exitCode, applied.stdout + applied.stderr).toBe(0);
    await expectEmptyPlan(folder.directory);
    // What the original files send, by any other tool.
    expect(await live('lines-sink')).toMatchObject({ 'transforms.route.replacement': '$2_$1' });
    expect(await live('mirror-checkpoints')).toMatchObject({ 'source.cluster.alias': 'north' });
    expect(await live('mirror-topics')).toMatchObject({
      'topics.exclude': '.*[\\-\\.]internal, .*\\.replica',
    });
    expect(await live('customers-cdc')).toMatchObject({ 'database.password': password });
    expect(await live('report-sink')).toMatchObject({
      'report.title': 'report-test',
      'report.password': 'Wq7-Tarn-5512',
    });
  });

  it('are imported from the worker, and what changes by hand afterwards is drift', async () => {
    const fresh = projectFolder({});
    const imported = await run(['import', '--secrets', '.env'], fresh.directory);
    expect(imported.exitCode, imported.stdout + imported.stderr).toBe(0);
    await expectEmptyPlan(fresh.directory);

    await call('PUT', 'clicks-source/pause');
    await eventually(async () => {
      const drift = await run(['drift', '--dotenv', '.env'], fresh.directory);
      expect(drift.stdout).toMatch(/clicks-source[\s\S]*PAUSED/i);
      expect(drift.exitCode).toBe(2);
    });
    await call('PUT', 'clicks-source/resume');
  });

  it('are imported with a key that is null on the worker, and the plan is empty', async () => {
    // A worker accepts a null of a key that the plugin defines; the connector fails.
    await call('PUT', 'pageviews-source/config', {
      'connector.class': 'FileStreamSource',
      file: '/dev/null',
      topic: 'pageviews',
      'batch.size': null,
    });
    const fresh = projectFolder({});
    const imported = await run(['import', '--secrets', '.env'], fresh.directory);
    expect(imported.exitCode, imported.stdout + imported.stderr).toBe(0);
    expect(imported.stdout + imported.stderr).toMatch(/omitted .*batch\.size.*null/);
    await expectEmptyPlan(fresh.directory, ['pageviews-source']);
  });

  async function expectEmptyPlan(directory: string, failed: readonly string[] = []): Promise<void> {
    await eventually(async () => {
      const plan = await run(
        [
          ...['plan', '--dotenv', '.env', '--detailed-exitcode', '-f', 'json'],
          ...(failed.length > 0 ? ['--restart', 'none'] : []),
        ],
        directory,
      );
      expect(plan.exitCode, plan.stdout + plan.stderr).toBe(0);
      const { changes, unchanged, leftAlone } = onlyCluster<PlanView>(plan.stdout);
      expect(changes).toEqual([]);
      // A failed connector that must not be restarted is left alone.
      expect(leftAlone.map(({ name }) => name)).toEqual(failed);
      expect(unchanged.length).toBe(connectorNames.length - failed.length);
    });
  }
});
