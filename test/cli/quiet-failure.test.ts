import { describe, expect, it } from 'vitest';
import { onlyCluster } from '../support/json-output.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

const topics = { former: 'former-topic-c4f1', now: 'new-topic-93ab' };
const file = (topic: string, more = '') =>
  `${more}config:\n  connector.class: FileStreamSource\n  tasks.max: 1\n  topic: ${topic}\n  file: /tmp/lines.txt\n`;
const sink = (more = '') =>
  `${more}config:\n  connector.class: FileStreamSink\n  tasks.max: 1\n  topics: ${topics.now}\n  file: /tmp/out.txt\n`;
const applying = ['apply', '--yes', '--stable-for', '1s'];
const versions = ['2.8', '4.3'] as const;

/** A connector that was applied, and whose plugin throws in `taskConfigs()` from now on. */
async function breaking(connectVersion: (typeof versions)[number]): Promise<Tryout> {
  const world = await tryout({ connectVersion, files: { 'connectors/a.yaml': file(topics.former) } });
  expect((await world.run(applying)).exitCode).toBe(0);
  world.sandbox.worker.failTaskConfigs('a');
  world.folder.write('connectors/a.yaml', file(topics.now));
  return world;
}

describe.each(versions)('a plugin that cannot create tasks, on Kafka Connect %s', (connectVersion) => {
  it('causes a warning after a create if there are no tasks, and a failure with --strict', async () => {
    const world = await tryout({ connectVersion, files: { 'connectors/a.yaml': file(topics.now) } });
    world.sandbox.worker.failTaskConfigs('a');
    const apply = await world.run(applying);
    expect(apply.stdout).toMatch(
      /create {2}a {3}applied; RUNNING, 0\/0 tasks, .*\n +warning: it runs no tasks: /,
    );
    expect(apply.exitCode).toBe(0);
    expect((await world.run(['status'])).exitCode).toBe(0);
    expect((await world.run(['status', '--strict'])).exitCode).toBe(25);
    world.folder.write('connectors/a.yaml', file(topics.former));
    const strict = await world.run([...applying, '--strict']);
    expect(strict.stdout).toMatch(/update {2}a {3}applied; unhealthy: it runs no tasks: /);
    expect(strict.exitCode).toBe(25);
  });

  it('is a failure of a sink, in apply, status and describe', async () => {
    const world = await tryout({ connectVersion, files: { 'connectors/a.yaml': sink() } });
    world.sandbox.worker.failTaskConfigs('a');
    const apply = await world.run(applying);
    expect(apply.stdout).toMatch(/create {2}a {3}applied; unhealthy: it is a sink and has no tasks: /);
    expect(apply.exitCode).toBe(25);
    const status = await world.run(['status']);
    expect(status.stdout).toContain('it is a sink and has no tasks');
    expect(status.exitCode).toBe(25);
    expect((await world.run(['describe', 'a'])).stdout).toContain('it is a sink and has no tasks');
  });

  it.each([
    ['in its file', sink('allowNoTasks: true\n'), {}],
    ['in a default', sink(), { defaults: [{ match: { class: 'FileStreamSink' }, allowNoTasks: true }] }],
    [
      'in a profile',
      sink('extends: [quiet]\n'),
      { profiles: { quiet: { allowNoTasks: true, config: { 'errors.tolerance': 'none' } } } },
    ],
    [
      'in its file, against a default',
      sink('allowNoTasks: true\n'),
      { defaults: [{ match: { class: 'File*' }, allowNoTasks: false }] },
    ],
  ])('is accepted with allowNoTasks: true %s', async (_, text, project) => {
    const files = {
      'connectors/a.yaml': text,
      'connect-sync.yaml': JSON.stringify({ version: 1, ...project }),
    };
    const world = await tryout({ connectVersion, files });
    world.sandbox.worker.failTaskConfigs('a');
    const apply = await world.run([...applying, '--strict']);
    expect(apply.stderr).not.toContain('error');
    expect(apply.stdout).toMatch(/create {2}a {3}applied; RUNNING, 0\/0 tasks, /);
    expect(apply.stdout).not.toContain('warning');
    expect(apply.exitCode).toBe(0);
    for (const command of [
      ['status', '--strict'],
      ['status', 'a', '--strict'],
      ['describe', 'a'],
    ])
      expect(await world.run(command)).toMatchObject({
        exitCode: 0,
        stdout: expect.not.stringContaining('no tasks:'),
      });
  });

  it.each(['yes', '1', '"no"', '[true]', 'TRUE!'])('is not accepted with allowNoTasks: %s', async (value) => {
    const files = { 'connectors/a.yaml': sink(`allowNoTasks: ${value}\n`) };
    const world = await tryout({ connectVersion, files });
    const apply = await world.run(applying);
    expect(apply.stderr).toContain('"allowNoTasks" must be true or false');
    expect(apply.stderr).toContain('connectors/a.yaml:1:15');
    expect(apply.exitCode).toBe(29);
  });

  it('is a failure after an update if tasks have an old value, named in every format without values', async () => {
    const world = await breaking(connectVersion);
    world.sandbox.clearRequests();
    const apply = await world.run(applying);
    const says = 'its tasks still run an earlier configuration (they contradict topic)';
    expect(apply.stdout).toContain(`update  a   applied; unhealthy: ${says}`);
    expect(apply.stdout.slice(apply.stdout.indexOf(says))).not.toMatch(/topic-/);
    expect(apply.exitCode).toBe(25);
    const named = await world.run(['status', 'a']);
    expect(named.stdout).toContain(says);
    expect(named.exitCode).toBe(25);
    const described = await world.run(['describe', 'a', '--format', 'json']);
    expect(onlyCluster(described.stdout)).toMatchObject({
      connectors: [{ health: { kind: 'failed', reason: expect.stringContaining(says) } }],
    });
  });

  it.each(['json', 'markdown', 'github'])('is named by apply in format %s', async (format) => {
    const world = await breaking(connectVersion);
    const apply = await world.run([...applying, '--format', format]);
    expect(apply.stdout).toMatch(/they contradict topic/);
    expect(apply.exitCode).toBe(25);
  });

  it('causes no failure if the tasks have the new value', async () => {
    const world = await tryout({ connectVersion, files: { 'connectors/a.yaml': file(topics.former) } });
    expect((await world.run(applying)).exitCode).toBe(0);
    world.folder.write('connectors/a.yaml', file(topics.now));
    world.sandbox.clearRequests();
    const apply = await world.run(applying);
    expect(apply.stdout).toMatch(/update {2}a {3}applied; RUNNING, 1\/1 task, /);
    expect(apply.stdout).not.toContain('warning');
    const asked = world.sandbox.requests.filter(({ path }) => path === '/connectors/a/tasks');
    expect(asked).toHaveLength(1);
  });
});
