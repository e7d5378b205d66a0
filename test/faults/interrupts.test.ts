import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { poll } from '../support/poll.ts';
import { seed } from '../support/property-runs.ts';
import { asProcess } from './as-process.ts';
import { checkRun } from './evaluate-run.ts';
import { endlessKinds, type FaultKind } from './fault-kinds.ts';
import { inTrial } from './trial.ts';
import { anyWorld, type World } from './world.ts';

const runs = Number(process.env['CONNECT_SYNC_INTERRUPT_RUNS'] ?? 10);

/** What makes a moment in which a signal comes last longer. */
const slowKinds: readonly FaultKind[] = [
  ...endlessKinds,
  '20 s of silence before',
  '20 s of silence after',
  'gateway: 503, but done',
  '500 timed out, done 8 s later',
];

interface Interrupted {
  readonly world: World;
  /** Milliseconds of real time from the first request on. */
  readonly after: number;
}

const interrupted: fc.Arbitrary<Interrupted> = fc.record({
  world: fc
    .record({
      world: anyWorld,
      kind: fc.constantFrom(...slowKinds),
      from: fc.nat(3),
      length: fc.nat(3),
    })
    .map(({ world, kind, from, length }) => ({
      ...world,
      hook: undefined,
      intruder: undefined,
      interruptAt: undefined,
      strikes: [{ among: 'writes' as const, kind, from, length }],
    })),
  after: fc.nat(2_500),
});

/** A promise to whoever waits for the end of a pipeline, with room for a busy machine. */
const longestEnd = 7_000;

async function interruptAndJudge({ world, after }: Interrupted): Promise<void> {
  await inTrial(
    world,
    async (trial) => {
      const applied = trial.applyDisturbed();
      // The start-up time of a process on a busy machine is not tested here.
      await poll(async () => trial.proxy.requests[0], { what: 'the first request', within: 60_000 });
      await Promise.race([sleep(after), applied]);
      const sent = performance.now();
      trial.interrupt();
      const run = await applied;
      const took = performance.now() - sent;
      if (trial.wasInterrupted(run)) expect(took, 'from the signal to the end').toBeLessThan(longestEnd);
      await checkRun(trial, run);
    },
    asProcess('SIGINT'),
  );
}

describe('SIGINT at any time', () => {
  const worlds = fc.sample(interrupted, { seed, numRuns: runs });

  it.concurrent.each(worlds.map((world, number) => ({ ...world, number })))(
    `ends in time, with a true report (run $number of CONNECT_SYNC_SEED=${seed})`,
    interruptAndJudge,
    120_000,
  );
});
