import { describe, expect, it } from 'vitest';
import { EventLog } from '../../../src/cli/progress/event-log.ts';
import type { EventView, PendingView } from '../../../src/model/apply-view.ts';

function waiting(name: string, reason: string): EventView {
  return { cluster: 'prod', kind: 'waiting', name, reason, milliseconds: 1000 };
}

function heartbeat(after: number, reason: string): EventView {
  const pending: PendingView = {
    name: 'orders',
    change: 'update',
    stage: 'progressing',
    reason,
    milliseconds: after,
  };
  return { cluster: 'prod', kind: 'heartbeat', pending: [pending], milliseconds: after };
}

function logOf(events: readonly EventView[]): string[] {
  const log = new EventLog({ color: false, nameWidth: 6 });
  return events.map((event) => log.textOf(event));
}

describe('the log of an apply', () => {
  it('reports the reason of a wait once, until it changes', () => {
    expect(
      logOf([
        waiting('orders', 'the workers are rebalancing'),
        waiting('orders', 'the workers are rebalancing'),
        waiting('lines', 'the workers are rebalancing'),
        waiting('orders', 'connection refused'),
      ]),
    ).toEqual([
      'prod: orders waits 1.0 s: the workers are rebalancing\n',
      '',
      'prod: lines waits 1.0 s: the workers are rebalancing\n',
      'prod: orders waits 1.0 s: connection refused\n',
    ]);
  });

  it('reports only what is new in heartbeats', () => {
    expect(
      logOf([
        heartbeat(10_000, 'it has no status yet'),
        heartbeat(20_000, 'it has no status yet'),
        heartbeat(30_000, '0 of 2 tasks RUNNING'),
      ]),
    ).toEqual([
      'prod: still working after 10 s: 1 waiting until healthy (orders: it has no status yet)\n',
      'prod: still working after 20 s: as before\n',
      'prod: still working after 30 s: 1 waiting until healthy (orders: 0 of 2 tasks RUNNING)\n',
    ]);
  });
});
