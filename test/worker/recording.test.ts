import { afterAll, describe, expect, it } from 'vitest';
import apacheKafka from '../../src/sandbox/plugins/apache-kafka.json' with { type: 'json' };
import type { PluginDefinition } from '../../src/sandbox/plugins/plugin-definition.ts';
import { missingForWorkers, startWorkers, stopEverything } from './real-workers.ts';
import { askWorker } from './recording/ask-worker.ts';
import { isApacheKafka, recordWorker } from './recording/record-worker.ts';

const newest = '4.3.0';
const missing = await missingForWorkers([newest]);
if (missing) console.warn(`the recorded plugins are not compared with a real worker: ${missing}`);

describe.skipIf(missing)('the recorded plugins of the sandbox', () => {
  afterAll(stopEverything);

  it('are those of a real worker', async () => {
    const { urls } = await startWorkers({ version: newest });
    const found = await recordWorker(askWorker(urls[0] ?? ''), isApacheKafka);
    const recorded = (apacheKafka as readonly PluginDefinition[]).map(inNewest);
    expect(byClass(found.map(({ version: _, ...plugin }) => plugin))).toEqual(byClass(recorded));
  });
});

/** A recorded definition as the newest release has it. */
function inNewest({ since: _, keys = [], ...plugin }: PluginDefinition): PluginDefinition {
  const reaches = (release: string) => newest.localeCompare(release, 'en', { numeric: true }) >= 0;
  const current = keys.filter(
    ({ since, until }) => (since === undefined || reaches(since)) && !(until !== undefined && reaches(until)),
  );
  return { ...plugin, keys: current.map(({ since: _since, ...key }) => key) };
}

function byClass(plugins: readonly PluginDefinition[]): Readonly<Record<string, PluginDefinition>> {
  return Object.fromEntries(plugins.map((plugin) => [`${plugin.type} ${plugin.class}`, plugin]));
}
