import { describe, it } from 'vitest';
import { runImportStory } from '../support/import-story.ts';
import { tryout } from '../support/tryout.ts';

describe('importing from the sandbox', () => {
  it.each(['2.8', '3.4', '3.9', '4.3', '4.4'] as const)(
    'creates files with an empty plan; a default changes connectors, on Kafka Connect %s',
    async (connectVersion) => {
      const { folder, sandbox, run } = await tryout({ files: {}, connectVersion });
      await runImportStory({
        folder,
        run,
        requests: () => sandbox.requests,
        forget: () => sandbox.clearRequests(),
        url: sandbox.url,
      });
    },
  );
});
