import { describe, expect, it } from 'vitest';
import { serve } from './serve.ts';
import { VirtualClock } from './virtual-clock.ts';

describe('the virtual clock', () => {
  it('wakes sleepers in the order of their time, then of their asking, each at its own time', async () => {
    const clock = new VirtualClock({ start: 0 });
    const woken: string[] = [];
    const sleeper = async (name: string, milliseconds: number) => {
      await clock.sleep(milliseconds);
      woken.push(`${name} at ${clock.now()}`);
    };
    await Promise.all([sleeper('a', 300_000), sleeper('b', 10), sleeper('c', 10), sleeper('d', 0)]);
    expect(woken).toEqual(['d at 0', 'b at 10', 'c at 10', 'a at 300000']);
  });

  it('lets everything that is awake finish before time passes', async () => {
    const clock = new VirtualClock({ start: 0 });
    const late = clock.sleep(1).then(() => clock.now());
    for (let turn = 0; turn < 1_000; turn++) await Promise.resolve();
    expect(clock.now()).toBe(0);
    expect(await late).toBe(1);
  });

  it('ends a sleep at once when its signal aborts, and leaves no trace of it', async () => {
    const clock = new VirtualClock({ start: 0 });
    const abort = new AbortController();
    const long = clock.sleep(60_000, abort.signal);
    clock.after(5, () => abort.abort());
    await long;
    expect(clock.now()).toBe(5);
    await clock.sleep(60_000, abort.signal);
    expect(clock.now()).toBe(5);
  });

  it('ends what has a deadline, unless that is lifted before', async () => {
    const clock = new VirtualClock({ start: 0 });
    const ended: string[] = [];
    clock.deadline(10, () => ended.push(`met at ${clock.now()}`));
    const lift = clock.deadline(20, () => ended.push('lifted'));
    await clock.sleep(15);
    lift();
    await clock.sleep(15);
    expect(ended).toEqual(['met at 10']);
  });

  it('stands still while a request goes over a real socket, where it is told to be patient', async () => {
    const clock = new VirtualClock({ start: 0, quietTurns: 12 });
    const url = await serve((request, response) => {
      if (request.url === '/warm') response.end();
      else void clock.sleep(5).then(() => response.end('there'));
    });
    // The first request of a process compiles its parser on other threads, in a time that nobody can see from here.
    await (await fetch(`${url}/warm`)).text();
    const late = clock.sleep(6).then(() => 'late');
    const answer = fetch(url).then((response) => response.text());
    expect(await Promise.race([answer, late])).toBe('there');
    expect(clock.now()).toBe(5);
    await late;
  });

  it('gives the same random numbers to the same seed', () => {
    const row = (seed: number) =>
      Array.from(
        { length: 3 },
        (
          (clock) => () =>
            clock.random()
        )(new VirtualClock({ seed })),
      );
    expect(row(7)).toEqual(row(7));
    expect(row(7)).not.toEqual(row(8));
  });
});
