import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Elector, leaseMilliseconds } from '../../src/leader/elector.ts';
import { LockFileStore } from '../../src/leader/lock-file-store.ts';
import type { LockRecord, LockStore } from '../../src/leader/lock-record.ts';
import { runs, seed } from '../support/property-runs.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

/** A store that compares and writes in one step, as an API server does, with faults. */
class MemoryStore implements LockStore {
  readonly kind = 'lease';
  record: LockRecord | undefined;
  #version = 0;
  /** Called before each request; it may throw, or wait. */
  fault: () => Promise<void> = async () => undefined;

  async read() {
    await this.fault();
    return this.record && { record: this.record, version: this.#version };
  }

  async write(record: LockRecord, version: unknown): Promise<boolean> {
    await this.fault();
    if ((this.record && this.#version) !== version) return false;
    this.record = record;
    this.#version += 1;
    return true;
  }
}

/** A store that cannot compare and write in one step, as a file. */
class FileLikeStore extends MemoryStore {
  override async write(record: LockRecord): Promise<boolean> {
    await this.fault();
    this.record = record;
    return true;
  }
}

function elector(identity: string, store: LockStore, clock: VirtualClock, problems: string[] = []): Elector {
  return new Elector(identity, store, { clock, onProblem: (message) => problems.push(message) });
}

describe('a replica', () => {
  it('is active at once where nobody is, and says so', async () => {
    const [store, clock, end] = [new MemoryStore(), new VirtualClock(), new AbortController()];
    const one = elector('one', store, clock);
    expect(one.view).toEqual({ kind: 'lease', isActive: false, holder: null });
    const term = await one.lead(end.signal);
    expect(term.aborted).toBe(false);
    expect(one.view).toEqual({ kind: 'lease', isActive: true, holder: 'one' });
    end.abort('SIGTERM');
    await one.close();
    expect(term.reason).toBe('SIGTERM');
  });

  it('that ends gives the lock back, so that the next one need not wait for it to expire', async () => {
    const [store, clock, end] = [new MemoryStore(), new VirtualClock(), new AbortController()];
    const one = elector('one', store, clock);
    await one.lead(end.signal);
    end.abort('SIGTERM');
    await one.close();
    const start = clock.now();
    const later = new AbortController();
    const two = elector('two', store, clock);
    await two.lead(later.signal);
    expect(clock.now() - start).toBe(0);
    later.abort('SIGTERM');
    await two.close();
  });

  it('that ends in the middle of a renewal still gives the lock back', async () => {
    const [store, clock, end] = [new FileLikeStore(), new VirtualClock(), new AbortController()];
    const one = elector('one', store, clock);
    await one.lead(end.signal);
    let requests = 0;
    // The read of the renewal is answered, and its write arrives a second later.
    store.fault = async () => {
      requests += 1;
      if (requests !== 2) return;
      end.abort('SIGTERM');
      await clock.sleep(1_000);
    };
    await new Promise((resolve) => end.signal.addEventListener('abort', resolve, { once: true }));
    await one.close();
    await clock.sleep(5_000);
    expect(store.record?.holder).toBe('');
  });

  it('that died is followed by another one once its lease has been seen to last', async () => {
    const [store, clock, end] = [new MemoryStore(), new VirtualClock(), new AbortController()];
    store.record = { holder: 'dead', renewed: '2099-01-01T00:00:00Z' };
    const start = clock.now();
    await elector('two', store, clock).lead(end.signal);
    const waited = clock.now() - start;
    expect(waited).toBeGreaterThanOrEqual(leaseMilliseconds);
    expect(waited).toBeLessThanOrEqual(leaseMilliseconds + 3_000);
    end.abort('SIGTERM');
  });

  it('whose store is away stops before another one may take over, and says why', async () => {
    const [store, clock, end] = [new MemoryStore(), new VirtualClock(), new AbortController()];
    const problems: string[] = [];
    const term = await elector('one', store, clock, problems).lead(end.signal);
    const lost = clock.now();
    store.fault = async () => {
      throw new Error('the API server is away');
    };
    await new Promise<void>((resolve) => term.addEventListener('abort', () => resolve()));
    expect(clock.now() - lost).toBeLessThan(leaseMilliseconds);
    expect(problems).toEqual(['the API server is away']);
    end.abort('SIGTERM');
  });

  it('whose store hangs stops in time too', async () => {
    const [store, clock, end] = [new MemoryStore(), new VirtualClock(), new AbortController()];
    const term = await elector('one', store, clock).lead(end.signal);
    const lost = clock.now();
    store.fault = () => new Promise(() => undefined);
    await new Promise<void>((resolve) => term.addEventListener('abort', () => resolve()));
    expect(clock.now() - lost).toBeLessThan(leaseMilliseconds);
    end.abort('SIGTERM');
  });

  it('whose wall clock is wrong or jumps does no harm', async () => {
    const [store, clock, end] = [new MemoryStore(), new VirtualClock(), new AbortController()];
    const one = elector('one', store, clock);
    const term = await one.lead(end.signal);
    clock.setWallClock(-86_400_000);
    await clock.sleep(60_000);
    clock.setWallClock(2 * 86_400_000);
    await clock.sleep(60_000);
    expect(term.aborted).toBe(false);
    end.abort('SIGTERM');
    await one.close();
  });
});

interface StoreFault {
  /** In seconds. */
  readonly at: number;
  readonly kind: 'fails' | 'hangs' | 'crash';
  readonly replica: number;
}

/** Three replicas that lead whenever they can; two that are active at once end the test. */
function startReplicas(store: MemoryStore, clock: VirtualClock) {
  const active = new Set<number>();
  const ends = [0, 1, 2].map(() => new AbortController());
  const all = ends.map(async ({ signal }, index) => {
    const one = elector(`replica-${index}`, store, clock);
    while (!signal.aborted) {
      const term = await one.lead(signal);
      if (signal.aborted) break;
      active.add(index);
      expect(active.size).toBe(1);
      if (!term.aborted)
        await new Promise((resolve) => term.addEventListener('abort', resolve, { once: true }));
      active.delete(index);
    }
  });
  return { active, ends, all };
}

/** For four seconds the store fails, or does not answer. */
function breakStore(store: MemoryStore, clock: VirtualClock, kind: 'fails' | 'hangs'): void {
  const until = clock.now() + 4_000;
  store.fault = async () => {
    if (clock.now() > until) return;
    if (kind === 'fails') throw new Error('away');
    await clock.sleep(until - clock.now());
  };
}

describe('several replicas under faults', () => {
  it('are never active at the same time, and one of them is again after each crash', async () => {
    const fault: fc.Arbitrary<StoreFault> = fc.record({
      at: fc.nat(120),
      kind: fc.constantFrom('fails', 'hangs', 'crash'),
      replica: fc.nat(2),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fault, { maxLength: 8 }), fc.nat(), async (faults, clockSeed) => {
        const clock = new VirtualClock({ seed: clockSeed });
        const store = new MemoryStore();
        const { active, ends, all } = startReplicas(store, clock);
        for (let second = 0; second < 120; second += 1) {
          for (const { kind, replica } of faults.filter(({ at }) => at === second)) {
            if (kind === 'crash') ends[replica]?.abort('SIGTERM');
            else breakStore(store, clock, kind);
          }
          await clock.sleep(1_000);
        }
        store.fault = async () => undefined;
        await clock.sleep(leaseMilliseconds + 5_000);
        expect(active.size).toBe(ends.some(({ signal }) => !signal.aborted) ? 1 : 0);
        for (const end of ends) end.abort('SIGTERM');
        await Promise.all(all);
      }),
      { numRuns: Math.min(runs, 60), seed },
    );
  });
});

describe('a lock file', () => {
  function folder(): string {
    const made = mkdtempSync(path.join(tmpdir(), 'connect-sync-lock-'));
    onTestFinished(() => rmSync(made, { recursive: true }));
    return path.join(made, 'lock');
  }

  it('has one holder, who renews it, and is taken over when it is not renewed any more', async () => {
    const file = folder();
    const clock = new VirtualClock({ quietTurns: 12 });
    const [end, other] = [new AbortController(), new AbortController()];
    const one = elector('one', new LockFileStore(file, clock), clock);
    await one.lead(end.signal);
    const first = readFileSync(file, 'utf8');
    const two = elector('two', new LockFileStore(file, clock), clock);
    const waiting = two.lead(other.signal);
    await clock.sleep(60_000);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ holder: 'one' });
    expect(readFileSync(file, 'utf8')).not.toBe(first);
    expect(two.view).toMatchObject({ isActive: false, holder: 'one' });
    end.abort('SIGTERM');
    await one.close();
    await waiting;
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ holder: 'two' });
    other.abort('SIGTERM');
    await two.close();
  });

  it('is given to one of two that start at the same moment', async () => {
    const file = folder();
    const clock = new VirtualClock({ quietTurns: 12 });
    const ends = [new AbortController(), new AbortController()];
    const both = ends.map((_, index) => elector(`replica-${index}`, new LockFileStore(file, clock), clock));
    const leading = both.map((one, index) => one.lead(ends[index]?.signal ?? AbortSignal.abort()));
    await Promise.race(leading);
    await clock.sleep(30_000);
    expect(both.filter(({ view }) => view.isActive)).toHaveLength(1);
    for (const end of ends) end.abort('SIGTERM');
    await Promise.all(both.map((one) => one.close()));
  });

  it('that holds garbage is waited for as long as a lease, and then taken', async () => {
    const file = folder();
    writeFileSync(file, 'garbage');
    const clock = new VirtualClock({ quietTurns: 12 });
    const end = new AbortController();
    const start = clock.now();
    const one = elector('one', new LockFileStore(file, clock), clock);
    await one.lead(end.signal);
    expect(clock.now() - start).toBeGreaterThanOrEqual(leaseMilliseconds);
    end.abort('SIGTERM');
    await one.close();
  });

  it('in a folder that cannot be written is a problem that is reported, and no replica is active', async () => {
    const clock = new VirtualClock({ quietTurns: 12 });
    const end = new AbortController();
    const problems: string[] = [];
    const file = path.join(folder(), 'below', 'lock');
    writeFileSync(path.dirname(path.dirname(file)), 'a file where a folder should be');
    const one = elector('one', new LockFileStore(file, clock), clock, problems);
    const leading = one.lead(end.signal);
    await clock.sleep(20_000);
    expect(one.view.isActive).toBe(false);
    expect(problems).toHaveLength(1);
    end.abort('SIGTERM');
    await leading;
  });
});
