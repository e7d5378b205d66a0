import { describe, expect, it } from 'vitest';
import { runs } from '../support/property-runs.ts';
import { checkWorld } from './evaluate-run.ts';
import { canMeet, type FaultKind, faultKindNames, isWrite } from './fault-kinds.ts';
import { inTrial } from './trial.ts';
import type { Strike, World } from './world.ts';

/** One connector for each kind of change. */
const six: World = {
  seed: 1,
  version: '3.9',
  urls: 1,
  members: [
    { before: 'nothing', desired: 'other', state: undefined, dependsOnLast: false },
    { before: 'running', desired: 'other', state: undefined, dependsOnLast: true },
    { before: 'running', desired: 'other', state: 'paused', dependsOnLast: false },
    { before: 'broken-task', desired: 'same', state: undefined, dependsOnLast: false },
    { before: 'running', desired: 'absent', state: undefined, dependsOnLast: false },
    { before: 'nothing', desired: 'same', state: 'stopped', dependsOnLast: false },
  ],
  strikes: [],
  hook: undefined,
  intruder: undefined,
  options: { concurrency: 4, onFailure: 'halt', prune: false, wait: true, format: 'json' },
  interruptAt: undefined,
};

/** All requests behind the last write are readings of health, one like the other. */
const readingsAfterLastWrite = 4;

/** Of the readings each kind of fault takes one in so many, each another; every write is struck by all. */
const readingsApart = runs < 2_000 ? 20 : 1;

type Place = Pick<Strike, 'among' | 'from'>;

/** Where a fault can strike when nothing else happens: how many requests there are of each kind. */
async function placesInSix(): Promise<readonly Place[]> {
  const places: Place[] = [];
  await inTrial(six, async (trial) => {
    const run = await trial.applyDisturbed();
    expect(run.exitCode, run.stderr).toBe(0);
    const { requests } = trial.proxy;
    const last = requests.findLastIndex(isWrite);
    const writes = requests.filter(isWrite).length;
    const reads = last + 1 - writes + readingsAfterLastWrite;
    places.push(...Array.from({ length: writes }, (_, from) => ({ among: 'writes', from }) as const));
    places.push(...Array.from({ length: reads }, (_, from) => ({ among: 'reads', from }) as const));
  });
  return places;
}

describe('one fault at any request of a plan of six', () => {
  it.concurrent.each(faultKindNames.map((kind, turn) => ({ kind, turn })))(
    '$kind',
    async ({ kind, turn }) => {
      const places = await placesInSix();
      for (const place of places.filter(({ among, from }) => isTaken(kind, { among, from, turn }))) {
        await checkWorld({ ...six, strikes: [{ ...place, length: 1, kind }] });
      }
    },
    600_000,
  );
});

function isTaken(kind: FaultKind, { among, from, turn }: Place & { readonly turn: number }): boolean {
  if (among === 'writes') return canMeet(kind, 'writes');
  return canMeet(kind, 'reads') && (from + turn) % readingsApart === 0;
}
