import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs, seed } from '../support/property-runs.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { Replicas, type ReplicaTraits } from './replicas.ts';
import { fairWeather, SimulatedLock, type StoreWeather } from './simulated-lock.ts';

const chaosSeconds = 150;
/** A lease, a confirmation and the pauses between attempts, with a second attempt where two replicas meet. */
const recoverySeconds = 60;

type Fault = { readonly at: number; readonly replica: number } & (
  | { readonly kind: 'kill' | 'stop' | 'start' | 'delete' }
  | { readonly kind: 'pause' | 'suspend'; readonly seconds: number }
  | { readonly kind: 'set wall clock'; readonly seconds: number }
  | { readonly kind: 'weather'; readonly seconds: number; readonly weather: StoreWeather }
);

const place = { at: fc.nat(chaosSeconds), replica: fc.nat(2) };
const weather = fc.record({
  slowMilliseconds: fc.constantFrom(200, 2_000, 8_000, 20_000),
  failing: fc.constantFrom(0, 0.5, 1),
  failingAfterwards: fc.constantFrom(0, 0.5),
});
const ends: fc.Arbitrary<Fault> = fc.record({ ...place, kind: fc.constantFrom('kill', 'stop') });
const starts: fc.Arbitrary<Fault> = fc.record({ ...place, kind: fc.constant('start') });
const seconds = fc.integer({ min: 1, max: 40 });
const pauses: fc.Arbitrary<Fault> = fc.record({ ...place, kind: fc.constant('pause'), seconds });
const suspensions: fc.Arbitrary<Fault> = fc.record({ ...place, kind: fc.constant('suspend'), seconds });
const badWeather: fc.Arbitrary<Fault> = fc.record({
  ...place,
  kind: fc.constant('weather'),
  seconds,
  weather,
});
const clockJumps: fc.Arbitrary<Fault> = fc.record({
  ...place,
  kind: fc.constant('set wall clock'),
  seconds: fc.integer({ min: -3_600, max: 3_600 }),
});
const deletions: fc.Arbitrary<Fault> = fc.record({ ...place, kind: fc.constant('delete') });

const traits: fc.Arbitrary<ReplicaTraits> = fc.record({
  rate: fc.constantFrom(0.99, 1, 1.01),
  wallShift: fc.integer({ min: -3_600_000, max: 3_600_000 }),
  drainMilliseconds: fc.constantFrom(0, 1_000, 4_500, 25_000),
});

interface History {
  readonly faults: readonly Fault[];
  readonly traits: readonly ReplicaTraits[];
  readonly chance: number;
}

const historyOf = (...faults: readonly fc.Arbitrary<Fault>[]): fc.Arbitrary<History> =>
  fc.record({
    faults: fc.array(fc.oneof(...faults), { maxLength: 12 }),
    traits: fc.tuple(traits, traits, traits),
    chance: fc.nat(),
  });

interface World extends Pick<History, 'traits'> {
  readonly clock: VirtualClock;
  readonly lock: SimulatedLock;
  readonly replicas: Replicas;
}

/** Lives through a history, and then for a while without faults. */
async function live(kind: 'lease' | 'lock-file', { faults, traits, chance }: History) {
  const clock = new VirtualClock({ seed: chance });
  const lock = new SimulatedLock(kind, clock);
  const replicas = new Replicas(clock, lock);
  const world = { clock, lock, replicas, traits };
  const startAll = () => {
    for (const [place, own] of traits.entries()) replicas.start(place, own);
  };
  startAll();
  for (let second = 0; second <= chaosSeconds; second += 1) {
    for (const fault of faults.filter(({ at }) => at === second)) happen(fault, world);
    await clock.sleep(1_000);
  }
  // Pauses, bad weather and work that goes on end by themselves.
  await clock.sleep(70_000);
  lock.weather = fairWeather;
  startAll();
  await clock.sleep(recoverySeconds * 1_000);
  const active = [replicas.active];
  await clock.sleep(20_000);
  active.push(replicas.active);
  for (const place of traits.keys()) replicas.kill(place);
  return { active, overlaps: replicas.overlaps(), writes: replicas.writes.length };
}

function happen(fault: Fault, { clock, lock, replicas, traits }: World): void {
  const own = traits[fault.replica];
  switch (fault.kind) {
    case 'kill':
      replicas.kill(fault.replica);
      break;
    case 'stop':
      void replicas.stop(fault.replica);
      break;
    case 'start':
      if (own) replicas.start(fault.replica, own);
      break;
    case 'delete':
      // A replica that has never seen a record takes a Lease that is not there: the first one must.
      if (lock.kind === 'lock-file' || replicas.haveSeenHolder) lock.edit(undefined);
      break;
    case 'pause':
      replicas.pause(fault.replica, fault.seconds * 1_000, 'stopped');
      break;
    case 'suspend':
      replicas.pause(fault.replica, fault.seconds * 1_000, 'suspended');
      break;
    case 'set wall clock':
      replicas.setWallClock(fault.replica, fault.seconds * 1_000);
      break;
    case 'weather':
      lock.weather = fault.weather;
      clock.after(fault.seconds * 1_000, () => {
        lock.weather = fairWeather;
      });
  }
}

describe('replicas that are killed, paused, suspended and stopped, with slow and failing stores', () => {
  const numRuns = Math.ceil(runs / 4);
  const check = (kind: 'lease' | 'lock-file', history: fc.Arbitrary<History>) =>
    fc.assert(
      fc.asyncProperty(history, async (one) => {
        const { active, overlaps, writes } = await live(kind, one);
        expect(overlaps).toEqual([]);
        expect(writes).toBeGreaterThan(0);
        expect(active[0]).toHaveLength(1);
        expect(active[1]).toEqual(active[0]);
      }),
      { numRuns, seed },
    );

  it('never write while another one does, and one is active again in the end, with a Lease', () =>
    check('lease', historyOf(ends, starts, pauses, suspensions, badWeather)));

  // A machine whose clock is set back while it is suspended cannot know how long that was.
  it('never do, whatever their wall clocks show', () =>
    check('lease', historyOf(ends, starts, pauses, badWeather, clockJumps)));

  it('never do if their Lease is deleted, unless one of them has not seen it', () =>
    check('lease', historyOf(ends, starts, pauses, suspensions, badWeather, deletions)));

  it('never do with a lock file, even if it is deleted', () =>
    check('lock-file', historyOf(ends, starts, pauses, suspensions, badWeather, deletions)));

  it('never do with a lock file, whatever their wall clocks show', () =>
    check('lock-file', historyOf(ends, starts, pauses, badWeather, clockJumps, deletions)));
});
