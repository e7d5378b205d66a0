import { expect } from 'vitest';
import { get, isAtLeast, succeed, type TutorialWorld } from './tutorial-calls.ts';

const source = 'source-debezium-orders-00';
const elastic = 'sink-elastic-orders-00';
const neo4j = 'sink-neo4j-orders-00';

/** The rows of the tutorial that change connectors, in its order. The task of the source fails whenever it starts. */
export const writingRows = [
  restartsConnector,
  restartsTask,
  restartsFailed,
  pauses,
  resumes,
  stops,
  deletesOne,
  deletesAll,
] as const;

/** `POST /connectors/{name}/restart` */
async function restartsConnector(world: TutorialWorld): Promise<void> {
  const { stdout } = await succeed(world, ['restart', elastic]);
  expect(stdout).toContain('its 2 tasks are not restarted: add --with-tasks for that');
  expect(await states(world, elastic)).toEqual(['RUNNING', 'RUNNING', 'RUNNING']);
  await succeed(world, ['restart', elastic, '--with-tasks']);
  expect(await states(world, elastic)).toEqual(['RUNNING', 'RUNNING', 'RUNNING']);
}

/** `POST /connectors/{name}/tasks/0/restart`, then its status */
async function restartsTask(world: TutorialWorld): Promise<void> {
  const healthy = await succeed(world, ['restart', elastic, '--task', '0']);
  expect(healthy.stdout).toContain('applied; RUNNING, 2/2 tasks');
  const unhealthy = await world.run(['restart', source, '--task', '0']);
  expect(unhealthy.stdout).toContain('1 of 1 task FAILED');
  expect(unhealthy.stdout).toContain('nobody opened to (sensitive)');
  expect(unhealthy.stdout + unhealthy.stderr).not.toContain(world.quotedSecret);
  expect(unhealthy.exitCode).toBe(25);
  expect((await get(world, `/connectors/${source}/tasks/0/status`)).state).toBe('FAILED');
}

/** `POST /connectors/{name}/restart?includeTasks=true&onlyFailed=true` (3.0+); before, task by task */
async function restartsFailed(world: TutorialWorld): Promise<void> {
  const run = await world.run(['restart', '*', '--failed']);
  expect(run.stdout).toContain(`${elastic}   nothing to do`);
  expect(run.stdout).toContain('1 planned: 1 applied (1 of them unhealthy).');
  expect(run.stdout.includes('3.0 or later can')).toBe(!isAtLeast(world, 3, 0));
  expect(run.exitCode).toBe(25);
}

/** `PUT /connectors/{name}/pause` */
async function pauses(world: TutorialWorld): Promise<void> {
  const { stderr } = await succeed(world, ['pause', 'sink-*']);
  expect(stderr).toContain(`the next apply will revert the pause of "${elastic}"`);
  expect(await states(world, elastic)).toEqual(['PAUSED', 'PAUSED', 'PAUSED']);
  expect(await states(world, neo4j)).toEqual(['PAUSED', 'PAUSED']);
}

/** `PUT /connectors/{name}/resume` */
async function resumes(world: TutorialWorld): Promise<void> {
  await succeed(world, ['resume', elastic, neo4j]);
  expect(await states(world, elastic)).toEqual(['RUNNING', 'RUNNING', 'RUNNING']);
  expect(await states(world, neo4j)).toEqual(['RUNNING', 'RUNNING']);
}

/** `PUT /connectors/{name}/stop` (3.5+) */
async function stops(world: TutorialWorld): Promise<void> {
  const stop = await world.run(['stop', neo4j]);
  if (!isAtLeast(world, 3, 5)) {
    expect(stop.stderr).toContain('this requires 3.5 or later');
    expect(stop.exitCode).toBe(1);
    return;
  }
  expect(stop.exitCode, stop.stdout + stop.stderr).toBe(0);
  expect(await states(world, neo4j)).toEqual(['STOPPED']);
}

/** `DELETE /connectors/{name}` */
async function deletesOne(world: TutorialWorld): Promise<void> {
  const before: string[] = await get(world, '/connectors');
  expect((await world.run(['delete', neo4j])).exitCode).toBe(64);
  expect((await get(world, '/connectors')).sort()).toEqual(before.sort());
  const { stdout, stderr } = await succeed(world, ['delete', neo4j, '--yes']);
  expect(stdout).toContain(`- ${neo4j}   delete`);
  expect(stderr).toContain('backed up 1 connector');
  expect((await get(world, '/connectors')).sort()).toEqual(before.filter((name) => name !== neo4j).sort());
}

/** `DELETE` in a loop over `GET /connectors` */
async function deletesAll(world: TutorialWorld): Promise<void> {
  const all: string[] = await get(world, '/connectors');
  expect((await world.run(['delete', '*', '--yes'])).exitCode).toBe(22);
  await succeed(world, ['delete', '*', '--yes', '--allow-deletes', String(all.length)]);
  expect(await get(world, '/connectors')).toEqual([]);
}

async function states(world: TutorialWorld, name: string): Promise<string[]> {
  const { connector, tasks } = await get(world, `/connectors/${name}/status`);
  return [connector, ...tasks].map(({ state }: { readonly state: string }) => state);
}
