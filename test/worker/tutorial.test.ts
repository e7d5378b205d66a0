import { afterAll, describe, it } from 'vitest';
import { makeProjectFolder } from '../support/project-folder.ts';
import { runCli } from '../support/run-cli.ts';
import { runTutorial } from '../support/tutorial-story.ts';
import { misbehavingSource, missingForPlugin } from './plugin/build-plugin.ts';
import { startWithPlugin } from './plugin/start-with-plugin.ts';
import { stopEverything, testedVersions } from './real-workers.ts';

const words = 'Sesame-Ouvre-7431';
const missing = await missingForPlugin(testedVersions);
if (missing) console.warn(`the tour of the Connect REST API on real workers is skipped: ${missing}`);

describe.skipIf(missing)('the tutorial of the Connect REST API on a real worker', () => {
  afterAll(stopEverything);

  it.concurrent.each(testedVersions)('goes through every row on Kafka Connect %s', async (version) => {
    const workers = await startWithPlugin({ version });
    const url = workers.urls[0] ?? '';
    const folder = makeProjectFolder({});
    try {
      await runTutorial({
        folder,
        url,
        version,
        run: (args) =>
          runCli(args, { directory: folder.directory, environment: { CONNECT_SYNC_CLUSTER: url } }),
        requests: () => [],
        forget: () => undefined,
        failingSource: {
          'connector.class': misbehavingSource,
          'opening.words': words,
          'task.fail.after.ms': '0',
          'task.fail.error': 'nobody opened to {words}',
        },
        rootCause: /nobody opened to \(sensitive\)$/,
        quotedSecret: words,
      });
    } finally {
      folder.remove();
      await workers.stop();
    }
  });
});
