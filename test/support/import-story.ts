import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import type { PlanView } from '../../src/model/plan-view.ts';
import { onlyCluster } from './json-output.ts';
import type { StoryWorld } from './main-story.ts';

const json = 'org.apache.kafka.connect.json.JsonConverter';
const secret = 'Sesame-Ouvre-2846';

/**
 * Imports connectors that were created by hand: the plan is empty, and afterwards a change of a default in the project
 * file changes only the connectors that inherit it. Runs against the sandbox and against real workers.
 */
export async function runImportStory(world: StoryWorld): Promise<void> {
  await createByHand(world);
  await importsAll(world);
  await hasAnEmptyPlan(world);
  await changesADefault(world);
  await importsAgain(world);
}

/** Four similar source connectors, one of them paused, and a sink connector. */
async function createByHand(world: StoryWorld): Promise<void> {
  const input = path.join(world.folder.directory, 'lines.txt');
  writeFileSync(input, 'a first line\n');
  for (const number of [1, 2, 3, 4]) {
    await create(world, `story-import-${number}`, {
      'connector.class': 'FileStreamSource',
      'tasks.max': '1',
      file: input,
      topic: `story-import-${number}`,
      'batch.size': number === 4 ? '50' : '100',
      'value.converter': json,
      'value.converter.schemas.enable': 'false',
    });
  }
  await create(world, 'story-import-sink', {
    'connector.class': 'FileStreamSink',
    'tasks.max': '1',
    file: path.join(world.folder.directory, 'out.txt'),
    topics: 'story-import-1',
    'value.converter': json,
    'value.converter.schemas.enable': 'false',
    'story.note': 'story $1 ${topic}',
    'value.converter.basic.auth.user.info': `reader:${secret}`,
  });
  const paused = await fetch(`${world.url}/connectors/story-import-2/pause`, { method: 'PUT' });
  expect(paused.status).toBe(202);
  await expect
    .poll(async () => (await status(world, 'story-import-2')).connector.state, { timeout: 120_000 })
    .toBe('PAUSED');
}

async function importsAll(world: StoryWorld): Promise<void> {
  world.forget();
  const run = await world.run(['import', 'story-import-*', '--split-defaults', '--secrets', '.env']);
  expect(run.exitCode, run.stderr).toBe(0);
  expect(run.stdout).toContain('Imported 5 connectors');
  expect(run.stdout + run.stderr).not.toContain(secret);
  expect(
    world
      .requests()
      .filter(({ method, path: requested }) => method !== 'GET' && !requested.endsWith('/validate')),
  ).toEqual([]);
  expect(read(world, 'connect-sync.yaml')).toContain('class: FileStreamSource');
  expect(read(world, 'connectors/story-import-2.yaml')).toContain('state: paused');
  expect(read(world, 'connectors/story-import-4.yaml')).toContain('batch.size: 50');
  expect(read(world, 'connectors/story-import-1.yaml')).not.toContain('converter');
  expect(read(world, 'connectors/story-import-sink.yaml')).not.toContain(secret);
  expect(read(world, '.env')).toContain(secret);
}

async function hasAnEmptyPlan(world: StoryWorld): Promise<void> {
  const run = await world.run(['plan', '--dotenv', '.env', '--detailed-exitcode']);
  expect(run.stdout).toContain('No differences: 5 connectors');
  expect(run.exitCode, run.stderr).toBe(0);
}

/** A default for a class applies to connectors without their own value, and to no other class. */
async function changesADefault(world: StoryWorld): Promise<void> {
  const project = read(world, 'connect-sync.yaml');
  world.folder.write('connect-sync.yaml', project.replace('batch.size: 100', 'batch.size: 200'));
  const run = await world.run(['plan', '--dotenv', '.env', '-f', 'json']);
  const { changes } = onlyCluster<PlanView>(run.stdout);
  expect(changes.map(({ name }) => name)).toEqual(['story-import-1', 'story-import-2', 'story-import-3']);
  expect(changes.every(({ kind }) => kind === 'update')).toBe(true);
  const apply = await world.run(['apply', '--dotenv', '.env', '--yes', '--stable-for', '1s']);
  expect(apply.stdout).toContain('3 planned: 3 applied.');
  expect(apply.exitCode, apply.stderr).toBe(0);
}

/** A second import changes no file. */
async function importsAgain(world: StoryWorld): Promise<void> {
  const before = read(world, 'connectors/story-import-sink.yaml');
  const run = await world.run(['import', 'story-import-*', '--dotenv', '.env']);
  expect(run.stdout).toContain('5 unchanged');
  expect(read(world, 'connectors/story-import-sink.yaml')).toBe(before);
}

async function create(
  world: StoryWorld,
  name: string,
  config: Readonly<Record<string, string>>,
): Promise<void> {
  const answer = await fetch(`${world.url}/connectors`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ name, config }),
  });
  expect(answer.status, await answer.text()).toBe(201);
}

async function status(world: StoryWorld, name: string): Promise<{ connector: { state: string } }> {
  const answer = await fetch(`${world.url}/connectors/${name}/status`);
  return answer.ok
    ? ((await answer.json()) as { connector: { state: string } })
    : { connector: { state: '' } };
}

function read(world: StoryWorld, file: string): string {
  return readFileSync(path.join(world.folder.directory, file), 'utf8');
}
