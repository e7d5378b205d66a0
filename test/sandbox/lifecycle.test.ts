import { describe, expect, it } from 'vitest';
import type { ConnectVersion } from '../../src/sandbox/profile.ts';
import { fileSink, fileSource, longEnough, type OpenSandbox, openSandbox } from './open-sandbox.ts';

const everyVersion: readonly ConnectVersion[] = ['2.8', '3.4', '3.9', '4.3', '4.4'];

describe('a new connector', () => {
  it('has no status until its start() has returned, then tasks appear one by one', async () => {
    const sandbox = await openSandbox();
    await sandbox.call('PUT', '/connectors/k/config', fileSink({ 'tasks.max': '2' }));
    const seen = await watch(sandbox, 'k');
    expect(seen).toEqual(['404', 'RUNNING []', 'RUNNING [RUNNING]', 'RUNNING [RUNNING RUNNING]']);
  });

  it('is left out of the expanded list while it has no status, but not of the plain one', async () => {
    const sandbox = await openSandbox();
    await sandbox.call('PUT', '/connectors/k/config', fileSource());
    expect((await sandbox.call('GET', '/connectors')).json).toEqual(['k']);
    expect((await sandbox.call('GET', '/connectors?expand=info&expand=status')).json).toEqual({});
    expect((await sandbox.call('GET', '/connectors?expand=info')).json).toHaveProperty(
      'k.info.type',
      'source',
    );
  });

  it('has no status while a slow start() takes its time', async () => {
    const sandbox = await openSandbox();
    sandbox.worker.slowStart('k', 6_000);
    await sandbox.call('PUT', '/connectors/k/config', fileSource());
    await sandbox.clock.advance(5_900);
    expect(await sandbox.states('k')).toBe('404');
    await sandbox.clock.advance(1_000);
    expect(await sandbox.states('k')).toBe('RUNNING [RUNNING]');
  });

  it('changes faster at a smaller pace', async () => {
    const sandbox = await openSandbox({ pace: 0.01 });
    await sandbox.call('PUT', '/connectors/k/config', fileSource());
    await sandbox.clock.advance(20);
    expect(await sandbox.states('k')).toBe('RUNNING [RUNNING]');
  });

  it.each([
    ['paused', 'PAUSED []'],
    ['STOPPED', 'STOPPED []'],
    ['Running', 'RUNNING [RUNNING]'],
  ])('created %s shows %s', async (state, states) => {
    const sandbox = await openSandbox();
    await sandbox.call('POST', '/connectors', { name: 'k', config: fileSource(), initial_state: state });
    await sandbox.clock.advance(longEnough);
    expect(await sandbox.states('k')).toBe(states);
  });
});

describe('a replaced configuration', () => {
  it.each(everyVersion)('restarts the connector on %s even when it is identical', async (connectVersion) => {
    const sandbox = await openSandbox({ connectVersion });
    await sandbox.create('k', fileSource());
    sandbox.worker.clearCounts();
    await sandbox.call('PUT', '/connectors/k/config', fileSource());
    expect(await watch(sandbox, 'k')).toEqual(['UNASSIGNED [RUNNING]', 'RUNNING [RUNNING]']);
    expect(sandbox.worker.counts('k')).toEqual({ configWrites: 1, connectorStarts: 1, taskStarts: 0 });
    expect(sandbox.worker.rebalances).toBe(0);
  });

  it.each([
    ['2.8', 0],
    ['3.4', 0],
    ['3.9', 1],
    ['4.3', 1],
  ] as const)(
    'on %s a changed converter restarts %i tasks where tasks do not get it',
    async (connectVersion, tasks) => {
      const sandbox = await openSandbox({ connectVersion, anyClass: true });
      const config = { 'connector.class': 'com.example.AnySource', 'own.key': 'a' };
      await sandbox.create('k', config);
      sandbox.worker.clearCounts();
      const converter = 'org.apache.kafka.connect.storage.StringConverter';
      await sandbox.call('PUT', '/connectors/k/config', { ...config, 'value.converter': converter });
      await sandbox.clock.advance(longEnough);
      expect(sandbox.worker.counts('k').taskStarts).toBe(tasks);
    },
  );

  it.each(everyVersion)(
    'restarts all tasks on %s where their configuration differs',
    async (connectVersion) => {
      const sandbox = await openSandbox({ connectVersion });
      await sandbox.create('k', fileSink({ 'tasks.max': '3' }));
      sandbox.worker.clearCounts();
      await sandbox.call(
        'PUT',
        '/connectors/k/config',
        fileSink({ 'tasks.max': '3', file: '/data/other.txt' }),
      );
      await sandbox.clock.advance(longEnough);
      expect(sandbox.worker.counts('k').taskStarts).toBe(3);
      expect(sandbox.worker.rebalances).toBe(1);
    },
  );

  it('removes tasks when there are fewer, with two rebalances', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSink({ 'tasks.max': '3' }));
    sandbox.worker.clearCounts();
    await sandbox.call('PUT', '/connectors/k/config', fileSink({ 'tasks.max': '1' }));
    await sandbox.clock.advance(longEnough);
    expect(await sandbox.states('k')).toBe('RUNNING [RUNNING]');
    expect(sandbox.worker.rebalances).toBe(2);
  });

  it('answers with the old tasks', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSink());
    const reply = await sandbox.call('PUT', '/connectors/k/config', fileSink({ 'tasks.max': '2' }));
    expect(reply.json).toMatchObject({ tasks: [{ connector: 'k', task: 0 }], config: { 'tasks.max': '2' } });
  });

  it('that cannot be started keeps the tasks running on the old one', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource());
    sandbox.worker.failStart('k', 'java.lang.IllegalStateException: no');
    await sandbox.call('PUT', '/connectors/k/config', fileSource({ topic: 'new' }));
    await sandbox.clock.advance(longEnough);
    expect(await sandbox.states('k')).toBe('FAILED [RUNNING]');
    expect(await taskKey(sandbox, 'topic')).toBe('lines');
  });

  it('whose taskConfigs() throws shows RUNNING, and tasks keep the old one', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource());
    sandbox.worker.failTaskConfigs('k');
    await sandbox.call('PUT', '/connectors/k/config', fileSource({ topic: 'new' }));
    await sandbox.clock.advance(longEnough);
    expect(await sandbox.states('k')).toBe('RUNNING [RUNNING]');
    expect((await sandbox.call('GET', '/connectors/k/config')).json).toHaveProperty('topic', 'new');
    expect(await taskKey(sandbox, 'topic')).toBe('lines');
  });

  it.each(['paused', 'stopped'] as const)('keeps a connector %s', async (state) => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource());
    sandbox.worker.setState('k', state);
    await sandbox.clock.advance(longEnough);
    sandbox.worker.clearCounts();
    await sandbox.call('PUT', '/connectors/k/config', fileSource({ topic: 'new' }));
    await sandbox.clock.advance(longEnough);
    expect(await sandbox.states('k')).toBe(state === 'paused' ? 'PAUSED [PAUSED]' : 'STOPPED []');
    expect(sandbox.worker.counts('k')).toEqual({ configWrites: 1, connectorStarts: 0, taskStarts: 0 });
  });

  it('reaches the tasks of a paused connector when it is resumed', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource());
    sandbox.worker.setState('k', 'paused');
    await sandbox.clock.advance(longEnough);
    await sandbox.call('PUT', '/connectors/k/config', fileSource({ topic: 'new' }));
    await sandbox.clock.advance(longEnough);
    expect(await taskKey(sandbox, 'topic')).toBe('lines');
    await sandbox.call('PUT', '/connectors/k/resume');
    await sandbox.clock.advance(longEnough);
    expect(await taskKey(sandbox, 'topic')).toBe('new');
  });
});

describe('pause, resume and stop', () => {
  it('show after the answer: the connector first, then its tasks', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource());
    expect((await sandbox.call('PUT', '/connectors/k/pause')).status).toBe(202);
    expect(await watch(sandbox, 'k')).toEqual(['RUNNING [RUNNING]', 'PAUSED [RUNNING]', 'PAUSED [PAUSED]']);
    expect((await sandbox.call('PUT', '/connectors/k/resume')).status).toBe(202);
    expect(await watch(sandbox, 'k')).toEqual(['PAUSED [PAUSED]', 'RUNNING [RUNNING]']);
    expect((await sandbox.call('PUT', '/connectors/k/stop')).status).toBe(204);
    expect(await watch(sandbox, 'k')).toEqual(['RUNNING [RUNNING]', 'STOPPED [RUNNING]', 'STOPPED []']);
  });

  it('stop removes all tasks at once, and causes a rebalance every time', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource());
    sandbox.worker.clearCounts();
    await sandbox.call('PUT', '/connectors/k/stop');
    expect((await sandbox.call('GET', '/connectors/k/tasks')).json).toEqual([]);
    expect(sandbox.worker.rebalances).toBe(2);
    await sandbox.call('PUT', '/connectors/k/stop');
    expect(sandbox.worker.rebalances).toBe(3);
  });

  it('resume after stop generates the tasks again', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource());
    sandbox.worker.setState('k', 'stopped');
    await sandbox.clock.advance(longEnough);
    await sandbox.call('PUT', '/connectors/k/resume');
    await sandbox.clock.advance(longEnough);
    expect(await sandbox.states('k')).toBe('RUNNING [RUNNING]');
  });

  it('pause of a stopped connector shows PAUSED without tasks', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource());
    await sandbox.call('PUT', '/connectors/k/stop');
    await sandbox.call('PUT', '/connectors/k/pause');
    await sandbox.clock.advance(longEnough);
    expect(await sandbox.states('k')).toBe('PAUSED []');
  });

  it('do not change a FAILED connector, except for stop; its healthy tasks do pause', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource());
    sandbox.worker.failConnector('k', 'java.lang.IllegalStateException: broken');
    await sandbox.call('PUT', '/connectors/k/pause');
    await sandbox.clock.advance(longEnough);
    expect(await sandbox.states('k')).toBe('FAILED [PAUSED]');
    await sandbox.call('PUT', '/connectors/k/resume');
    await sandbox.clock.advance(longEnough);
    expect(await sandbox.states('k')).toBe('FAILED [RUNNING]');
    await sandbox.call('PUT', '/connectors/k/stop');
    await sandbox.clock.advance(longEnough);
    expect(await sandbox.states('k')).toBe('STOPPED []');
    await sandbox.call('PUT', '/connectors/k/resume');
    await sandbox.clock.advance(longEnough);
    expect(await sandbox.states('k')).toBe('RUNNING [RUNNING]');
  });

  it('requested right after the create take effect once the connector has started', async () => {
    const sandbox = await openSandbox();
    await sandbox.call('PUT', '/connectors/k/config', fileSource());
    await sandbox.call('PUT', '/connectors/k/pause');
    await sandbox.clock.advance(longEnough);
    expect(await sandbox.states('k')).toBe('PAUSED []');
    await sandbox.call('PUT', '/connectors/k/resume');
    await sandbox.clock.advance(longEnough);
    expect(await sandbox.states('k')).toBe('RUNNING [RUNNING]');
  });

  it('leave FAILED tasks alone', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSink({ 'tasks.max': '2' }));
    sandbox.worker.failTask('k', 1, 'java.io.IOException: gone');
    await sandbox.call('PUT', '/connectors/k/pause');
    await sandbox.clock.advance(longEnough);
    expect(await sandbox.states('k')).toBe('PAUSED [PAUSED FAILED]');
    await sandbox.call('PUT', '/connectors/k/resume');
    await sandbox.clock.advance(longEnough);
    expect(await sandbox.states('k')).toBe('RUNNING [RUNNING FAILED]');
  });

  it('stop is unknown before 3.5', async () => {
    const sandbox = await openSandbox({ connectVersion: '3.4' });
    await sandbox.create('k', fileSource());
    expect((await sandbox.call('PUT', '/connectors/k/stop')).message).toBe('HTTP 404 Not Found');
  });

  it.each([
    ['pause', 'Unknown connector k'],
    ['resume', 'Unknown connector k'],
    ['stop', 'Unknown connector k'],
  ])('%s of an unknown connector is a 404', async (verb, message) => {
    const sandbox = await openSandbox();
    const reply = await sandbox.call('PUT', `/connectors/k/${verb}`);
    expect(reply).toMatchObject({ status: 404, message });
  });
});

describe('a deleted connector', () => {
  it('disappears from the lists at once, and its status is found for a while', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource());
    expect(await sandbox.call('DELETE', '/connectors/k')).toMatchObject({ status: 204, text: '' });
    expect((await sandbox.call('GET', '/connectors')).json).toEqual([]);
    expect((await sandbox.call('GET', '/connectors/k/status')).json).toHaveProperty('type', 'unknown');
    await sandbox.clock.advance(longEnough);
    expect(await sandbox.call('GET', '/connectors/k/status')).toMatchObject({
      status: 404,
      message: 'No status found for connector k',
    });
    expect(await sandbox.call('DELETE', '/connectors/k')).toMatchObject({
      status: 404,
      message: 'Connector k not found',
    });
  });

  it('can be created again at once, and nothing of the old one changes any more', async () => {
    const sandbox = await openSandbox();
    sandbox.worker.slowStart('k', 500);
    await sandbox.call('PUT', '/connectors/k/config', fileSource());
    await sandbox.call('DELETE', '/connectors/k');
    sandbox.worker.heal('k');
    expect((await sandbox.call('PUT', '/connectors/k/config', fileSource())).status).toBe(201);
    await sandbox.clock.advance(longEnough);
    expect(await sandbox.states('k')).toBe('RUNNING [RUNNING]');
    expect(sandbox.worker.counts('k').connectorStarts).toBe(1);
  });
});

describe('the version of running instances', () => {
  it('is shown from 4.1 on, null while nothing runs', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource());
    const running = await sandbox.call('GET', '/connectors/k/status');
    expect(running.json).toMatchObject({ connector: { version: '4.3.0' }, tasks: [{ version: '4.3.0' }] });
    await sandbox.call('PUT', '/connectors/k/config', fileSource());
    await sandbox.clock.advance(0);
    expect((await sandbox.call('GET', '/connectors/k/status')).json).toMatchObject({
      connector: { state: 'UNASSIGNED', version: null },
    });
  });

  it('is not shown before', async () => {
    const sandbox = await openSandbox({ connectVersion: '3.9' });
    await sandbox.create('k', fileSource());
    expect((await sandbox.call('GET', '/connectors/k/status')).text).not.toContain('version');
  });
});

/** Each state that shows until a connector has its final state. */
async function watch(sandbox: OpenSandbox, name: string): Promise<string[]> {
  const seen: string[] = [];
  await sandbox.clock.advance(0);
  for (let time = 0; time < 400; time += 5) {
    const states = await sandbox.states(name);
    if (seen.at(-1) !== states) seen.push(states);
    await sandbox.clock.advance(5);
  }
  return seen;
}

async function taskKey(sandbox: OpenSandbox, key: string): Promise<unknown> {
  const { json } = await sandbox.call('GET', '/connectors/k/tasks');
  return (json as { config: Record<string, string> }[])[0]?.config[key];
}
