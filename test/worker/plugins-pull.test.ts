import { readdirSync, readFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeProjectFolder } from '../support/project-folder.ts';
import { type CliRun, runCli } from '../support/run-cli.ts';
import { type MavenPlugin, mavenPlugins, resolveMavenPlugin } from './maven-plugin.ts';
import { MissingPart } from './missing-part.ts';
import { missingForWorkers, type RealWorkers, startWorkers, stopEverything } from './real-workers.ts';

const { debeziumMySqlOld, debeziumMySql, mongoDb } = mavenPlugins;
/** Each with the plugins that it can load. */
const versions: readonly (readonly [string, readonly MavenPlugin[]])[] = [
  ['2.8.2', [debeziumMySqlOld, mongoDb]],
  ['3.9.1', [debeziumMySql, mongoDb]],
  ['4.3.0', [debeziumMySql, mongoDb]],
  ['4.4.0', [debeziumMySql, mongoDb]],
];
const folders = new Map<MavenPlugin, string>();
const missing = await missingParts();
if (missing) console.warn(`plugins pull from real workers is skipped: ${missing}`);

const connectors = `name: orders
config:
  connector.class: io.debezium.connector.mysql.MySqlConnector
  transforms: route, time
  transforms.route.type: org.apache.kafka.connect.transforms.RegexRouter
  transforms.time.type: org.apache.kafka.connect.transforms.TimestampConverter$Value
  value.converter: org.apache.kafka.connect.json.JsonConverter
---
name: documents
config:
  connector.class: MongoSourceConnector
---
name: mirror
config:
  connector.class: MirrorSource
---
name: lines
config:
  connector.class: FileStreamSink
  topics: lines
  predicates: mine
  predicates.mine.type: org.apache.kafka.connect.transforms.predicates.TopicNameMatches
`;
const mySql = 'io.debezium.connector.mysql.MySqlConnector';
const mongo = 'com.mongodb.kafka.connect.MongoSourceConnector@1.13.0.json';

describe.skipIf(missing)('plugins pull, from real workers', () => {
  const folder = makeProjectFolder({ 'connectors/all.yaml': connectors });
  const run = (...args: readonly string[]): Promise<CliRun> => runCli(args, { directory: folder.directory });
  const snapshots = path.join(folder.directory, '.connect-sync/plugins');
  const read = (name: string) => readFileSync(path.join(snapshots, name), 'utf8');
  const contents = () =>
    readdirSync(snapshots, { recursive: true })
      .map(String)
      .filter((name) => name.endsWith('.json'))
      .map((name) => [name, read(name)]);
  let workers: RealWorkers | undefined;
  const database = contactedDatabase();

  beforeAll(() => database.open());
  afterAll(async () => {
    database.close();
    folder.remove();
    await stopEverything();
  });

  describe.each(versions)('%s', (version, plugins) => {
    beforeAll(async () => {
      workers = await startWorkers({ version, pluginPath: plugins.map((one) => folders.get(one) ?? '') });
      folder.write('connect-sync.yaml', `version: 1\nclusters:\n  prod: { url: "${workers.urls[0]}" }\n`);
    });
    afterAll(() => workers?.stop());

    it('has moved since the last pull, is pulled, and does not move by itself', async () => {
      const moved = await run('plugins', 'pull', '--check');
      expect(moved.exitCode, moved.stderr).toBe(2);
      const pulled = await run('plugins', 'pull');
      expect(pulled.exitCode, pulled.stderr).toBe(0);
      expect(pulled.stdout).toContain(`prod: Kafka Connect ${version}, `);
      const before = contents();
      expect((await run('plugins', 'pull')).stdout).toMatch(/^0 files written /m);
      const check = await run('plugins', 'pull', '--check');
      expect(check.exitCode, check.stdout).toBe(0);
      expect(contents()).toEqual(before);
    });

    it('contacts no database, although the default of MongoDB is an address', () => {
      expect(database.contacts()).toBe(0);
    });
  });

  it('describes one version of a plugin in the same words, whatever the worker', () => {
    const { keys } = JSON.parse(read(mongo)) as {
      keys: { name: string; deprecated?: object; values?: string[] }[];
    };
    expect(keys.find(({ name }) => name === 'copy.existing')?.deprecated).toEqual({
      replacement: 'startup.mode',
    });
    expect(keys.find(({ name }) => name === 'startup.mode')?.values).toEqual([
      'copy_existing',
      'latest',
      'timestamp',
    ]);
    expect(keys.map(({ name }) => name)).not.toContain('tasks.max');
  });

  it('shows what an upgrade of Debezium changes', async () => {
    const { stdout } = await run('plugins', 'diff', `${mySql}@1.9.7.Final`, `${mySql}@2.7.4.Final`);
    expect(stdout).toContain('  table.whitelist: removed; use table.include.list\n');
    expect(stdout).toContain('  topic.prefix: added\n');
    expect(stdout).toMatch(/^ {2}snapshot\.mode: allowed values ".*" -> ".*no_data.*"/m);
  });

  it('shows what an upgrade of Kafka Connect changes for every source', async () => {
    const common = 'org.apache.kafka.connect.runtime.SourceConnectorConfig';
    const { stdout } = await run('plugins', 'diff', `${common}@2.8.2`, `${common}@4.4.0`);
    expect(stdout).toContain('  exactly.once.support: added\n');
    expect(stdout).not.toMatch(/^ {2}(?:tasks\.max|file):/m);
  });
});

async function missingParts(): Promise<string | undefined> {
  const lacking = await missingForWorkers(versions.map(([version]) => version));
  if (lacking !== undefined) return lacking;
  try {
    for (const plugin of new Set(versions.flatMap(([, plugins]) => plugins)))
      folders.set(plugin, await resolveMavenPlugin(plugin));
    return undefined;
  } catch (error) {
    if (!(error instanceof MissingPart) || process.env['CONNECT_SYNC_REQUIRE_WORKERS'] === '1') throw error;
    return error.message;
  }
}

/** Counts who connects to the default port of MongoDB; where something else listens there, nobody can be counted. */
function contactedDatabase() {
  let contacts = 0;
  const server = net.createServer((socket) => {
    contacts += 1;
    socket.destroy();
  });
  return {
    open: () =>
      new Promise<void>((resolve) => {
        server.once('error', () => resolve());
        server.listen(27_017, '127.0.0.1', resolve);
      }),
    contacts: () => contacts,
    close: () => server.close(),
  };
}
