import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import type { ProjectFolder } from './project-folder.ts';
import type { CliRun } from './run-cli.ts';

/** A real worker or a sandbox, with what a story needs to check it. */
export interface StoryWorld {
  readonly folder: ProjectFolder;
  run(args: readonly string[]): Promise<CliRun>;
  /** Method and path of every request since the last call of `forget`, in order. */
  requests(): readonly { readonly method: string; readonly path: string }[];
  forget(): void;
  /** The URL of the worker itself, for changes outside of connect-sync. */
  readonly url: string;
}

const noOpRequests = [
  'GET /',
  'GET /connectors/connect-sync-asks-whether-this-worker-has-started',
  'GET /connectors?expand=info',
  'GET /connectors?expand=status',
];

/**
 * The main workflow: create, nothing to do, change, drift, restore, delete. It runs against the sandbox and against
 * real workers of every version, and checks every step.
 */
export async function tellMainStory(world: StoryWorld): Promise<void> {
  const input = path.join(world.folder.directory, 'lines.txt');
  writeFileSync(input, 'a first line\n');
  writeSource(world, { file: input, topic: 'story-lines' });
  await createsBoth(world);
  await hasNothingToDo(world);
  await updates(world, input);
  await healsDrift(world);
  await deletes(world);
}

async function createsBoth(world: StoryWorld): Promise<void> {
  const plan = await world.run(['plan', '--detailed-exitcode']);
  expect(plan.stdout).toContain('Plan: 2 create');
  expect(plan.exitCode).toBe(2);
  const apply = await world.run(['apply', '--yes', '--stable-for', '1s']);
  expect(apply.stdout).toContain('2 planned: 2 applied.');
  expect(apply.exitCode).toBe(0);
}

/** Without changes, plan and apply send the same four reads and nothing else. */
async function hasNothingToDo(world: StoryWorld): Promise<void> {
  for (const command of [
    ['plan', '--detailed-exitcode'],
    ['apply', '--yes'],
  ]) {
    world.forget();
    const run = await world.run(command);
    expect(run.stdout).toContain('No differences: 2 connectors');
    expect(run.exitCode).toBe(0);
    expect(sent(world)).toEqual(noOpRequests);
  }
}

async function updates(world: StoryWorld, input: string): Promise<void> {
  writeSource(world, { file: input, topic: 'story-lines', 'batch.size': '7' });
  world.forget();
  const apply = await world.run(['apply', '--yes', '--stable-for', '1s']);
  expect(apply.stdout).toContain('+batch.size: 7');
  expect(apply.exitCode).toBe(0);
  expect(sent(world).filter((request) => request.startsWith('PUT /connectors/'))).toEqual([
    'PUT /connectors/story-source/config',
  ]);
}

async function healsDrift(world: StoryWorld): Promise<void> {
  const resource = `${world.url}/connectors/story-source/config`;
  await fetch(resource, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...(await liveConfig(world)), 'batch.size': '9' }),
  });
  const drift = await world.run(['drift', '--format', 'json-patch']);
  expect(JSON.parse(drift.stdout)).toEqual([
    { op: 'replace', path: '/story-source/config/batch.size', value: '7' },
  ]);
  expect(drift.exitCode).toBe(2);
  expect((await world.run(['apply', '--yes', '--stable-for', '1s'])).exitCode).toBe(0);
  expect(await liveConfig(world)).toMatchObject({ 'batch.size': '7' });
  expect((await world.run(['drift'])).exitCode).toBe(0);
}

async function deletes(world: StoryWorld): Promise<void> {
  for (const name of ['story-source', 'story-sink']) {
    world.folder.write(`connectors/${name}.yaml`, 'state: absent\n');
  }
  const apply = await world.run(['apply', '--yes']);
  expect(apply.stdout).toContain('2 planned: 2 applied.');
  expect(apply.exitCode).toBe(0);
  expect(await (await fetch(`${world.url}/connectors`)).json()).toEqual([]);
  expect((await world.run(['plan', '--detailed-exitcode'])).exitCode).toBe(0);
}

function sent(world: StoryWorld): string[] {
  return world
    .requests()
    .map(({ method, path: resource }) => `${method} ${resource}`)
    .sort();
}

async function liveConfig(world: StoryWorld): Promise<Record<string, string>> {
  const listed = (await (await fetch(`${world.url}/connectors?expand=info`)).json()) as Record<
    string,
    { readonly info: { readonly config: Record<string, string> } }
  >;
  return listed['story-source']?.info.config ?? {};
}

function writeSource({ folder }: StoryWorld, config: Readonly<Record<string, string>>): void {
  const lines = Object.entries(config).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`);
  folder.write(
    'connectors/story-source.yaml',
    'state: running\nconfig:\n' +
      '  connector.class: org.apache.kafka.connect.file.FileStreamSourceConnector\n' +
      `  tasks.max: 1\n${lines.join('')}`,
  );
  folder.write(
    'connectors/story-sink.yaml',
    'dependsOn: [story-source]\nconfig:\n' +
      '  connector.class: org.apache.kafka.connect.file.FileStreamSinkConnector\n' +
      `  tasks.max: 1\n  topics: story-lines\n  file: ${JSON.stringify(path.join(folder.directory, 'out.txt'))}\n`,
  );
}
