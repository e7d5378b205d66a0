import { describe, expect, it } from 'vitest';
import { readOffsets } from '../../src/reconcile/read-offsets.ts';
import { named, worker } from '../support/connectors.ts';
import { MemoryCluster } from '../support/memory-cluster.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

describe('reading offsets for a backup', () => {
  it('reads each connector once', async () => {
    const { cluster, read } = world(['a', 'b']);
    expect([...(await read())]).toEqual([
      ['a', { kind: 'saved', text: '{"offsets":[]}', partitions: 0 }],
      ['b', { kind: 'saved', text: '{"offsets":[]}', partitions: 0 }],
    ]);
    expect(cluster.requests.map(({ call }) => call)).toEqual(['readOffsets', 'readOffsets']);
  });

  it('sends no request if the worker has no such endpoint', async () => {
    const { cluster, read } = world(['a'], { version: '3.4.1' });
    const reason = 'Kafka Connect 3.4.1 does not return offsets (3.5 and later do)';
    expect([...(await read())]).toEqual([['a', { kind: 'not-saved', reason }]]);
    expect(cluster.requests).toEqual([]);
  });

  it.each(['unauthorised', 'permanent', 'unsupported', 'absent', 'busy', 'not-connect'] as const)(
    'returns the reason for offsets that cannot be read (%s), and reads the others',
    async (verdict) => {
      const { cluster, read } = world(['a', 'b']);
      cluster.fault = ({ index }) => (index === 0 ? { kind: 'failure', verdict } : undefined);
      const offsets = await read();
      expect(offsets.get('a')).toEqual({ kind: 'not-saved', reason: `the worker answered ${verdict}` });
      expect(offsets.get('b')?.kind).toBe('saved');
    },
  );

  it('takes half a minute at most, with any number of connectors', async () => {
    const names = Array.from({ length: 100 }, (_, index) => `c${index}`);
    const { cluster, clock, read } = world(names);
    cluster.fault = () => ({ kind: 'slow', milliseconds: 9_000 });
    const started = clock.now();
    const offsets = await read();
    expect(clock.now() - started).toBeLessThan(40_000);
    expect(offsets.get('c0')?.kind).toBe('saved');
    expect(offsets.get('c99')).toEqual({
      kind: 'not-saved',
      reason: 'reading offsets took longer than 30 s',
    });
  });

  it('sends no request after an interrupt', async () => {
    const { cluster, read } = world(['a']);
    expect([...(await read(AbortSignal.abort('SIGINT')))]).toEqual([
      ['a', { kind: 'not-saved', reason: 'the run was interrupted' }],
    ]);
    expect(cluster.requests).toEqual([]);
  });

  it('throws unexpected errors', async () => {
    const { cluster, read } = world(['a']);
    cluster.fault = () => ({ kind: 'thrown', error: new TypeError('a bug') });
    await expect(read()).rejects.toThrow('a bug');
  });
});

function world(names: readonly string[], options: { readonly version?: string } = {}) {
  const clock = new VirtualClock({ seed: 1 });
  const cluster = new MemoryCluster(clock, options);
  for (const name of names) cluster.seed(name, { 'connector.class': 'X' });
  const read = (interrupt = new AbortController().signal) =>
    readOffsets(cluster, names.map(named), { worker: worker(options.version), clock, interrupt });
  return { clock, cluster, read };
}
