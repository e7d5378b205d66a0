import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Repeats an assertion until it holds; throws its last failure when it does not within `within` milliseconds.
 * Unlike `expect.poll` it works in hooks and in concurrent tests.
 */
export async function eventually(assertion: () => Promise<void>, within = 60_000): Promise<void> {
  const deadline = performance.now() + within;
  for (;;) {
    try {
      await assertion();
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await sleep(30);
  }
}
