import { describe, it } from 'vitest';
import { tellMainStory } from '../support/main-story.ts';
import { tryout } from '../support/tryout.ts';

describe('the main workflow on the sandbox', () => {
  it.each(['2.8', '3.4', '3.9', '4.3', '4.4'] as const)(
    'goes from the first create to the last delete on Kafka Connect %s',
    async (connectVersion) => {
      const { folder, sandbox, run } = await tryout({ files: {}, connectVersion });
      await tellMainStory({
        folder,
        run,
        requests: () => sandbox.requests,
        forget: () => sandbox.clearRequests(),
        url: sandbox.url,
      });
    },
  );
});
