import { describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { connectorPath } from './rest-client.ts';
import type { Subject } from './subject.ts';
import {
  create,
  createRunning,
  expectError,
  reach,
  readConnector,
  settled,
  sinkConfig,
  sourceConfig,
  tasks,
  uniqueName,
} from './subject.ts';

/** Pause, resume and stop: Connect REST contract 4.13, 4.14, 5 and 10. */
export function describeStates(subject: Subject): void {
  describe('pause and resume', () => {
    describePause(subject);
    describePausedConfig(subject);
  });
  describe('stop', () => {
    describeStop(subject);
  });
  describe('a connector whose start() fails', () => {
    describeFailedConnector(subject);
  });
}

function describePause(subject: Subject): void {
  const { rest } = subject;

  it('answer 202 without a body; the connector and all its tasks follow', async () => {
    const name = uniqueName('paused');
    await createRunning(subject, name, sinkConfig(subject, name, { 'tasks.max': '2' }));
    expect(await rest.put(connectorPath(name, '/pause'))).toMatchObject({ status: 202, text: '' });
    await reach(subject, name, 'PAUSED', tasks(2, 'PAUSED'));
    expect(await rest.put(connectorPath(name, '/resume'))).toMatchObject({ status: 202, text: '' });
    await reach(subject, name, 'RUNNING', tasks(2, 'RUNNING'));
  });

  it('may be repeated', async () => {
    const name = uniqueName('paused');
    await createRunning(subject, name, sourceConfig(subject, name));
    for (const action of ['/resume', '/pause', '/pause']) {
      expect((await rest.put(connectorPath(name, action))).status).toBe(202);
    }
    await reach(subject, name, 'PAUSED', ['PAUSED']);
  });

  it('do not know a connector that does not exist', async () => {
    for (const action of ['/pause', '/resume']) {
      expectError(await rest.put(connectorPath('nobody', action)), 404, 'Unknown connector nobody');
    }
  });

  it('are accepted right after the create', async () => {
    const name = uniqueName('paused');
    await create(subject, name, sourceConfig(subject, name));
    expect((await rest.put(connectorPath(name, '/pause'))).status).toBe(202);
    await reach(subject, name, 'PAUSED');
  });
}

function describePausedConfig(subject: Subject): void {
  const { rest } = subject;

  it('keep the state when the configuration changes, and the tasks keep the old one until the resume', async () => {
    const name = uniqueName('paused');
    await createRunning(subject, name, sourceConfig(subject, name));
    await rest.put(connectorPath(name, '/pause'));
    await reach(subject, name, 'PAUSED', ['PAUSED']);

    const config = sourceConfig(subject, name, { topic: `${name}-other` });
    expect((await rest.put(connectorPath(name, '/config'), config)).status).toBe(200);
    expect((await readConnector(subject, name)).config['topic']).toBe(`${name}-other`);
    await reach(subject, name, 'PAUSED', ['PAUSED']);
    expect(await taskTopics(subject, name)).toEqual([`${name}-topic`]);

    await rest.put(connectorPath(name, '/resume'));
    await eventually(async () => expect(await taskTopics(subject, name)).toEqual([`${name}-other`]));
    await reach(subject, name, 'RUNNING', ['RUNNING']);
  });
}

async function taskTopics(subject: Subject, name: string): Promise<readonly (string | undefined)[]> {
  const answer = await settled(subject, () => subject.rest.get(connectorPath(name, '/tasks')));
  expect(answer.status, answer.text).toBe(200);
  const listed = answer.json as readonly { config: Readonly<Record<string, string>> }[];
  return listed.map((task) => task.config['topic']);
}

function describeStop(subject: Subject): void {
  const { rest, rules } = subject;
  if (!rules.stop) {
    it('is not known', async () => {
      const name = uniqueName('stopped');
      await create(subject, name, sourceConfig(subject, name));
      expectError(await rest.put(connectorPath(name, '/stop')), 404, 'HTTP 404 Not Found');
    });
    return;
  }

  it('answers 204; the connector has no tasks then, until it is resumed', async () => {
    const name = uniqueName('stopped');
    await createRunning(subject, name, sinkConfig(subject, name, { 'tasks.max': '2' }));
    expect(await rest.put(connectorPath(name, '/stop'))).toMatchObject({ status: 204, text: '' });
    await reach(subject, name, 'STOPPED', []);
    expect((await readConnector(subject, name)).tasks).toEqual([]);
    expect((await rest.put(connectorPath(name, '/stop'))).status).toBe(204);

    expect((await rest.put(connectorPath(name, '/resume'))).status).toBe(202);
    await reach(subject, name, 'RUNNING', tasks(2, 'RUNNING'));
  });

  it('keeps the state when the configuration changes', async () => {
    const name = uniqueName('stopped');
    await createRunning(subject, name, sourceConfig(subject, name));
    await rest.put(connectorPath(name, '/stop'));
    await reach(subject, name, 'STOPPED', []);
    const config = sourceConfig(subject, name, { topic: `${name}-other` });
    expect((await rest.put(connectorPath(name, '/config'), config)).status).toBe(200);
    await reach(subject, name, 'STOPPED', []);
    expect((await readConnector(subject, name)).config['topic']).toBe(`${name}-other`);
  });

  it('followed by pause is PAUSED, without tasks', async () => {
    const name = uniqueName('stopped');
    await createRunning(subject, name, sourceConfig(subject, name));
    await rest.put(connectorPath(name, '/stop'));
    await reach(subject, name, 'STOPPED', []);
    await rest.put(connectorPath(name, '/pause'));
    await reach(subject, name, 'PAUSED', []);
  });

  it('is accepted right after the create', async () => {
    const name = uniqueName('stopped');
    await create(subject, name, sourceConfig(subject, name));
    expect((await rest.put(connectorPath(name, '/stop'))).status).toBe(204);
    await reach(subject, name, 'STOPPED', []);
  });

  it('does not know a connector that does not exist', async () => {
    expectError(await rest.put(connectorPath('nobody', '/stop')), 404, 'Unknown connector nobody');
  });

  it('rejects the restart of a task with a permanent 409 while the connector is stopped', async () => {
    const name = uniqueName('stopped');
    await createRunning(subject, name, sourceConfig(subject, name));
    await rest.put(connectorPath(name, '/stop'));
    await reach(subject, name, 'STOPPED', []);
    const answer = await settled(subject, () => rest.post(connectorPath(name, '/tasks/0/restart')));
    expectError(answer, 409, /no known leader URL/);
  });

  it('survives a restart with flags', async () => {
    const name = uniqueName('stopped');
    await createRunning(subject, name, sourceConfig(subject, name));
    await rest.put(connectorPath(name, '/stop'));
    await reach(subject, name, 'STOPPED', []);
    const restarted = await settled(subject, () =>
      rest.post(connectorPath(name, '/restart?includeTasks=true')),
    );
    expect(restarted.status, restarted.text).toBe(202);
    await reach(subject, name, 'STOPPED', []);
  });
}

function describeFailedConnector(subject: Subject): void {
  const { rest, rules } = subject;

  it('is FAILED with a trace, its tasks keep running, and only a successful restart repairs it', async () => {
    const name = uniqueName('failed');
    const sick = await subject.worker().failingStart(name);
    await createRunning(subject, name, sick.config);
    await sick.spoil();

    const restarted = await settled(subject, () => rest.post(connectorPath(name, '/restart')));
    expectError(restarted, 500, `Failed to start connector: ${name}`);
    await reach(subject, name, 'FAILED', ['RUNNING']);
    const status = (await rest.get(connectorPath(name, '/status'))).json;
    expect(status).toMatchObject({
      connector: { state: 'FAILED', trace: expect.stringContaining('Exception') },
    });

    expect((await rest.put(connectorPath(name, '/resume'))).status).toBe(202);
    await reach(subject, name, 'FAILED', ['RUNNING']);
    expect((await rest.put(connectorPath(name, '/pause'))).status).toBe(202);
    await reach(subject, name, 'FAILED', ['PAUSED']);

    await sick.heal();
    const healed = await settled(subject, () => rest.post(connectorPath(name, '/restart')));
    expect(healed.status, healed.text).toBe(204);
    await reach(subject, name, 'PAUSED', ['PAUSED']);
    await rest.put(connectorPath(name, '/resume'));
    await reach(subject, name, 'RUNNING', ['RUNNING']);
  });

  if (!rules.stop) return;
  it('becomes STOPPED when it is stopped', async () => {
    const name = uniqueName('failed');
    const sick = await subject.worker().failingStart(name);
    await createRunning(subject, name, sick.config);
    await sick.spoil();
    await settled(subject, () => rest.post(connectorPath(name, '/restart')));
    await reach(subject, name, 'FAILED', ['RUNNING']);
    await rest.put(connectorPath(name, '/stop'));
    await reach(subject, name, 'STOPPED', []);
  });
}
