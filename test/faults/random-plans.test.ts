import process from 'node:process';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { runs, seed } from '../support/property-runs.ts';
import { checkWorld } from './evaluate-run.ts';
import { anyWorld, type World } from './world.ts';

/** Which of a seed's worlds to go straight to; a failure names it. */
const path = process.env['CONNECT_SYNC_PATH'] ?? '';

describe('over a network that fails in every known way', () => {
  it(`an apply keeps its promises (CONNECT_SYNC_SEED=${seed})`, { timeout: 1_200_000 }, async () => {
    await fc.assert(fc.asyncProperty(anyWorld, checkWorld), {
      numRuns: runs,
      seed,
      path,
      endOnFailure: true,
      reporter: tellHowToReplay,
    });
  });
});

function tellHowToReplay({ failed, seed, counterexamplePath, errorInstance }: fc.RunDetails<[World]>): void {
  if (!failed) return;
  const variables = `CONNECT_SYNC_SEED=${seed} CONNECT_SYNC_PATH=${counterexamplePath}`;
  const why = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  throw new Error(
    `again: ${variables} npx vitest run --project unit test/faults/random-plans.test.ts\n${why}`,
    { cause: errorInstance },
  );
}
