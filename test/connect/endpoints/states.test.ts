import { describe, expect, it } from 'vitest';
import { UnexpectedAnswer } from '../../../src/connect/decode.ts';
import { parseStatuses } from '../../../src/connect/endpoints/states.ts';

const status = {
  name: 'orders',
  connector: { state: 'RUNNING', worker_id: '10.0.0.1:8083', version: null },
  tasks: [
    { id: 1, state: 'FAILED', worker_id: '10.0.0.2:8083', trace: 'java.lang.Exception: no\n\tat x' },
    { id: 0, state: 'RUNNING', worker_id: '10.0.0.1:8083', version: '4.3.0' },
  ],
  type: 'source',
};

describe('the states of connectors', () => {
  it('are read with their tasks in order and the trace of what failed', () => {
    expect(parseStatuses({ orders: { status } })).toEqual(
      new Map([
        [
          'orders',
          {
            connector: { state: 'RUNNING', workerId: '10.0.0.1:8083', trace: undefined },
            tasks: [
              { id: 0, state: 'RUNNING', workerId: '10.0.0.1:8083', trace: undefined, version: '4.3.0' },
              { id: 1, state: 'FAILED', workerId: '10.0.0.2:8083', trace: 'java.lang.Exception: no\n\tat x' },
            ],
          },
        ],
      ]),
    );
  });

  it('may be ones that nobody knows yet', () => {
    const statuses = parseStatuses({
      orders: { status: { ...status, connector: { state: 'MIGRATING' }, tasks: [] } },
    });
    expect(statuses.get('orders')?.connector).toEqual({ state: 'MIGRATING', workerId: '', trace: undefined });
  });

  it('come from a worker that is too old as names alone', () => {
    expect(() => parseStatuses(['orders'])).toThrow(expect.objectContaining({ verdict: 'unsupported' }));
  });

  it('are left out where there is none', () => {
    expect(parseStatuses({ orders: { status: null } }).size).toBe(0);
  });

  it.each([
    [[]],
    [{ orders: {} }],
    [{ orders: { status: { tasks: [] } } }],
    [{ orders: { status: { connector: { state: 1 }, tasks: [] } } }],
    [{ orders: { status: { connector: { state: 'RUNNING' } } } }],
    [{ orders: { status: { connector: { state: 'RUNNING' }, tasks: [{ state: 'RUNNING' }] } } }],
  ])('of another shape are refused: %j', (value) => {
    if (Array.isArray(value)) expect(() => parseStatuses(value)).toThrow(/older/);
    else expect(() => parseStatuses(value)).toThrow(UnexpectedAnswer);
  });
});
