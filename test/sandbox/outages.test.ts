import { describe, expect, it } from 'vitest';
import type { ConnectVersion } from '../../src/sandbox/profile.ts';
import { fileSource, longEnough, type OpenSandbox, openSandbox } from './open-sandbox.ts';

const stale =
  'Cannot complete request momentarily due to stale configuration (typically caused by a concurrent config change)';
const expected = 'Request cannot be completed because a rebalance is expected';

describe('a booting worker', () => {
  it('answers 404: HTML to GET, nothing to the rest; then it is complete', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource());
    sandbox.worker.boot(3_000);
    const get = await sandbox.call('GET', '/connectors');
    expect(get).toMatchObject({ status: 404, type: 'text/html;charset=iso-8859-1' });
    expect(get.text).toContain('<title>Error 404 Not Found</title>');
    const put = await sandbox.call('PUT', '/connectors/k/config', fileSource());
    expect(put).toMatchObject({ status: 404, type: undefined, text: '' });
    await sandbox.clock.advance(3_000);
    expect((await sandbox.call('GET', '/connectors')).json).toEqual(['k']);
  });
});

describe('a rebalance that is expected', () => {
  it.each([
    ['2.8', 409, stale],
    ['3.4', 409, stale],
    ['3.9', 500, expected],
    ['4.3', 500, expected],
  ] as const)('refuses reads of one connector on %s with %i', async (connectVersion, status, message) => {
    const sandbox = await openSandbox({ connectVersion });
    await sandbox.create('k', fileSource());
    sandbox.worker.rebalance(700);
    for (const path of ['/connectors/k', '/connectors/k/config', '/connectors/k/tasks']) {
      expect(await sandbox.call('GET', path)).toMatchObject({ status, message });
    }
    expect(await sandbox.call('POST', '/connectors/k/tasks/0/restart')).toMatchObject({ status, message });
    expect(await sandbox.call('POST', '/connectors/k/restart')).toMatchObject({ status, message });
    await sandbox.clock.advance(700);
    expect((await sandbox.call('GET', '/connectors/k')).status).toBe(200);
  });

  it('refuses neither lists, status, topics and validation nor writes', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource());
    sandbox.worker.rebalance(60_000);
    const statuses = [
      (await sandbox.call('GET', '/connectors?expand=info')).status,
      (await sandbox.call('GET', '/connectors/k/status')).status,
      (await sandbox.call('GET', '/connectors/k/topics')).status,
      (await sandbox.call('PUT', '/connectors/k/config', fileSource())).status,
      (await sandbox.call('PATCH', '/connectors/k/config', { a: 'b' })).status,
      (await sandbox.call('PUT', '/connectors/k/pause')).status,
      (await sandbox.call('PUT', '/connectors/k/stop')).status,
      (await sandbox.call('DELETE', '/connectors/k')).status,
    ];
    expect(statuses).toEqual([200, 200, 200, 200, 200, 202, 204, 204]);
  });

  it('can follow each write that causes one', async () => {
    const sandbox = await openSandbox();
    sandbox.worker.refuseAfterRebalance(500);
    await sandbox.call('PUT', '/connectors/k/config', fileSource());
    expect((await sandbox.call('GET', '/connectors/k')).message).toBe(expected);
    await sandbox.clock.advance(longEnough);
    expect((await sandbox.call('GET', '/connectors/k')).status).toBe(200);
    await sandbox.call('PUT', '/connectors/k/config', fileSource());
    await sandbox.clock.advance(100);
    expect((await sandbox.call('GET', '/connectors/k')).status).toBe(200);
  });
});

describe('a worker that was killed', () => {
  it('leaves its work RUNNING, and nothing moves until another one takes over', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource());
    sandbox.worker.clearCounts();
    sandbox.worker.killWorker({ sessionTimeout: 9_600, was: 'follower' });
    expect(await workerOf(sandbox)).toBe('sandbox-2:8083');
    expect((await sandbox.call('PUT', '/connectors/k/pause')).status).toBe(202);
    await sandbox.clock.advance(9_500);
    expect(await sandbox.states('k')).toBe('RUNNING [RUNNING]');
    await sandbox.clock.advance(longEnough);
    expect(await sandbox.states('k')).toBe('PAUSED [PAUSED]');
    expect(await workerOf(sandbox)).toBe(sandbox.url.replace('http://', ''));
  });

  it('that led refuses every forwarded write for as long; reads, pause and resume go on', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource());
    sandbox.worker.killWorker({ sessionTimeout: 9_600 });
    const refused = {
      status: 500,
      message: 'IO Error trying to forward REST request: java.net.ConnectException: Connection refused',
    };
    expect(await sandbox.call('PUT', '/connectors/k/config', fileSource())).toMatchObject(refused);
    expect(await sandbox.call('POST', '/connectors', { name: 'n', config: fileSource() })).toMatchObject(
      refused,
    );
    expect(await sandbox.call('DELETE', '/connectors/k')).toMatchObject(refused);
    expect(await sandbox.call('PUT', '/connectors/k/stop')).toMatchObject(refused);
    expect(await sandbox.call('POST', '/connectors/k/restart?includeTasks=true')).toMatchObject(refused);
    expect((await sandbox.call('GET', '/connectors?expand=status')).status).toBe(200);
    expect((await sandbox.call('PUT', '/connectors/k/resume')).status).toBe(202);
    await sandbox.clock.advance(9_600);
    expect((await sandbox.call('PUT', '/connectors/k/config', fileSource())).status).toBe(200);
  });

  it('takes nothing over that was made after its death', async () => {
    const sandbox = await openSandbox();
    sandbox.worker.killWorker({ sessionTimeout: 1_000, was: 'follower' });
    await sandbox.call('PUT', '/connectors/k/config', fileSource());
    await sandbox.clock.advance(longEnough);
    expect(sandbox.worker.counts('k').connectorStarts).toBe(1);
  });

  it('does not keep an invalid configuration from being refused as such', async () => {
    const sandbox = await openSandbox();
    sandbox.worker.killWorker();
    expect((await sandbox.call('PUT', '/connectors/k/config', fileSource({ 'tasks.max': 'x' }))).status).toBe(
      400,
    );
  });
});

describe('a worker that lags behind', () => {
  it('shows old configurations, not yet what is new, and still what is deleted', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('changed', fileSource());
    await sandbox.create('deleted', fileSource());
    sandbox.worker.lagReads(5_000);
    await sandbox.call('PUT', '/connectors/changed/config', fileSource({ topic: 'new' }));
    await sandbox.call('PUT', '/connectors/created/config', fileSource());
    await sandbox.call('DELETE', '/connectors/deleted');
    await sandbox.clock.advance(4_999);
    expect((await sandbox.call('GET', '/connectors')).json).toEqual(['changed', 'deleted']);
    expect((await sandbox.call('GET', '/connectors/changed/config')).json).toHaveProperty('topic', 'lines');
    expect((await sandbox.call('GET', '/connectors/created')).status).toBe(404);
    await sandbox.clock.advance(1);
    expect((await sandbox.call('GET', '/connectors')).json).toEqual(['changed', 'created']);
    const { json } = await sandbox.call('GET', '/connectors?expand=info');
    expect(json).toHaveProperty('changed.info.config.topic', 'new');
    // Its tasks were generated after it was written.
    expect(json).toHaveProperty('created.info.tasks', [{ connector: 'created', task: 0 }]);
  });

  it('shows the status of now, and takes writes for what is there now', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource());
    sandbox.worker.lagReads(60_000);
    sandbox.worker.failConnector('k', 'java.lang.IllegalStateException: broken');
    expect((await sandbox.call('GET', '/connectors?expand=status')).json).toHaveProperty(
      'k.status.connector.state',
      'FAILED',
    );
    await sandbox.call('DELETE', '/connectors/k');
    expect((await sandbox.call('DELETE', '/connectors/k')).status).toBe(404);
    sandbox.worker.lagReads(0);
    expect((await sandbox.call('GET', '/connectors')).json).toEqual([]);
  });
});

describe('a follower', () => {
  const notFound = 'Connector k not found';

  it.each([
    ['2.8', 500, `Error trying to forward REST request: ${notFound}`],
    ['3.4', 404, notFound],
    ['4.3', 404, notFound],
  ] as const)('of %s passes a 404 of the leader on as %i', async (connectVersion, status, message) => {
    const sandbox = await followerOf(connectVersion);
    expect(await sandbox.call('DELETE', '/connectors/k')).toMatchObject({ status, message });
  });

  it('of 2.8 says that a connector exists with 500', async () => {
    const sandbox = await followerOf('2.8');
    await sandbox.create('k', fileSource());
    expect(await sandbox.call('POST', '/connectors', { name: 'k', config: fileSource() })).toMatchObject({
      status: 500,
      message: 'Error trying to forward REST request: Connector k already exists',
    });
  });
});

async function followerOf(connectVersion: ConnectVersion): Promise<OpenSandbox> {
  const sandbox = await openSandbox({ connectVersion });
  sandbox.worker.setRole('follower');
  return sandbox;
}

async function workerOf(sandbox: OpenSandbox): Promise<unknown> {
  const { json } = await sandbox.call('GET', '/connectors/k/tasks/0/status');
  return (json as { worker_id: string }).worker_id;
}
