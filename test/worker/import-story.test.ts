import { afterAll, describe, it } from 'vitest';
import { tellImportStory } from '../support/import-story.ts';
import { makeProjectFolder } from '../support/project-folder.ts';
import { startRecordingProxy } from '../support/recording-proxy.ts';
import { runCli } from '../support/run-cli.ts';
import { missingForWorkers, startWorkers, stopEverything, testedVersions } from './real-workers.ts';

const missing = await missingForWorkers(testedVersions);
if (missing) console.warn(`adopting what runs on real workers is skipped: ${missing}`);

describe.skipIf(missing)('adopting what runs on a real worker', () => {
  afterAll(stopEverything);

  it.each(testedVersions)(
    'imports, plans empty, and changes by a default on Kafka Connect %s',
    async (version) => {
      const workers = await startWorkers({ version });
      const url = workers.urls[0] ?? '';
      const proxy = await startRecordingProxy(url);
      const folder = makeProjectFolder({});
      try {
        await tellImportStory({
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
    },
  );
});
