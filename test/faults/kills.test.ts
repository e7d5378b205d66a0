import { describe, expect, it } from 'vitest';
import { asProcess } from './as-process.ts';
import { explaining } from './evaluate-run.ts';
import { checkConvergence, checkWire } from './laws.ts';
import { inTrial } from './trial.ts';
import type { World } from './world.ts';

/** A create, an update with a state, and a deletion. */
const small: World = {
  seed: 1,
  version: '3.4',
  urls: 1,
  members: [
    { before: 'nothing', desired: 'other', state: 'paused', dependsOnLast: false },
    { before: 'running', desired: 'other', state: 'paused', dependsOnLast: false },
    { before: 'running', desired: 'absent', state: undefined, dependsOnLast: false },
  ],
  strikes: [],
  hook: undefined,
  intruder: undefined,
  options: { concurrency: 2, onFailure: 'halt', prune: false, wait: false, format: 'text' },
  interruptAt: undefined,
};

/** Every request of an apply that nothing disturbs. */
async function requestsOfSmall(): Promise<readonly number[]> {
  let indexes: readonly number[] = [];
  await inTrial(small, async (trial) => {
    expect((await trial.applyDisturbed()).exitCode).toBe(0);
    indexes = trial.proxy.requests.map(({ index }) => index);
  });
  return indexes;
}

describe('SIGKILL at any request', async () => {
  it.concurrent.each(await requestsOfSmall())(
    'the next run plans what remains, and does it (request %i)',
    async (interruptAt) => {
      await inTrial(
        { ...small, interruptAt },
        async (trial) => {
          const run = await trial.applyDisturbed();
          await explaining(trial, run, async () => {
            checkWire(trial);
            await checkConvergence(trial);
          });
        },
        asProcess('SIGKILL'),
      );
    },
    60_000,
  );
});
