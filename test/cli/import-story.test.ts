import { describe, it } from 'vitest';
import { tellImportStory } from '../support/import-story.ts';
import { tryout } from '../support/tryout.ts';

describe('adopting what runs on the sandbox', () => {
  it.each(['2.8', '3.4', '3.9', '4.3'] as const)(
    'imports, plans empty, and changes by a default on Kafka Connect %s',
    async (connectVersion) => {
      const { folder, sandbox, run } = await tryout({ files: {}, connectVersion });
      await tellImportStory({
        folder,
        run,
        requests: () => sandbox.requests,
        forget: () => sandbox.clearRequests(),
        url: sandbox.url,
      });
    },
  );
});
