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

describe('a connector that another client deletes while its update is under way', () => {
  // The deletion shows in a list that is answered after the update was sent, which creates the connector again.
  const world: World = {
    seed: 9,
    version: '3.4',
    urls: 1,
    members: [
      { before: 'broken-connector', desired: 'same', state: 'running', dependsOnLast: false },
      { before: 'broken-connector', desired: 'other', state: 'running', dependsOnLast: false },
      { before: 'broken-task', desired: 'other', state: 'running', dependsOnLast: false },
    ],
    strikes: [],
    hook: undefined,
    intruder: { at: 12, member: 2, does: 'delete' },
    options: { concurrency: 2, onFailure: 'halt', prune: true, wait: false, format: 'json' },
    interruptAt: undefined,
  };

  it('gets the other calls of the update too', async () => {
    await checkWorld(world);
  });
});

describe('a connector that another client deletes while the cluster is identified before its restart', () => {
  // A list that is read meanwhile for another connector shows the deletion.
  const world: World = {
    seed: 2114058843,
    version: '2.8',
    urls: 2,
    members: [
      { before: 'running', desired: 'unlisted', state: 'paused', dependsOnLast: false },
      { before: 'broken-task', desired: 'other', state: 'running', dependsOnLast: true },
      { before: 'broken-task', desired: 'other', state: undefined, dependsOnLast: true },
      { before: 'paused', desired: 'absent', state: undefined, dependsOnLast: false },
      { before: 'nothing', desired: 'other', state: 'running', dependsOnLast: false },
      { before: 'broken-task', desired: 'same', state: undefined, dependsOnLast: false },
    ],
    strikes: [
      { among: 'later reads', from: 1, length: 1, kind: '400 with secrets in its words' },
      { among: 'later reads', from: 9, length: 3, kind: '5 s of silence after' },
    ],
    hook: { at: 0, kind: 'boots' },
    intruder: { at: 22, member: 5, does: 'delete' },
    options: { concurrency: 2, onFailure: 'rollback', prune: false, wait: true, format: 'text' },
    interruptAt: undefined,
  };

  it('gets no call any more', async () => {
    await checkWorld(world);
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
