import { describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { connectorPath } from './rest-client.ts';
import type { StatusBody, Subject } from './subject.ts';
import {
  create,
  createRunning,
  expectError,
  reach,
  settled,
  sinkConfig,
  sourceConfig,
  tasks,
  uniqueName,
} from './subject.ts';

/** Restarts of connectors and tasks: Connect REST contract 4.11 and 4.12. */
export function describeRestarts(subject: Subject): void {
  describe('a restart without flags', () => {
    describePlainRestart(subject);
  });
  describe('a restart with flags', () => {
    if (subject.rules.restartFlags) describeFlags(subject);
    else describeIgnoredFlags(subject);
  });
  describe('a FAILED task', () => {
    describeFailedTask(subject);
  });
  describe('a restart of one task', () => {
    describeTaskRestart(subject);
  });
}

function restarter({
  rest,
  ...others
}: Subject): (name: string, query?: string) => ReturnType<typeof rest.post> {
  return (name, query = '') =>
    settled({ rest, ...others }, () => rest.post(connectorPath(name, `/restart${query}`)));
}

function describePlainRestart(subject: Subject): void {
  const restart = restarter(subject);

  it('answers 204 and restarts the connector, not its tasks', async () => {
    const name = uniqueName('restarted');
    await createRunning(subject, name, sourceConfig(subject, name));
    const before = await subject.worker().countStarts(name);
    expect(await restart(name)).toMatchObject({ status: 204, text: '' });
    await reach(subject, name, 'RUNNING', ['RUNNING']);
    expect(await subject.worker().countStarts(name)).toEqual({ ...before, connector: before.connector + 1 });
  });

  for (const query of ['?includeTasks=1', '?includetasks=true', '?includeTasks=false&onlyFailed=false']) {
    it(`is what ${query} does`, async () => {
      const name = uniqueName('restarted');
      await createRunning(subject, name, sourceConfig(subject, name));
      const before = await subject.worker().countStarts(name);
      expect((await restart(name, query)).status).toBe(204);
      await reach(subject, name, 'RUNNING', ['RUNNING']);
      expect((await subject.worker().countStarts(name)).tasks).toBe(before.tasks);
    });
  }

  it('keeps a paused connector paused', async () => {
    const name = uniqueName('restarted');
    await createRunning(subject, name, sourceConfig(subject, name));
    await subject.rest.put(connectorPath(name, '/pause'));
    await reach(subject, name, 'PAUSED', ['PAUSED']);
    expect((await restart(name)).status).toBe(204);
    await reach(subject, name, 'PAUSED', ['PAUSED']);
  });

  it('does not know a connector that does not exist', async () => {
    expectError(await restart('nobody'), 404, 'Unknown connector: nobody');
  });
}

function describeIgnoredFlags(subject: Subject): void {
  const restart = restarter(subject);

  for (const query of ['?includeTasks=true', '?onlyFailed=true', '?includeTasks=true&onlyFailed=true']) {
    it(`is a plain restart on this version: ${query}`, async () => {
      const name = uniqueName('flags');
      await createRunning(subject, name, sourceConfig(subject, name));
      const before = await subject.worker().countStarts(name);
      expect(await restart(name, query)).toMatchObject({ status: 204, text: '' });
      await reach(subject, name, 'RUNNING', ['RUNNING']);
      expect(await subject.worker().countStarts(name)).toEqual({
        ...before,
        connector: before.connector + 1,
      });
    });
  }
}

function describeFlags(subject: Subject): void {
  const restart = restarter(subject);

  it('answers 202 with a plan: what will be restarted is RESTARTING', async () => {
    const name = uniqueName('flags');
    await createRunning(subject, name, sinkConfig(subject, name, { 'tasks.max': '2' }));
    const before = await subject.worker().countStarts(name);
    const answer = await restart(name, '?includeTasks=true');
    expect(answer.status, answer.text).toBe(202);
    expect(plannedStates(answer.json)).toEqual({
      connector: 'RESTARTING',
      tasks: ['RESTARTING', 'RESTARTING'],
    });
    const after = { connector: before.connector + 1, tasks: before.tasks + 2 };
    await eventually(async () => expect(await subject.worker().countStarts(name)).toEqual(after));
    await reach(subject, name, 'RUNNING', tasks(2, 'RUNNING'));
  });

  it('restarts nothing with onlyFailed=true where nothing has failed, and still answers 202', async () => {
    const name = uniqueName('flags');
    await createRunning(subject, name, sourceConfig(subject, name));
    const before = await subject.worker().countStarts(name);
    const answer = await restart(name, '?includeTasks=true&onlyFailed=true');
    expect(answer.status, answer.text).toBe(202);
    expect(plannedStates(answer.json)).toEqual({ connector: 'RUNNING', tasks: ['RUNNING'] });
    expect(await subject.worker().countStarts(name)).toEqual(before);
  });

  it('leaves FAILED tasks alone with onlyFailed=true without includeTasks', async () => {
    const name = uniqueName('flags');
    const sick = await subject.worker().failingTask(name);
    await create(subject, name, sick.config);
    await reach(subject, name, 'RUNNING', ['FAILED']);
    const answer = await restart(name, '?onlyFailed=true');
    expect(answer.status, answer.text).toBe(202);
    expect(plannedStates(answer.json)).toEqual({ connector: 'RUNNING', tasks: ['FAILED'] });
  });

  it('restarts only FAILED tasks with both flags; the old trace stays in the plan', async () => {
    const name = uniqueName('flags');
    const sick = await subject.worker().failingTask(name);
    await create(subject, name, sick.config);
    await reach(subject, name, 'RUNNING', ['FAILED']);
    const before = await subject.worker().countStarts(name);
    await sick.heal();
    const answer = await restart(name, '?includeTasks=true&onlyFailed=true');
    expect(answer.status, answer.text).toBe(202);
    expect(plannedStates(answer.json)).toEqual({ connector: 'RUNNING', tasks: ['RESTARTING'] });
    expect((answer.json as StatusBody).tasks[0]?.trace).toMatch(/Exception/);
    await reach(subject, name, 'RUNNING', ['RUNNING']);
    expect((await subject.worker().countStarts(name)).connector).toBe(before.connector);
  });

  it('does not know a connector that does not exist', async () => {
    expectError(await restart('nobody', '?includeTasks=true'), 404, 'Unknown connector: nobody');
  });

  it('has no plan for a connector without a status', async () => {
    const name = uniqueName('flags');
    await create(subject, name, await subject.worker().slowStart(name));
    const answer = await restart(name, '?includeTasks=true');
    expectError(answer, 404, `Status for connector ${name} not found`);
  });
}

function plannedStates(body: unknown): { connector: string; tasks: readonly string[] } {
  const status = body as StatusBody;
  return { connector: status.connector.state, tasks: status.tasks.map((task) => task.state) };
}

function describeFailedTask(subject: Subject): void {
  const { rest } = subject;
  const restart = restarter(subject);

  it('has a trace, and its connector is RUNNING, in the list too', async () => {
    const name = uniqueName('failed-task');
    const sick = await subject.worker().failingTask(name);
    await create(subject, name, sick.config);
    await reach(subject, name, 'RUNNING', ['FAILED']);
    const listed = (await rest.get('/connectors?expand=status')).json as Record<
      string,
      { status: StatusBody }
    >;
    const status = listed[name]?.status;
    expect(status?.connector.trace).toBeUndefined();
    expect(status?.tasks[0]?.trace).toMatch(/Exception[\s\S]*\n\tat /);
  });

  it('does not recover by a plain restart of the connector', async () => {
    const name = uniqueName('failed-task');
    const sick = await subject.worker().failingTask(name);
    await create(subject, name, sick.config);
    await reach(subject, name, 'RUNNING', ['FAILED']);
    await sick.heal();
    expect((await restart(name)).status).toBe(204);
    await reach(subject, name, 'RUNNING', ['FAILED']);
  });

  it('recovers by its own restart', async () => {
    const name = uniqueName('failed-task');
    const sick = await subject.worker().failingTask(name);
    await create(subject, name, sick.config);
    await reach(subject, name, 'RUNNING', ['FAILED']);
    await sick.heal();
    const answer = await settled(subject, () => rest.post(connectorPath(name, '/tasks/0/restart')));
    expect(answer).toMatchObject({ status: 204, text: '' });
    await reach(subject, name, 'RUNNING', ['RUNNING']);
  });

  it('that fails again was still restarted with 204', async () => {
    const name = uniqueName('failed-task');
    const sick = await subject.worker().failingTask(name);
    await create(subject, name, sick.config);
    await reach(subject, name, 'RUNNING', ['FAILED']);
    const answer = await settled(subject, () => rest.post(connectorPath(name, '/tasks/0/restart')));
    expect(answer.status, answer.text).toBe(204);
    await reach(subject, name, 'RUNNING', ['FAILED']);
  });

  it('recovers by a changed configuration', async () => {
    const name = uniqueName('failed-task');
    const sick = await subject.worker().failingTask(name);
    await create(subject, name, sick.config);
    await reach(subject, name, 'RUNNING', ['FAILED']);
    await sick.heal();
    await rest.put(connectorPath(name, '/config'), sinkConfig(subject, name));
    await reach(subject, name, 'RUNNING', ['RUNNING']);
  });
}

function describeTaskRestart(subject: Subject): void {
  const { rest } = subject;
  const restartTask = (name: string, task: number) =>
    settled(subject, () => rest.post(connectorPath(name, `/tasks/${task}/restart`)));

  it('restarts that task only', async () => {
    const name = uniqueName('task-restart');
    await createRunning(subject, name, sinkConfig(subject, name, { 'tasks.max': '2' }));
    const before = await subject.worker().countStarts(name);
    expect((await restartTask(name, 1)).status).toBe(204);
    await reach(subject, name, 'RUNNING', tasks(2, 'RUNNING'));
    expect(await subject.worker().countStarts(name)).toEqual({ ...before, tasks: before.tasks + 1 });
  });

  it('does not know a task or a connector that does not exist', async () => {
    const name = uniqueName('task-restart');
    await createRunning(subject, name, sourceConfig(subject, name));
    expectError(await restartTask(name, 7), 404, `Unknown task: ${name}-7`);
    expectError(await restartTask('nobody', 0), 404, 'Unknown connector: nobody');
  });
}
