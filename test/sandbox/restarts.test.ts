import { describe, expect, it } from 'vitest';
import { fileSink, fileSource, longEnough, type OpenSandbox, openSandbox } from './open-sandbox.ts';

describe('the restart without flags', () => {
  it('restarts the connector only, and answers when that is done', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource());
    sandbox.worker.clearCounts();
    const reply = await whileTimePasses(sandbox, sandbox.call('POST', '/connectors/k/restart'));
    expect(reply).toMatchObject({ status: 204, text: '' });
    expect(sandbox.worker.counts('k')).toEqual({ configWrites: 0, connectorStarts: 1, taskStarts: 0 });
  });

  it('lasts as long as a slow start()', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource());
    sandbox.worker.slowStart('k', 6_000);
    let answered = false;
    const reply = sandbox.call('POST', '/connectors/k/restart').then((answer) => {
      answered = true;
      return answer;
    });
    await arrival(sandbox);
    await sandbox.clock.advance(5_999);
    expect(answered).toBe(false);
    await sandbox.clock.advance(1);
    expect((await reply).status).toBe(204);
  });

  it('fails with the connector', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource());
    sandbox.worker.failStart('k', 'java.lang.IllegalStateException: no');
    const reply = await whileTimePasses(sandbox, sandbox.call('POST', '/connectors/k/restart'));
    expect(reply).toMatchObject({ status: 500, message: 'Failed to start connector: k' });
    expect((await sandbox.call('GET', '/connectors/k/status')).json).toMatchObject({
      connector: { state: 'FAILED', trace: 'java.lang.IllegalStateException: no' },
    });
  });

  it('leaves FAILED tasks as they are', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource());
    sandbox.worker.failTask('k', 0, 'java.io.IOException: gone');
    await whileTimePasses(sandbox, sandbox.call('POST', '/connectors/k/restart'));
    expect(await sandbox.states('k')).toBe('RUNNING [FAILED]');
  });

  it('brings up a FAILED connector that was paused meanwhile as PAUSED', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource());
    sandbox.worker.failConnector('k', 'java.lang.IllegalStateException: no');
    await sandbox.call('PUT', '/connectors/k/pause');
    await whileTimePasses(sandbox, sandbox.call('POST', '/connectors/k/restart'));
    expect(await sandbox.states('k')).toBe('PAUSED [PAUSED]');
  });

  it.each(['includeTasks=1', 'includeTasks=yes', 'includetasks=true', ''])(
    'is what "?%s" means',
    async (query) => {
      const sandbox = await openSandbox();
      await sandbox.create('k', fileSource());
      const reply = await whileTimePasses(sandbox, sandbox.call('POST', `/connectors/k/restart?${query}`));
      expect(reply.status).toBe(204);
    },
  );

  it('is what flags mean before 3.0', async () => {
    const sandbox = await openSandbox({ connectVersion: '2.8' });
    await sandbox.create('k', fileSource());
    sandbox.worker.failTask('k', 0, 'java.io.IOException: gone');
    const path = '/connectors/k/restart?includeTasks=true&onlyFailed=true';
    const reply = await whileTimePasses(sandbox, sandbox.call('POST', path));
    expect(reply.status).toBe(204);
    expect(await sandbox.states('k')).toBe('RUNNING [FAILED]');
  });

  it('of an unknown connector is a 404', async () => {
    const sandbox = await openSandbox();
    expect(await sandbox.call('POST', '/connectors/k/restart')).toMatchObject({
      status: 404,
      message: 'Unknown connector: k',
    });
  });
});

describe('the restart with flags', () => {
  it('answers 202 with a plan, old traces still in it, and carries it out afterwards', async () => {
    const sandbox = await openSandbox({ connectVersion: '3.9' });
    await sandbox.create('k', fileSink({ 'tasks.max': '2' }));
    sandbox.worker.failTask('k', 1, 'java.io.IOException: gone');
    const reply = await sandbox.call('POST', '/connectors/k/restart?includeTasks=TRUE&onlyFailed=true');
    const workerId = sandbox.url.replace('http://', '');
    expect(reply).toMatchObject({ status: 202 });
    expect(reply.json).toEqual({
      name: 'k',
      connector: { state: 'RUNNING', worker_id: workerId },
      tasks: [
        { id: 0, state: 'RUNNING', worker_id: workerId },
        { id: 1, state: 'RESTARTING', worker_id: workerId, trace: 'java.io.IOException: gone' },
      ],
      type: 'sink',
    });
    expect(await sandbox.states('k')).toBe('RUNNING [RUNNING FAILED]');
    await sandbox.clock.advance(20);
    expect(await sandbox.states('k')).toBe('RUNNING [RUNNING RESTARTING]');
    await sandbox.clock.advance(longEnough);
    expect(await sandbox.states('k')).toBe('RUNNING [RUNNING RUNNING]');
  });

  it('restarts everything with includeTasks alone', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSink({ 'tasks.max': '2' }));
    sandbox.worker.clearCounts();
    await sandbox.call('POST', '/connectors/k/restart?includeTasks=true');
    await sandbox.clock.advance(longEnough);
    expect(sandbox.worker.counts('k')).toEqual({ configWrites: 0, connectorStarts: 1, taskStarts: 2 });
    expect(sandbox.worker.rebalances).toBe(0);
  });

  it('does nothing, with a 202, where nothing is meant', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource());
    sandbox.worker.failTask('k', 0, 'java.io.IOException: gone');
    sandbox.worker.clearCounts();
    const reply = await sandbox.call('POST', '/connectors/k/restart?onlyFailed=true');
    expect(reply.status).toBe(202);
    expect(reply.text).not.toContain('RESTARTING');
    await sandbox.clock.advance(longEnough);
    expect(await sandbox.states('k')).toBe('RUNNING [FAILED]');
    expect(sandbox.worker.counts('k')).toEqual({ configWrites: 0, connectorStarts: 0, taskStarts: 0 });
  });

  it('says RESTARTING of a stopped connector, which comes back stopped', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource());
    sandbox.worker.setState('k', 'stopped');
    await sandbox.clock.advance(longEnough);
    const reply = await sandbox.call('POST', '/connectors/k/restart?includeTasks=true');
    expect(reply.json).toMatchObject({ connector: { state: 'RESTARTING' }, tasks: [] });
    await sandbox.clock.advance(longEnough);
    expect(await sandbox.states('k')).toBe('STOPPED []');
  });

  it('is a 404 while there is no status yet', async () => {
    const sandbox = await openSandbox();
    await sandbox.call('PUT', '/connectors/k/config', fileSource());
    expect(await sandbox.call('POST', '/connectors/k/restart?includeTasks=true')).toMatchObject({
      status: 404,
      message: 'Status for connector k not found',
    });
  });
});

describe('the restart of a task', () => {
  it('heals a FAILED task', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource());
    sandbox.worker.failTask('k', 0, 'java.io.IOException: gone');
    const reply = await whileTimePasses(sandbox, sandbox.call('POST', '/connectors/k/tasks/0/restart'));
    expect(reply).toMatchObject({ status: 204, text: '' });
    expect(await sandbox.states('k')).toBe('RUNNING [RUNNING]');
  });

  it('is a 204 also for a task that fails in its start()', async () => {
    const sandbox = await openSandbox();
    sandbox.worker.failTasksAfter('k', 0, 'java.io.IOException: still gone');
    await sandbox.create('k', fileSource());
    expect(await sandbox.states('k')).toBe('RUNNING [FAILED]');
    const reply = await whileTimePasses(sandbox, sandbox.call('POST', '/connectors/k/tasks/0/restart'));
    expect(reply.status).toBe(204);
    expect(await sandbox.states('k')).toBe('RUNNING [FAILED]');
  });

  it('of a stopped connector is a 409 for as long as it is stopped', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource());
    sandbox.worker.setState('k', 'stopped');
    await sandbox.clock.advance(longEnough);
    const reply = await sandbox.call('POST', '/connectors/k/tasks/0/restart');
    expect(reply.status).toBe(409);
    expect(reply.message).toContain('no known leader URL');
  });

  it.each([
    ['/connectors/k/tasks/7/restart', 'Unknown task: k-7'],
    ['/connectors/k/tasks/-1/restart', 'Unknown task: k--1'],
    ['/connectors/k/tasks/one/restart', 'HTTP 404 Not Found'],
    ['/connectors/other/tasks/0/restart', 'Unknown connector: other'],
  ])('%s is a 404: %s', async (path, message) => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource());
    expect(await sandbox.call('POST', path)).toMatchObject({ status: 404, message });
  });
});

describe('a task that fails some time after its start', () => {
  it('is RUNNING until then', async () => {
    const sandbox = await openSandbox();
    sandbox.worker.failTasksAfter('k', 5_000, 'java.io.IOException: gone');
    await sandbox.create('k', fileSource());
    expect(await sandbox.states('k')).toBe('RUNNING [RUNNING]');
    await sandbox.clock.advance(5_000);
    expect(await sandbox.states('k')).toBe('RUNNING [FAILED]');
    expect((await sandbox.call('GET', '/connectors/k/tasks/0/status')).json).toMatchObject({
      id: 0,
      state: 'FAILED',
      trace: 'java.io.IOException: gone',
    });
  });

  it('has a new life after a restart', async () => {
    const sandbox = await openSandbox();
    sandbox.worker.failTasksAfter('k', 5_000);
    await sandbox.create('k', fileSource());
    await sandbox.clock.advance(2_000);
    await whileTimePasses(sandbox, sandbox.call('POST', '/connectors/k/tasks/0/restart'));
    await sandbox.clock.advance(2_000);
    expect(await sandbox.states('k')).toBe('RUNNING [RUNNING]');
    await sandbox.clock.advance(4_000);
    expect(await sandbox.states('k')).toBe('RUNNING [FAILED]');
  });
});

/** The answer to a request that is answered only when time has passed. */
async function whileTimePasses<T>(sandbox: OpenSandbox, reply: Promise<T>): Promise<T> {
  let isAnswered = false;
  const answered = () => {
    isAnswered = true;
  };
  reply.then(answered, answered);
  while (!isAnswered) await sandbox.clock.advance(1);
  await sandbox.worker.settled();
  return reply;
}

/** Resolves when the request that was just sent is being handled and waits. */
async function arrival(sandbox: OpenSandbox): Promise<void> {
  while (sandbox.clock.sleepers === 0) await sandbox.clock.advance(0);
}
