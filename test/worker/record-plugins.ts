import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { PluginDefinition } from '../../src/sandbox/plugins/plugin-definition.ts';
import { resolveDebezium, tutorialDebezium } from './database/debezium.ts';
import { missingForWorkers, startWorkers, stopEverything, testedVersions } from './real-workers.ts';
import { type AskedWorker, askWorker } from './recording/ask-worker.ts';
import { mergeReleases, type Recording } from './recording/merge-releases.ts';
import { mergeVersions } from './recording/merge-versions.ts';
import { printDefinitions } from './recording/print-definitions.ts';
import { isApacheKafka, recordByValidation, recordWorker, type Wanted } from './recording/record-worker.ts';

// Records the plugin definitions of the sandbox from real workers: `npm run worker:record`. Plugins that no artifact
// repository serves are not touched; src/sandbox/plugins/README.md says which.

const folder = path.join(import.meta.dirname, '../../src/sandbox/plugins');
const debezium = '2.7.4.Final';

const isDebezium: Wanted = (plugin) =>
  [
    'io.debezium.connector.mysql.MySqlConnector',
    'io.debezium.transforms.ExtractNewRecordState',
    'io.debezium.transforms.UnwrapFromEnvelope',
  ].includes(plugin.class);

const missing = await missingForWorkers(testedVersions);
if (missing) throw new Error(missing);
try {
  await write('apache-kafka', withHeaderConverters(mergeReleases(await recordApacheKafka())));
  await write(
    'debezium',
    mergeVersions(await recordDebezium(debezium), await recordDebezium(tutorialDebezium)),
  );
} finally {
  await stopEverything();
}

async function recordApacheKafka(): Promise<readonly Recording[]> {
  const [oldest, ...others] = testedVersions;
  const recordings: Recording[] = [];
  for (const release of others) {
    const plugins = await onWorker({ version: release }, (worker) => recordWorker(worker, isApacheKafka));
    recordings.push({ release, plugins: plugins.map(({ version: _, ...plugin }) => plugin) });
  }
  const known = recordings[0]?.plugins ?? [];
  const plugins = await onWorker({ version: oldest }, (worker) => recordByValidation(worker, known));
  return [{ release: oldest, plugins }, ...recordings];
}

/** Kafka before 3.9 accepts Apache's converters for headers too, but lists them once. */
function withHeaderConverters(plugins: readonly PluginDefinition[]): readonly PluginDefinition[] {
  return plugins.map(({ since, ...plugin }) => {
    const twin = plugins.find((other) => other.type === 'converter' && other.class === plugin.class);
    const first = plugin.type === 'header_converter' && twin ? twin.since : since;
    return first === undefined ? plugin : { ...plugin, since: first };
  });
}

/** On Kafka 3.9: the newest that both versions of Debezium were made for. */
async function recordDebezium(version: string): Promise<readonly PluginDefinition[]> {
  const pluginPath = [await resolveDebezium(version)];
  return onWorker({ version: '3.9.1', pluginPath }, (worker) => recordWorker(worker, isDebezium));
}

async function onWorker<T>(
  options: Parameters<typeof startWorkers>[0],
  work: (worker: AskedWorker) => Promise<T>,
): Promise<T> {
  console.log(`recording Kafka Connect ${options.version} ${options.pluginPath ?? ''}`);
  const workers = await startWorkers(options);
  try {
    return await work(askWorker(workers.urls[0] ?? ''));
  } finally {
    await workers.stop();
  }
}

async function write(name: string, plugins: readonly PluginDefinition[]): Promise<void> {
  const file = path.join(folder, `${name}.json`);
  const before = await readFile(file, 'utf8').catch(() => '');
  const text = printDefinitions(plugins);
  await writeFile(file, text);
  console.log(`${name}.json: ${plugins.length} plugins, ${text === before ? 'unchanged' : 'changed'}`);
}
