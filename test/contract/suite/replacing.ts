import { describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { connectorPath } from './rest-client.ts';
import type { ConnectorBody, Subject } from './subject.ts';
import {
  create,
  createRunning,
  expectError,
  reach,
  readConnector,
  sinkConfig,
  sourceConfig,
  tasks,
  uniqueName,
} from './subject.ts';
import type { SentConfig, Starts } from './worker-under-test.ts';

/** PUT of an existing connector, and its effect on running instances: Connect REST contract 4.5, 4.6 and 5. */
export function describeReplacing(subject: Subject): void {
  describe('PUT of a configuration that exists', () => {
    describeStored(subject);
    describeRestarts(subject);
  });
  describe('PATCH of a configuration', () => {
    describePatch(subject);
  });
}

function describeStored(subject: Subject): void {
  const { rest } = subject;

  it('answers 200 with the new configuration and the tasks of the old one', async () => {
    const name = uniqueName('replaced');
    await createRunning(subject, name, sinkConfig(subject, name, { 'tasks.max': '2' }));
    const config = sinkConfig(subject, name, { 'tasks.max': '3' });
    const answer = await rest.put(connectorPath(name, '/config'), config);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('location')).toBeNull();
    expect(answer.json).toMatchObject({ name, config: { ...config, name }, type: 'sink' });
    expect((answer.json as ConnectorBody).tasks).toHaveLength(2);
    await reach(subject, name, 'RUNNING', tasks(3, 'RUNNING'));
    expect((await readConnector(subject, name)).tasks).toHaveLength(3);
  });

  it('replaces: keys that are not sent are removed', async () => {
    const name = uniqueName('replaces');
    await create(subject, name, sourceConfig(subject, name, { 'a.key': '1', 'b.key': '2' }));
    await rest.put(connectorPath(name, '/config'), sourceConfig(subject, name, { 'b.key': '3' }));
    expect((await readConnector(subject, name)).config).toEqual({
      ...sourceConfig(subject, name, { 'b.key': '3' }),
      name,
    });
  });

  it('shows in the lists at once', async () => {
    const name = uniqueName('at-once');
    await createRunning(subject, name, sourceConfig(subject, name));
    await rest.put(connectorPath(name, '/config'), sourceConfig(subject, name, { 'a.key': 'new' }));
    const listed = (await rest.get('/connectors?expand=info')).json as Record<
      string,
      { info: ConnectorBody }
    >;
    expect(listed[name]?.info.config['a.key']).toBe('new');
  });

  it('is rejected as a whole for one wrong value; the old one stays', async () => {
    const name = uniqueName('kept');
    await createRunning(subject, name, sourceConfig(subject, name));
    const answer = await rest.put(
      connectorPath(name, '/config'),
      sourceConfig(subject, name, { 'batch.size': 'many' }),
    );
    expectError(answer, 400, /Invalid value many for configuration batch\.size/);
    expect((await readConnector(subject, name)).config).toEqual({ ...sourceConfig(subject, name), name });
  });

  it('removes tasks where there are fewer', async () => {
    const name = uniqueName('fewer');
    await createRunning(subject, name, sinkConfig(subject, name, { 'tasks.max': '3' }));
    await rest.put(connectorPath(name, '/config'), sinkConfig(subject, name, { 'tasks.max': '1' }));
    await eventually(async () =>
      expect((await readConnector(subject, name)).tasks).toEqual([{ connector: name, task: 0 }]),
    );
    await reach(subject, name, 'RUNNING', ['RUNNING']);
  });
}

function describeRestarts(subject: Subject): void {
  const { rest, rules, worker } = subject;

  /** Sends the configuration, waits until its effects have ended, and returns what was started. */
  const startedBy = async (name: string, config: SentConfig): Promise<Starts> => {
    const before = await worker().countStarts(name);
    expect((await rest.put(connectorPath(name, '/config'), config)).status).toBe(200);
    await eventually(async () =>
      expect((await worker().countStarts(name)).connector).toBeGreaterThan(before.connector),
    );
    // Tasks restart in a rebalance. A later rebalance that has ended proves that none is pending.
    const later = uniqueName('later');
    await createRunning(subject, later, sourceConfig(subject, later));
    await reach(subject, name, 'RUNNING', ['RUNNING']);
    const after = await worker().countStarts(name);
    return { connector: after.connector - before.connector, tasks: after.tasks - before.tasks };
  };

  it('restarts the connector even without a change, and leaves its tasks alone', async () => {
    const name = uniqueName('identical');
    await createRunning(subject, name, sourceConfig(subject, name));
    expect(await startedBy(name, sourceConfig(subject, name))).toEqual({ connector: 1, tasks: 0 });
  });

  it('restarts connector and tasks where a key of the tasks has changed', async () => {
    const name = uniqueName('changed');
    await createRunning(subject, name, sourceConfig(subject, name));
    const config = sourceConfig(subject, name, { 'batch.size': '500' });
    expect(await startedBy(name, config)).toEqual({ connector: 1, tasks: 1 });
  });

  const reaches = rules.anyChangeRestartsFileTasks ? 'restarts the tasks too' : 'does not reach the tasks';
  for (const [title, change] of [
    ['a converter', { 'value.converter': 'org.apache.kafka.connect.storage.StringConverter' }],
    ['an unknown key', { 'x.y': 'z' }],
    ['a tasks.max that changes no count', { 'tasks.max': '2' }],
  ] as const) {
    it(`with another value of ${title} ${reaches}`, async () => {
      const name = uniqueName('changed');
      await createRunning(subject, name, sourceConfig(subject, name));
      expect(await startedBy(name, sourceConfig(subject, name, change))).toEqual({
        connector: 1,
        tasks: rules.anyChangeRestartsFileTasks ? 1 : 0,
      });
    });
  }
}

function describePatch(subject: Subject): void {
  const { rest, rules } = subject;
  const patch = (name: string, body: unknown) => rest.send('PATCH', connectorPath(name, '/config'), { body });

  if (!rules.patch) {
    it('is not known', async () => {
      expectError(await patch('nobody', { 'a.key': '2' }), 405, 'HTTP 405 Method Not Allowed');
    });
    return;
  }

  it('merges, and null removes a key', async () => {
    const name = uniqueName('patched');
    await create(subject, name, sourceConfig(subject, name, { 'a.key': '1' }));
    const answer = await patch(name, { 'a.key': null, 'b.key': '2' });
    expect(answer.status).toBe(200);
    expect((await readConnector(subject, name)).config).toEqual({
      ...sourceConfig(subject, name, { 'b.key': '2' }),
      name,
    });
  });

  it('of an unknown connector is 404', async () => {
    expectError(await patch('nobody', {}), 404, 'Connector nobody not found');
  });
}
