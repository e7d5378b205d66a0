import { describe, expect, it } from 'vitest';
import { ObservedHealth } from '../../src/apply/observe-health.ts';
import type { ApplyEvent } from '../../src/model/event.ts';
import type { ConnectorStatus } from '../../src/model/live-connector.ts';
import { live, named } from '../support/connectors.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

/** The status of a healthy connector, under its name. */
function healthy(): ReadonlyMap<string, ConnectorStatus> {
  const { status } = live('orders');
  return new Map(status ? [['orders', status]] : []);
}

/** A connector that was written at second 10, observed from then on. */
function observe() {
  const clock = new VirtualClock();
  const events: ApplyEvent[] = [];
  const observed = new ObservedHealth({ clock, emit: (event) => events.push(event) });
  const writtenAt = clock.now() + 10_000;
  observed.watch({ name: named('orders'), desiredState: 'running', before: undefined, writtenAt });
  return { clock, events, observed, writtenAt };
}

describe('observed health', () => {
  it('is not taken from a reading that was requested before the write was answered', async () => {
    const { clock, events, observed, writtenAt } = observe();
    await clock.sleep(20_000);
    observed.take({ statuses: healthy(), askedAt: writtenAt - 1 });
    expect(observed.of('orders')).toBeUndefined();
    expect(events).toEqual([]);
  });

  it('is taken from a reading that was requested then, or later', async () => {
    const { clock, events, observed, writtenAt } = observe();
    await clock.sleep(20_000);
    observed.take({ statuses: healthy(), askedAt: writtenAt });
    expect(observed.of('orders')).toMatchObject({ health: { kind: 'healthy' }, since: clock.now() });
    expect(events.map(({ kind }) => kind)).toEqual(['health']);
  });
});
