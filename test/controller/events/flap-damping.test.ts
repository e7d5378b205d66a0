import { describe, expect, it } from 'vitest';
import { FlapDamping } from '../../../src/controller/events/flap-damping.ts';
import type { NewEvent } from '../../../src/controller/events/new-event.ts';
import { controllerWorld, fileSource } from '../controller-world.ts';

const minute = 60_000;
const health = (failed: boolean, connector = 'orders'): NewEvent => ({
  kind: failed ? 'connector-failed' : 'connector-recovered',
  ...{ cluster: 'prod', connector, message: failed ? 'it fails' : 'it is healthy' },
});

/** What is reported at each of these minutes; the state changes at all but the last of them. */
function reported(minutes: readonly number[]): readonly (string | undefined)[] {
  const damping = new FlapDamping();
  return minutes.map((at, index) => {
    const isLast = index === minutes.length - 1;
    const events = damping.damp(isLast ? [] : [health(index % 2 === 0)], at * minute);
    expect(events.length).toBeLessThan(2);
    return events[0]?.message;
  });
}

describe('a state that changes at each reading', () => {
  it('is reported as flapping at its sixth change within an hour, and then no more', () => {
    const messages = reported([0, 3, 6, 9, 12, 15, 18, 21, 24, 27]);
    expect(messages.slice(0, 5)).toEqual([
      'it fails',
      'it is healthy',
      'it fails',
      'it is healthy',
      'it fails',
    ]);
    expect(messages[5]).toMatch(/^it is healthy; it is flapping \(6 changes within an hour\)/);
    expect(messages.slice(6)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('is reported as it is once it has been stable for half an hour', () => {
    expect(reported([0, 3, 6, 9, 12, 15, 18, 47]).at(-1)).toBeUndefined();
    expect(reported([0, 3, 6, 9, 12, 15, 18, 48]).at(-1)).toBe('stable for half an hour: it fails');
    // What was reported last is what it is.
    expect(reported([0, 3, 6, 9, 12, 15, 60]).at(-1)).toBeUndefined();
  });

  it('counts anew after that', () => {
    const damping = new FlapDamping();
    for (let at = 0; at < 21; at += 3) damping.damp([health(at % 2 === 0)], at * minute);
    damping.damp([], 60 * minute);
    expect(damping.damp([health(false)], 61 * minute)).toEqual([health(false)]);
  });
});

describe('states that do not flap', () => {
  it('are all reported, however many there are', () => {
    const slow = reported(Array.from({ length: 30 }, (_, index) => index * 13));
    expect(slow.slice(0, -1)).not.toContain(undefined);
    expect(slow.join()).not.toContain('flapping');
    const damping = new FlapDamping();
    const many = Array.from({ length: 100 }, (_, index) => health(true, `c${index}`));
    expect(damping.damp(many, 0)).toEqual(many);
    const changed: NewEvent = { kind: 'change-applied', cluster: 'prod', connector: 'orders', message: '' };
    for (let at = 0; at < 20; at += 1) expect(damping.damp([changed], at)).toEqual([changed]);
  });
});

describe('a task that fails and recovers from one run to the next', () => {
  it('has seven events in hours, and the last one is what it comes to', async () => {
    const world = await controllerWorld({ 'connectors/orders.yaml': fileSource('a') });
    await world.run({ mode: 'apply', cycles: 1 });
    const before = world.events.length;
    const restart = `${world.sandbox.url}/connectors/orders/restart?includeTasks=true&onlyFailed=true`;
    await world.run({ mode: 'observe', cycles: 90 }, async (cycle) => {
      if (cycle > 60) return;
      if (cycle % 2 === 1) world.sandbox.worker.failTask('orders', 0, 'java.lang.RuntimeException: no');
      else await fetch(restart, { method: 'POST' });
    });
    const events = world.events.slice(before).filter(({ connector }) => connector === 'orders');
    expect(events.map(({ kind }) => kind)).toEqual([
      ...['connector-failed', 'connector-recovered', 'connector-failed', 'connector-recovered'],
      ...['connector-failed', 'connector-recovered', 'connector-recovered'],
    ]);
    expect(events.at(-1)?.message).toMatch(/^stable for half an hour: /);
  });
});
