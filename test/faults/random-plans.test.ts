import fc from 'fast-check';
import { describe, it } from 'vitest';
import { judge } from './judge.ts';
import { runs, seed } from './runs.ts';
import { anyWorld } from './world.ts';

/** They mostly wait: so many run side by side, each with a worker of its own. */
const lanes = 8;

describe('over a network that fails in every known way', () => {
  it.concurrent.each(Array.from({ length: lanes }, (_, lane) => seed + lane))(
    'an apply keeps its promises (CONNECT_SYNC_SEED=%i)',
    async (laneSeed) => {
      await fc.assert(fc.asyncProperty(anyWorld, judge), {
        numRuns: Math.ceil(runs / lanes),
        seed: laneSeed,
        endOnFailure: true,
      });
    },
    600_000,
  );
});
