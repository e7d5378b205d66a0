import { describe, expect, it } from 'vitest';
import type { ApplyEvent } from '../../src/model/event.ts';
import type { Outcome } from '../../src/model/outcome.ts';
import { PendingSteps } from '../../src/model/pending-steps.ts';

const outcome: Outcome = {
  name: 'orders',
  change: 'update',
  kind: 'applied',
  notes: [],
  failedBefore: false,
  wrote: true,
  milliseconds: 1,
};

/** What is told of the connector after each event, one a second: `stage since retryAt reason`. */
function followed(events: readonly ApplyEvent[]): string[] {
  const pending = new PendingSteps();
  return events.map((event, index) => {
    pending.take(event, index * 1000);
    const [step] = pending.all;
    return step ? `${step.stage} ${step.since} ${step.retryAt ?? '-'} ${step.reason ?? '-'}` : 'nothing';
  });
}

const started: ApplyEvent = { kind: 'started', name: 'orders', change: 'update' };
const progressing = (reason: string): ApplyEvent => ({
  kind: 'health',
  name: 'orders',
  health: { kind: 'progressing', reason },
});

describe('what is under way', () => {
  it('is followed from the first look to the end', () => {
    expect(
      followed([
        { kind: 'validated', count: 1, milliseconds: 1 },
        started,
        { kind: 'waiting', name: 'orders', reason: 'busy', milliseconds: 500 },
        { kind: 'resolving', name: 'orders', reason: 'no answer' },
        { kind: 'written', name: 'orders', change: 'update' },
        progressing('no status'),
        progressing('0 of 1 task RUNNING'),
        { kind: 'health', name: 'orders', health: { kind: 'healthy', running: 1, tasks: 1 } },
        { kind: 'health', name: 'orders', health: { kind: 'failed', reason: 'FAILED', trace: undefined } },
        { kind: 'finished', outcome, index: 1, total: 1 },
      ]),
    ).toEqual([
      'nothing',
      'writing 1000 - -',
      'retrying 2000 2500 busy',
      'resolving 3000 - no answer',
      'progressing 4000 - -',
      'progressing 4000 - no status',
      'progressing 4000 - 0 of 1 task RUNNING',
      'healthy 7000 - -',
      'failed 8000 - FAILED',
      'nothing',
    ]);
  });

  it('stays a rollback whatever that waits for', () => {
    expect(
      followed([
        { kind: 'rollback', name: 'orders', change: 'update' },
        { kind: 'waiting', name: 'orders', reason: 'busy', milliseconds: 500 },
        progressing('no status'),
        { kind: 'rolled-back', name: 'orders', reason: undefined },
      ]),
    ).toEqual(['restoring 0 - -', 'restoring 0 1500 busy', 'restoring 0 - no status', 'nothing']);
  });

  it('knows nothing of what has not begun', () => {
    expect(followed([progressing('no status')])).toEqual(['nothing']);
  });
});
