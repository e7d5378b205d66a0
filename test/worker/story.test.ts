import { afterAll, describe, it } from 'vitest';
import { startGateway } from '../support/gateway.ts';
import { runImportStory } from '../support/import-story.ts';
import { tellMainStory } from '../support/main-story.ts';
import { makeProjectFolder } from '../support/project-folder.ts';
import { runCli } from '../support/run-cli.ts';
import { missingForWorkers, startWorkers, stopEverything, testedVersions } from './real-workers.ts';

const missing = await missingForWorkers(testedVersions);
if (missing) console.warn(`the end-to-end stories on real workers are skipped: ${missing}`);

const stories = [
  ['the main job, from the first create to the last delete,', tellMainStory],
  ['adopting what runs, and changing it by a default,', runImportStory],
] as const;

describe.skipIf(missing).each(stories)('%s on a real worker', (_, tell) => {
  afterAll(stopEverything);

  it.each(testedVersions)('succeeds on Kafka Connect %s', async (version) => {
    const workers = await startWorkers({ version });
    const url = workers.urls[0] ?? '';
    const proxy = await startGateway(url);
    const folder = makeProjectFolder({});
    try {
      await tell({
        folder,
        url,
        run: (args) =>
          runCli(args, { directory: folder.directory, environment: { CONNECT_SYNC_CLUSTER: proxy.url } }),
        requests: () => proxy.requests(),
        forget: () => proxy.forget(),
      });
    } finally {
      folder.remove();
      await proxy.close();
      await workers.stop();
    }
  });
});
