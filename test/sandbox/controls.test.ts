import { describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { HandClock } from './hand-clock.ts';
import { fileSink, fileSource, longEnough, openSandbox } from './open-sandbox.ts';

const source = { 'connector.class': 'FileStreamSource', topic: 't' };

describe('seeded connectors', () => {
  it('exist in their final state, without a request', async () => {
    const sandbox = await openSandbox();
    sandbox.worker.seed([
      { name: 'a', config: source },
      { name: 'b', config: source, state: 'paused' },
      { name: 'c', config: source, state: 'stopped' },
    ]);
    expect(sandbox.requests).toEqual([]);
    expect(await sandbox.states('a')).toBe('RUNNING [RUNNING]');
    expect(await sandbox.states('b')).toBe('PAUSED []');
    expect(await sandbox.states('c')).toBe('STOPPED []');
  });

  it('can be thousands', async () => {
    const sandbox = await openSandbox();
    const names = Array.from({ length: 2_000 }, (_, index) => `c-${index}`);
    sandbox.worker.seed(names.map((name) => ({ name, config: source })));
    const { json } = await sandbox.call('GET', '/connectors?expand=info');
    expect(Object.keys(json as object)).toHaveLength(2_000);
  });
});

describe('another person', () => {
  it('edits a configuration: the connector is updated as by a PUT', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource({ gone: 'x' }));
    sandbox.clearRequests();
    sandbox.worker.editConfig('k', { topic: 'theirs', gone: null });
    await sandbox.clock.advance(longEnough);
    expect(sandbox.worker.config('k')).toEqual({ ...fileSource({ topic: 'theirs' }), name: 'k' });
    expect(sandbox.worker.counts('k')).toEqual({ configWrites: 2, connectorStarts: 2, taskStarts: 2 });
    expect(sandbox.requests).toEqual([]);
  });

  it('changes a state, and deletes', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource());
    sandbox.worker.setState('k', 'paused');
    expect(sandbox.worker.targetState('k')).toBe('PAUSED');
    sandbox.worker.deleteConnector('k');
    expect(sandbox.worker.targetState('k')).toBeUndefined();
    expect((await sandbox.call('GET', '/connectors')).json).toEqual([]);
  });

  it('an unknown connector throws', async () => {
    const sandbox = await openSandbox();
    expect(() => sandbox.worker.editConfig('k', {})).toThrow('the sandbox has no connector k');
    await sandbox.create('k', fileSource());
    expect(() => sandbox.worker.failTask('k', 9, '')).toThrow('the sandbox runs no task 9 of k');
  });
});

describe('settled()', () => {
  it('resolves when no work is in progress', async () => {
    const sandbox = await openSandbox();
    await sandbox.call('PUT', '/connectors/k/config', fileSink({ 'tasks.max': '3' }));
    let isSettled = false;
    const settled = sandbox.worker.settled().then(() => {
      isSettled = true;
    });
    await sandbox.clock.advance(50);
    expect(isSettled).toBe(false);
    await sandbox.clock.advance(longEnough);
    await settled;
    expect(await sandbox.states('k')).toBe('RUNNING [RUNNING RUNNING RUNNING]');
  });
});

describe('closing', () => {
  it('ends work in progress, open connections included, and leaves no handle', async () => {
    const before = process.getActiveResourcesInfo();
    const clock = new HandClock();
    const sandbox = await startSandbox({ port: 0, connectVersion: '4.3', anyClass: false, clock });
    const kept = await fetch(`${sandbox.url}/connectors/k/config`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fileSource()),
    });
    await kept.text();
    sandbox.worker.inject({ effect: { kind: 'stall' } });
    const held = fetch(sandbox.url).catch((error: unknown) => error);
    await expect.poll(() => sandbox.requests.length).toBe(2);
    await sandbox.close();
    expect(await held).toBeInstanceOf(Error);
    expect(clock.sleepers).toBe(0);
    expect(countOf(process.getActiveResourcesInfo(), 'TCPServerWrap')).toBe(countOf(before, 'TCPServerWrap'));
    await expect(fetch(sandbox.url)).rejects.toThrow();
  });

  it('frees the port at once', async () => {
    const first = await openSandbox();
    const port = Number(new URL(first.url).port);
    await first.close();
    const second = await openSandbox({ port });
    expect(second.url).toBe(first.url);
  });
});

describe('a port in use', () => {
  it('is reported', async () => {
    const first = await openSandbox();
    const port = Number(new URL(first.url).port);
    const options = { port, connectVersion: '4.3', anyClass: false, clock: new HandClock() } as const;
    await expect(startSandbox(options)).rejects.toMatchObject({
      code: 'port-unavailable',
      cause: { code: 'EADDRINUSE' },
    });
  });
});

function countOf(resources: readonly string[], kind: string): number {
  return resources.filter((resource) => resource === kind).length;
}
