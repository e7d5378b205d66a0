import { afterAll, describe, expect, it } from 'vitest';
import { loadSnapshots, pluginSetOf } from '../../src/desired/load-snapshots.ts';
import type { Config } from '../../src/model/config.ts';
import { KnownSecrets } from '../../src/model/known-secrets.ts';
import { PluginClasses } from '../../src/model/plugin-classes.ts';
import type { PluginSet } from '../../src/model/plugin-snapshot.ts';
import { printSnapshot, snapshotFile } from '../../src/model/plugin-snapshot-document.ts';
import { makeScrub } from '../../src/model/redaction/scrub.ts';
import { readPluginSet } from '../../src/project/read-plugin-set.ts';
import { hasCorpus, publishedConfigs } from '../support/corpus.ts';
import { makeProjectFolder } from '../support/project-folder.ts';
import { mavenPlugins, resolveMavenPlugin } from './maven-plugin.ts';
import { MissingPart } from './missing-part.ts';
import { askWorker, connectTo, isTypeOrRequired, type WorkerAnswer } from './offline/ask-worker.ts';
import { type Comparison, compareErrors } from './offline/compare-errors.ts';
import { type KnownKeys, mutationsOf, seededChoice } from './offline/mutations.ts';
import { missingForWorkers, startWorkers, stopEverything } from './real-workers.ts';

const { debeziumMySql, debeziumPostgres, debeziumSqlServer, debeziumMongoDb, debeziumOracle } = mavenPlugins;
const { debeziumJdbc, mongoDb, pubSub, transformCommon } = mavenPlugins;

/** The versions with plugins from Maven Central; the others have those that come with Kafka. */
const withPlugins: Readonly<Record<string, boolean>> = {
  '2.8.2': false,
  '3.9.1': true,
  '4.3.0': true,
  '4.4.0': false,
};

const missing = hasCorpus() ? await missingForTest() : 'no corpus of real configs';
if (missing) console.warn(`validation without the workers is skipped: ${missing}`);

async function missingForTest(): Promise<string | undefined> {
  const workers = await missingForWorkers(Object.keys(withPlugins));
  return workers ?? pluginPaths().then(() => undefined, missingPlugin);
}

function missingPlugin(error: unknown): string {
  // In CI a missing part must not hide the test.
  if (!(error instanceof MissingPart) || process.env['CONNECT_SYNC_REQUIRE_WORKERS'] === '1') throw error;
  return error.message;
}

async function pluginPaths(): Promise<readonly string[]> {
  const plugins = [debeziumMySql, debeziumPostgres, debeziumSqlServer, debeziumMongoDb, debeziumOracle];
  const paths: string[] = [];
  for (const plugin of [...plugins, debeziumJdbc, mongoDb, pubSub, transformCommon])
    paths.push(await resolveMavenPlugin(plugin));
  return paths;
}

/** What was found on a worker, before it was stopped, and what its snapshots tell. */
interface Reading {
  readonly set: PluginSet;
  readonly classes: number;
  readonly answers: readonly WorkerAnswer[];
  /** Configs about which the worker says nothing in particular. */
  readonly withoutAnswer: number;
  readonly published: number;
}

/**
 * A plugin contacts its database only where the address is right. An address that no plugin accepts keeps the test short
 * and changes no other error.
 */
function withoutAddress(config: Config): Config {
  return new Map(
    [...config].map(([key, value]) => [
      key,
      /^(?:database\.hostname|mongodb\.connection\.string|connection\.uri|database\.url)$/.test(key)
        ? '!'
        : value,
    ]),
  );
}

async function read(version: string): Promise<Reading> {
  const pluginPath = withPlugins[version] ? await pluginPaths() : [];
  const workers = await startWorkers({ version, pluginPath, heapMegabytes: 512 });
  const cluster = connectTo(workers.urls[0] ?? '');
  const folder = makeProjectFolder({});
  try {
    const worker = await cluster.readWorker();
    const installed = await cluster.readPlugins({ all: true });
    const connectors = installed.filter(({ type }) => type === 'source' || type === 'sink');
    const classes = new PluginClasses(connectors.map(({ className }) => className));
    const names = new Set(connectors.map(({ className }) => className));
    const configs = publishedConfigs()
      .map(({ config }) => withoutAddress(new Map(Object.entries(config))))
      .filter((config) => names.has(classes.resolve(config.get('connector.class') ?? '') ?? ''));
    const set = await readPluginSet(cluster, worker, {
      configs,
      label: version,
      scrub: makeScrub(new KnownSecrets()),
    });
    for (const snapshot of set.snapshots)
      folder.write(`.connect-sync/plugins/${snapshotFile(snapshot)}`, printSnapshot(snapshot));
    const loaded = await loadSnapshots(folder.directory);
    const choose = seededChoice(17);
    const known = new Map<string, KnownKeys>();
    for (const { className } of connectors) known.set(className, await knownKeys(cluster, set, className));
    const mutated = configs.flatMap((config) => {
      const keys = known.get(classes.resolve(config.get('connector.class') ?? '') ?? '');
      return keys ? mutationsOf(config, keys, choose) : [];
    });
    const answers = await askWorker(cluster, [...configs, ...mutated]);
    const answered = answers.filter((answer) => answer !== undefined);
    return {
      set: {
        ...pluginSetOf(loaded, undefined),
        ...{ kafkaConnect: set.kafkaConnect, installed: set.installed, from: version },
      },
      classes: new Set(configs.map((config) => classes.resolve(config.get('connector.class') ?? ''))).size,
      answers: answered,
      withoutAnswer: answers.length - answered.length,
      published: configs.length,
    };
  } finally {
    folder.remove();
    await cluster.close();
    await workers.stop();
  }
}

async function knownKeys(
  cluster: ReturnType<typeof connectTo>,
  set: PluginSet,
  className: string,
): Promise<KnownKeys> {
  const config = new Map([
    ['connector.class', className],
    ['name', 'orders'],
    ['topics', 'orders'],
    // What the MongoDB source contacts by default.
    ['connection.uri', '!'],
  ]);
  const { keys, errors } = await cluster.validate('orders', config);
  const closed = set.snapshots.find((snapshot) => snapshot.className === className)?.keys ?? [];
  return {
    types: new Map(keys.map(({ name, type }) => [name, type])),
    required: ['topics', ...errors.filter(isTypeOrRequired).flatMap(({ key }) => key ?? [])],
    closed: closed.filter(({ values }) => values !== undefined).map(({ name }) => name),
  };
}

/** One line about a reading, for people. */
function summaryOf(version: string, reading: Reading, compared: readonly Comparison[]): string {
  const number = (part: keyof Comparison) => compared.reduce((sum, one) => sum + one[part].length, 0);
  const [expected, missed] = [number('expected'), number('missed')];
  return (
    `${version}: ${reading.classes} classes, ${reading.published} published configs, ${compared.length} with mutations ` +
    `(${reading.withoutAnswer} more get no answer by key); without the worker ${number('offline')} errors, ` +
    `${number('wrong')} false; of ${expected} type, required and unknown-key errors of the worker ${expected - missed} found`
  );
}

describe.skipIf(missing)('validation without the worker, compared with its own', () => {
  afterAll(stopEverything);

  it.each(Object.keys(withPlugins))('%s: no error is false, and most errors are found', async (version) => {
    // The worker is stopped when its answers are there.
    const reading = await read(version);
    const compared = reading.answers.map((answer) => compareErrors(answer, reading.set));
    const [expected, missed] = [
      compared.flatMap((one) => one.expected),
      compared.flatMap((one) => one.missed),
    ];
    console.log([summaryOf(version, reading, compared), ...new Set(missed)].join('\n  not found: '));
    expect(compared.flatMap(({ wrong }) => wrong)).toEqual([]);
    expect(expected.length).toBeGreaterThan(20);
    expect(missed.length).toBeLessThanOrEqual(0.2 * expected.length);
  });
});
