import { describe, expect, it } from 'vitest';
import { failedInstances } from '../../src/diff/failed-instances.ts';
import { live } from '../support/connectors.ts';

describe('brokenInstances', () => {
  it('finds nothing where nothing is FAILED, or nothing is known yet', () => {
    expect(failedInstances(live('a', { tasks: ['RUNNING', 'UNASSIGNED', 'PAUSED'] }))).toBeUndefined();
    expect(failedInstances(live('a', { state: null }))).toBeUndefined();
  });

  it('names the FAILED tasks and counts all', () => {
    const broken = failedInstances(live('a', { tasks: ['FAILED', 'RUNNING', 'FAILED'], taskTrace: 'why' }));
    expect(broken).toEqual({ connector: false, tasks: [0, 2], taskCount: 3, trace: 'why' });
  });

  it("prefers the connector's own trace", () => {
    const both = { state: 'FAILED', tasks: ['FAILED'], taskTrace: 'of the task' };
    expect(failedInstances(live('a', { ...both, trace: 'of the connector' }))?.trace).toBe(
      'of the connector',
    );
    expect(failedInstances(live('a', both))?.trace).toBe('of the task');
  });

  it('leaves out tasks that the connector no longer has', () => {
    const shrunk = { ...live('a', { tasks: ['RUNNING', 'FAILED'] }), taskIds: [0] };
    expect(failedInstances(shrunk)).toBeUndefined();
  });

  it('leaves out what a stopped connector has left in its status', () => {
    expect(failedInstances(live('a', { state: 'STOPPED', tasks: ['FAILED'] }))).toBeUndefined();
  });
});
