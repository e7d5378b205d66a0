import { describe, expect, it } from 'vitest';
import { failedInstances } from '../../src/diff/failed-instances.ts';
import { live } from '../support/connectors.ts';

describe('failedInstances', () => {
  it('are undefined if nothing is FAILED, or there is no status yet', () => {
    expect(failedInstances(live('a', { tasks: ['RUNNING', 'UNASSIGNED', 'PAUSED'] }))).toBeUndefined();
    expect(failedInstances(live('a', { state: null }))).toBeUndefined();
  });

  it('are the FAILED tasks, with the number of all tasks', () => {
    const broken = failedInstances(live('a', { tasks: ['FAILED', 'RUNNING', 'FAILED'], taskTrace: 'why' }));
    expect(broken).toEqual({ connector: false, tasks: [0, 2], taskCount: 3, trace: 'why' });
  });

  it('have the trace of the connector, or of the first failed task', () => {
    const both = { state: 'FAILED', tasks: ['FAILED'], taskTrace: 'of the task' };
    expect(failedInstances(live('a', { ...both, trace: 'of the connector' }))?.trace).toBe(
      'of the connector',
    );
    expect(failedInstances(live('a', both))?.trace).toBe('of the task');
  });

  it('do not include tasks that the connector no longer has', () => {
    const shrunk = { ...live('a', { tasks: ['RUNNING', 'FAILED'] }), taskIds: [0] };
    expect(failedInstances(shrunk)).toBeUndefined();
  });

  it('do not include tasks of a stopped connector', () => {
    expect(failedInstances(live('a', { state: 'STOPPED', tasks: ['FAILED'] }))).toBeUndefined();
  });
});
