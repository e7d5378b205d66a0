import { describe, expect, it } from 'vitest';
import { Elector } from '../../src/leader/elector.ts';
import {
  confirmMilliseconds,
  leaseMilliseconds,
  renewDeadlineMilliseconds,
} from '../../src/leader/lease-times.ts';
import { LockProblem, type LockRecord, type LockStore } from '../../src/leader/lock-record.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { ReplicaClock } from './replica-clock.ts';

/** A store that compares and writes in one step, as an API server does, with faults. */
class MemoryStore implements LockStore {
  readonly kind = 'lease';
  readonly name = 'the Lease x';
  confirmMilliseconds = 0;
  /** False: what was written meanwhile is replaced, as in a file. */
  compares = true;
  record: LockRecord | undefined;
  #version = 0;
  /** Called before each request; it may throw, or wait. */
  fault: (call: 'read' | 'write') => Promise<void> = async () => undefined;

  async read() {
    await this.fault('read');
    return { record: this.record, version: this.#version };
  }

  async write(record: LockRecord, version: unknown): Promise<boolean> {
    await this.fault('write');
    if (this.compares && this.#version !== version) return false;
    this.edit(record);
    return true;
  }

  edit(record: LockRecord | undefined): void {
    this.record = record;
    this.#version += 1;
  }

  async close() {}
}

interface World {
  readonly store: MemoryStore;
  readonly clock: VirtualClock;
  readonly end: AbortController;
  readonly problems: string[];
  readonly replica: (name: string) => Elector;
}

function world(): World {
  const [store, clock, problems] = [new MemoryStore(), new VirtualClock(), [] as string[]];
  const ports = { clock, onProblem: (message: string) => problems.push(message) };
  const replica = (name: string) => new Elector(name, store, ports);
  return { store, clock, end: new AbortController(), problems, replica };
}

const abortion = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
const away = async () => {
  throw new Error('the API server is away');
};

describe('a replica', () => {
  it('is active at once where no other is', async () => {
    const { end, replica } = world();
    const one = replica('one');
    expect(one.view).toEqual({ kind: 'lease', isActive: false, holder: null });
    const term = await one.lead(end.signal);
    expect([term.signal.aborted, term.mayWrite()]).toEqual([false, true]);
    expect(one.view).toEqual({ kind: 'lease', isActive: true, holder: 'one' });
    end.abort('SIGTERM');
    expect(term.signal.reason).toBe('SIGTERM');
    await term.end();
    expect([one.view.isActive, term.mayWrite()]).toEqual([false, false]);
  });

  it('that ends gives the lock back, so that the next one need not wait for it to expire', async () => {
    const { clock, end, replica } = world();
    const term = await replica('one').lead(end.signal);
    end.abort('SIGTERM');
    await term.end();
    const start = clock.now();
    await (await replica('two').lead(new AbortController().signal)).end();
    expect(clock.now() - start).toBe(0);
  });

  it('renews the lock after a SIGTERM until its work has ended', async () => {
    const { store, clock, end, replica } = world();
    const term = await replica('one').lead(end.signal);
    end.abort('SIGTERM');
    const later = new AbortController();
    const waiting = replica('two').lead(later.signal);
    await clock.sleep(30_000);
    expect([store.record?.holder, term.mayWrite()]).toEqual(['one', true]);
    await term.end();
    expect(store.record?.holder).toBe('');
    await (await waiting).end();
  });

  it('that ends in the middle of a renewal still gives the lock back', async () => {
    const { store, clock, end, replica } = world();
    store.compares = false;
    const term = await replica('one').lead(end.signal);
    let ending: Promise<void> | undefined;
    store.fault = async (call) => {
      if (call === 'read' || ending) return;
      // Its write arrives a second after the end.
      ending = term.end();
      await clock.sleep(1_000);
    };
    await clock.sleep(5_000);
    await ending;
    expect(store.record?.holder).toBe('');
  });

  it('that died is followed by another one once its lease has been seen to last', async () => {
    const { store, clock, end, replica } = world();
    store.record = { holder: 'dead', renewed: '2099-01-01T00:00:00Z' };
    const start = clock.now();
    await (await replica('two').lead(end.signal)).end();
    const waited = clock.now() - start;
    expect(waited).toBeGreaterThanOrEqual(leaseMilliseconds);
    expect(waited).toBeLessThanOrEqual(leaseMilliseconds + 3_000);
  });

  it.each(['fails', 'hangs'])(
    'whose store %s stops 10 s after its last renewal, and says why',
    async (how) => {
      const { store, clock, end, problems, replica } = world();
      const term = await replica('one').lead(end.signal);
      // A renewal takes a while; its time counts from its start.
      store.fault = () => clock.sleep(900);
      await clock.sleep(3_500);
      const renewed = clock.now() - 1_500;
      store.fault = how === 'fails' ? away : () => new Promise(() => undefined);
      await abortion(term.signal);
      expect(clock.now() - renewed).toBe(renewDeadlineMilliseconds);
      const why = how === 'fails' ? ['the API server is away'] : [];
      expect(problems).toEqual([...why, expect.stringContaining('the Lease x was not renewed for 10 s')]);
    },
  );

  it.each([
    ['a Lease', 0, leaseMilliseconds],
    ['a lock file', confirmMilliseconds, confirmMilliseconds],
  ])(
    'finishes what it began half a second before another may be active, with %s',
    async (_, confirm, most) => {
      const { store, clock, end, replica } = world();
      store.confirmMilliseconds = confirm;
      const term = await replica('one').lead(end.signal);
      store.fault = away;
      // The lock counts from the last reading that showed it.
      await clock.sleep(most - 501);
      expect([term.signal.aborted, term.mayWrite()]).toEqual([true, true]);
      await clock.sleep(1);
      expect(term.mayWrite()).toBe(false);
    },
  );

  it.each(['stopped', 'suspended'] as const)(
    'that was %s for longer than a lease knows it before its next write',
    async (how) => {
      const { store, clock, end } = world();
      const own = new ReplicaClock(clock);
      const one = new Elector('one', store, { clock: own, onProblem: () => undefined });
      const term = await one.lead(end.signal);
      await clock.sleep(500);
      await own.pauseFor(leaseMilliseconds, how);
      expect([term.mayWrite(), term.signal.aborted]).toEqual([false, true]);
      await term.end();
      const next = await one.lead(end.signal);
      expect(next.mayWrite()).toBe(true);
      await next.end();
    },
  );

  it('whose renewal is answered after its term was over is no longer active', async () => {
    const { store, clock, end, replica } = world();
    const term = await replica('one').lead(end.signal);
    store.fault = async (call) => {
      if (call === 'write') await clock.sleep(renewDeadlineMilliseconds);
    };
    await abortion(term.signal);
    await clock.sleep(60_000);
    expect(term.mayWrite()).toBe(false);
  });

  it('is not active by an attempt that was answered a minute later', async () => {
    const { store, clock, end, replica, problems } = world();
    let isFirst = true;
    store.fault = async (call) => {
      if (call === 'read' || !isFirst) return;
      isFirst = false;
      await clock.sleep(60_000);
    };
    const start = clock.now();
    const term = await replica('one').lead(end.signal);
    expect(clock.now() - start).toBeGreaterThan(60_000);
    expect(problems).toEqual([expect.stringContaining('the Lease x does not answer')]);
    // From the second attempt on.
    await clock.sleep(renewDeadlineMilliseconds - 1);
    expect(term.mayWrite()).toBe(true);
    await term.end();
  });

  it('stops at once where another replica has the lock', async () => {
    const { store, clock, end, replica } = world();
    const term = await replica('one').lead(end.signal);
    store.edit({ holder: 'two', renewed: 'now' });
    await clock.sleep(2_000);
    expect([term.signal.aborted, term.mayWrite()]).toEqual([true, false]);
    await term.end();
    expect(store.record?.holder).toBe('two');
  });

  it('takes a lock that was deleted only after a lease, and its holder writes it again', async () => {
    const { store, clock, end, replica } = world();
    const term = await replica('one').lead(end.signal);
    const other = new AbortController();
    const two = replica('two');
    const waiting = two.lead(other.signal);
    await clock.sleep(10_000);
    store.edit(undefined);
    await clock.sleep(60_000);
    expect([store.record?.holder, two.view.isActive, term.signal.aborted]).toEqual(['one', false, false]);
    const start = clock.now();
    store.fault = away;
    await clock.sleep(1);
    store.edit(undefined);
    store.fault = async () => undefined;
    await term.end();
    await (await waiting).end();
    expect(clock.now() - start).toBeLessThan(leaseMilliseconds + 5_000);
  });

  it('goes on, or is active again at once, when its wall clock is set', async () => {
    const { clock, end, replica } = world();
    const one = replica('one');
    const term = await one.lead(end.signal);
    clock.setWallClock(-86_400_000);
    await clock.sleep(60_000);
    expect(term.mayWrite()).toBe(true);
    clock.setWallClock(2 * 86_400_000);
    expect(term.mayWrite()).toBe(false);
    await term.end();
    const start = clock.now();
    const next = await one.lead(end.signal);
    expect([next.mayWrite(), clock.now() - start]).toEqual([true, 0]);
    await next.end();
  });

  it('waits as long as the store asks for, and no longer than its lock allows', async () => {
    const { store, clock, end, replica } = world();
    const term = await replica('one').lead(end.signal);
    const attempts: number[] = [];
    const start = clock.now();
    store.fault = async () => {
      attempts.push(clock.now() - start);
      throw new LockProblem('too many requests', { retryAfterMilliseconds: 60_000 });
    };
    await abortion(term.signal);
    expect(attempts).toEqual([2_000, 6_000]);
  });

  it('that ends while it waits leaves the lock to its holder', async () => {
    const { store, clock, end, replica } = world();
    store.record = { holder: 'other', renewed: 'now' };
    const one = replica('one');
    const leading = one.lead(end.signal);
    await clock.sleep(5_000);
    end.abort('SIGTERM');
    expect((await leading).mayWrite()).toBe(false);
    await one.close();
    expect(store.record?.holder).toBe('other');
  });

  it('shows the name of a holder as one line, whatever the record contains', async () => {
    const { store, clock, end, replica } = world();
    store.record = { holder: `\u001b[31m\n${'x'.repeat(4_000)}`, renewed: 'now' };
    const one = replica('one');
    const leading = one.lead(end.signal);
    await clock.sleep(3_000);
    expect(one.view.holder).toMatch(/^\\x1b\[31m\\nx{190,200}$/);
    end.abort('SIGTERM');
    await leading;
  });
});
