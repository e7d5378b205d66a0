import { describe, expect, it } from 'vitest';
import { asProcess } from './as-process.ts';
import { isWrite } from './fault-kinds.ts';
import { telling } from './judge.ts';
import { checkConvergence, checkWire } from './laws.ts';
import { runs } from './runs.ts';
import { inTrial } from './trial.ts';
import type { World } from './world.ts';

/** A create, an update with a state, and a deletion. */
const small: World = {
  seed: 1,
  version: '3.4',
  urls: 1,
  members: [
    { before: 'nothing', wish: 'other', state: 'paused', dependsOnLast: false },
    { before: 'running', wish: 'other', state: 'paused', dependsOnLast: false },
    { before: 'running', wish: 'absent', state: undefined, dependsOnLast: false },
  ],
  strikes: [],
  hook: undefined,
  meddler: undefined,
  options: { concurrency: 2, onFailure: 'halt', prune: false, wait: false, format: 'text' },
  interruptAt: undefined,
};

/** The requests of an apply that nothing disturbs: in `npm test` from the last before the first write on. */
async function requestsOfSmall(): Promise<readonly number[]> {
  let indexes: readonly number[] = [];
  await inTrial(small, async (trial) => {
    expect((await trial.applyDisturbed()).exitCode).toBe(0);
    const { requests } = trial.proxy;
    const first = runs < 2_000 ? requests.findIndex(isWrite) - 1 : 0;
    indexes = requests.map(({ index }) => index).slice(first);
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
          await telling(trial, run, async () => {
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
