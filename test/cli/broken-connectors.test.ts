import { describe, expect, it } from 'vitest';
import { onlyCluster } from '../support/json-output.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

const file =
  'state: running\nconfig:\n  connector.class: FileStreamSource\n  tasks.max: 1\n  topic: lines\n  file: /tmp/lines.txt\n';
const applying = ['apply', '--yes', '--stable-for', '1s'];

const rootCause = 'java.io.IOException: Cannot open /tmp/lines.txt';
const trace = `org.apache.kafka.connect.errors.ConnectException: Task failed\n\tat a.B.c(B.java:1)\nCaused by: ${rootCause}\n\tat java.base/x.Y.z(Y.java:2)\n\t... 3 more\n`;

/** Three applied connectors, one of which (`a`) has failed since. */
async function worldWithBroken(
  part: 'connector' | 'task',
  connectVersion: '2.8' | '3.4' | '4.3' = '4.3',
): Promise<Tryout> {
  const world = await tryout({
    connectVersion,
    files: { 'connectors/a.yaml': file, 'connectors/b.yaml': file, 'connectors/c.yaml': file },
  });
  expect((await world.run(applying)).exitCode).toBe(0);
  if (part === 'task') world.sandbox.worker.failTask('a', 0, trace);
  else world.sandbox.worker.failConnector('a', trace);
  world.sandbox.clearRequests();
  return world;
}

describe.each(['2.8', '3.4', '4.3'] as const)('a failed connector on Kafka Connect %s', (connectVersion) => {
  it.each(['task', 'connector'] as const)(
    'is planned as a restart with its root cause, and apply restarts it: failed %s',
    async (part) => {
      const world = await worldWithBroken(part, connectVersion);
      const plan = await world.run(['plan', '--detailed-exitcode']);
      expect(plan.stdout).toMatch(/\* a\s+restart\s+.*FAILED/);
      expect(plan.stdout).toContain(rootCause);
      expect(plan.stdout).not.toContain('B.java');
      expect(plan.stdout).toContain('Plan: 1 restart; 2 unchanged.');
      expect(plan.exitCode).toBe(2);
      const apply = await world.run(applying);
      expect(apply.stdout).toContain('1 planned: 1 applied.');
      expect(apply.stdout).toMatch(/a\s+applied; healed: RUNNING, 1\/1 task/);
      expect(apply.exitCode).toBe(0);
      const writes = world.writes();
      expect(
        writes.every((write) => /^POST \/connectors\/a\/.*restart/.test(write)),
        writes.join(),
      ).toBe(true);
      expect((await world.run(['plan', '--detailed-exitcode'])).exitCode).toBe(0);
      expect((await world.run(['status'])).exitCode).toBe(0);
    },
  );

  it('is restarted within the limit of --max-restarts', async () => {
    const world = await worldWithBroken('task', connectVersion);
    const plan = await world.run(['plan', '--max-restarts', '0', '--detailed-exitcode']);
    expect(plan.stdout).toMatch(/a\s+not restarted in this run: .*FAILED; one run restarts at most 0/);
    expect(plan.exitCode).toBe(0);
    const limited = await world.run([...applying, '--max-restarts', '0']);
    expect(limited.stdout).toMatch(/-\s+a\s+unhealthy as before: .*FAILED/);
    expect(limited.stdout).toContain('No changes. 1 unchanged connector unhealthy (1 of them as before).');
    expect(limited.exitCode).toBe(25);
    expect(world.writes()).toEqual([]);
    const next = await world.run(['plan', '--max-restarts', '1']);
    expect(next.stdout).toContain('--max-restarts 1\n');
    expect((await world.run([...applying, '--max-restarts', '1'])).stdout).toContain('1 planned: 1 applied.');
  });

  it('is listed but not restarted with --restart none', async () => {
    const world = await worldWithBroken('task', connectVersion);
    const plan = await world.run(['plan', '--restart', 'none', '--detailed-exitcode']);
    expect(plan.stdout).toMatch(/a\s+not restarted \(use --restart failed\): .*FAILED/);
    expect(plan.exitCode).toBe(0);
    expect((await world.run([...applying, '--restart', 'none'])).exitCode).toBe(25);
    expect(world.writes()).toEqual([]);
  });
});

describe('a failed connector', () => {
  it.each(['task', 'connector'] as const)('is no drift: failed %s', async (part) => {
    const { run } = await worldWithBroken(part);
    const drift = await run(['drift']);
    expect(drift.stdout).not.toMatch(/FAILED|restart/);
    expect(drift.stdout).toContain('No differences');
    expect(drift.exitCode).toBe(0);
    expect((await run(['drift', '-f', 'json-patch'])).stdout).toBe('[]\n');
  });

  it('makes status exit with 25 and show the root cause only', async () => {
    const { run } = await worldWithBroken('task');
    const status = await run(['status']);
    expect(status.stdout).toMatch(/^a {2}source {2}failed: 1 of 1 task FAILED/);
    expect(status.stdout).toContain(rootCause);
    expect(status.stdout).not.toContain('B.java');
    expect(status.stderr).toMatch(/exit 25/);
    expect(status.exitCode).toBe(25);
    expect((await run(['status', 'b', 'c'])).exitCode, 'the others are healthy').toBe(0);
    expect((await run(['list'])).stdout.split('\n')[1], 'broken ones first').toMatch(/^source +a +/);
  });

  it('that was failed before and fails again ends the apply that restarted it with 25', async () => {
    const world = await worldWithBroken('task');
    world.sandbox.worker.failTasksAfter('a', 0, trace);
    const apply = await world.run(applying);
    expect(apply.stdout).toContain('1 planned: 1 applied (1 of them unhealthy as before).');
    expect(apply.stdout).toContain(rootCause);
    expect(apply.exitCode).toBe(25);
    expect((await world.run([...applying, '--allow-unhealthy', 'a'])).exitCode).toBe(0);
    expect((await world.run(['status'])).exitCode).toBe(25);
  });

  it('is not restarted if a restart cannot fix the cause', async () => {
    const world = await tryout({ files: { 'connectors/a.yaml': file } });
    await world.run(applying);
    world.sandbox.worker.failTask(
      'a',
      0,
      'org.apache.kafka.common.config.ConfigException: Invalid value x for configuration batch.size',
    );
    const plan = await world.run(['plan', '--detailed-exitcode']);
    expect(plan.stdout).toContain('not restarted, because it needs a change of the connector');
    expect(plan.exitCode).toBe(0);
  });

  it('needs no extra restart if its config changes too', async () => {
    const world = await worldWithBroken('task');
    world.folder.write('connectors/a.yaml', file.replace('lines.txt', 'others.txt'));
    const plan = await world.run(['plan']);
    expect(plan.stdout).toContain('Plan: 1 update; 2 unchanged.');
    expect(plan.stdout).toContain(rootCause);
    expect((await world.run(applying)).exitCode).toBe(0);
    expect(world.writes()).toEqual(['PUT /connectors/a/config']);
  });
});

describe('a task that fails after a write', () => {
  it('exits with 25 and shows file, root cause and healthy connectors', async () => {
    const world = await tryout({ files: { 'connectors/a.yaml': file, 'connectors/b.yaml': file } });
    world.sandbox.worker.failTasksAfter('a', 20, trace);
    const apply = await world.run(['apply', '--yes']);
    expect(apply.exitCode).toBe(25);
    expect(apply.stdout).toContain('connectors/a.yaml');
    expect(apply.stdout).toMatch(/a\s+applied; unhealthy: 1 of 1 task FAILED/);
    expect(apply.stdout).toContain(rootCause);
    expect(apply.stdout).not.toContain('B.java');
    expect(apply.stdout).toMatch(/b\s+applied; RUNNING, 1\/1 task/);
    expect(apply.stdout).toContain('2 planned: 2 applied (1 of them unhealthy).');
    expect(apply.stderr).toMatch(/exit 25: .*not healthy/);
  });

  it('is not noticed with --no-wait, and appears in the next plan', async () => {
    const world = await tryout({ files: { 'connectors/a.yaml': file } });
    world.sandbox.worker.failTasksAfter('a', 0, trace);
    expect((await world.run(['apply', '--yes', '--no-wait'])).exitCode).toBe(0);
    await world.sandbox.worker.settled();
    expect((await world.run(['plan'])).stdout).toMatch(/\* a\s+restart/);
  });

  it('is rolled back with --on-failure rollback: 26', async () => {
    const world = await tryout({ files: { 'connectors/a.yaml': file, 'connectors/b.yaml': file } });
    await world.run([...applying, '--only', 'a']);
    const before = world.sandbox.worker.config('a');
    world.folder.write('connectors/a.yaml', file.replace('lines.txt', 'others.txt'));
    world.sandbox.worker.failTasksAfter('b', 0, trace);
    const apply = await world.run([...applying, '--on-failure', 'rollback']);
    expect(apply.exitCode, apply.stdout + apply.stderr).toBe(26);
    expect(apply.stdout).toMatch(/rolled back: a is as it was before/);
    expect(world.sandbox.worker.config('a')).toEqual(before);
    expect(world.sandbox.worker.config('b')).toBeUndefined();
  });
});

describe('the causes of failures', () => {
  const acl =
    'org.apache.kafka.common.errors.TopicAuthorizationException: Not authorized to access topics: [lines]';
  const refused =
    'org.apache.kafka.common.config.ConfigException: Invalid value x for configuration batch.size';

  /** Two connectors that FAILED for causes that differ, and fail again when they are restarted. */
  async function worldWithCauses(): Promise<Tryout> {
    const world = await worldWithBroken('task');
    const trace = `org.apache.kafka.connect.errors.ConnectException: Task failed\n\tat a.B.c(B.java:1)\nCaused by: `;
    world.sandbox.worker.failTasksAfter('a', 0, trace + acl);
    world.sandbox.worker.failTask('a', 0, trace + acl);
    world.sandbox.worker.failTask('b', 0, trace + refused);
    return world;
  }

  it('outside of a connector are tried once per apply, and reported as such with what to do', async () => {
    const world = await worldWithCauses();
    const plan = await world.run(['plan']);
    expect(plan.stdout).toContain('its cause is outside of the connector: it is not authorized in Kafka');
    expect(plan.stdout).toContain('not restarted, because it needs a change of the connector');
    for (let run = 1; run <= 2; run++) {
      const apply = await world.run(applying);
      expect(apply.stdout).toContain(
        'outside of the connector: it is not authorized in Kafka; grant the permission',
      );
      expect(world.writes()).toHaveLength(run);
    }
    expect(world.writes().every((write) => write.startsWith('POST /connectors/a/restart'))).toBe(true);
  });

  it('group what status shows, in text, Markdown and JSON', async () => {
    const world = await worldWithCauses();
    const status = await world.run(['status']);
    expect(status.stdout).toContain(
      'needs a change of the connector (1): b\noutside of the connector (1): a\n',
    );
    const markdown = await world.run(['status', '--format', 'markdown']);
    expect(markdown.stdout).toContain('outside of the connector: it is not authorized in Kafka');
    const { connectors } = onlyCluster((await world.run(['status', '--format', 'json'])).stdout);
    expect(connectors).toMatchObject([
      { name: 'a', health: { cause: { kind: 'outside' } } },
      { name: 'b', health: { cause: { kind: 'connector' } } },
      { name: 'c' },
    ]);
  });

  it('group what a report shows, in text and Markdown', async () => {
    for (const [format, says] of [
      ['text', 'outside of the connector (1): a'],
      ['markdown', '- outside of the connector (1): `a`'],
    ] as const) {
      const world = await worldWithCauses();
      const trace = `org.apache.kafka.connect.errors.ConnectException: x\nCaused by: ${refused}`;
      world.sandbox.worker.failTasksAfter('b', 0, trace);
      world.folder.write('connectors/b.yaml', file.replace('topic: lines', 'topic: others'));
      const apply = await world.run([...applying, '--format', format]);
      expect(apply.stdout).toContain(says);
      expect(apply.stdout).toContain('needs a change of the connector (1):');
    }
  });
});

describe('a FAILED connector that is declared paused or stopped, and whose plugin is gone', () => {
  const gone = 'java.lang.NoClassDefFoundError: com/example/Missing\n\tat a.B.c(B.java:1)\n';
  const states = ['paused', 'stopped'] as const;

  async function worldWithout(state: 'paused' | 'stopped' | 'running'): Promise<Tryout> {
    const world = await tryout({
      files: { 'connectors/a.yaml': file.replace('running', state), 'connectors/b.yaml': file },
    });
    expect((await world.run(applying)).exitCode).toBe(0);
    world.sandbox.worker.failConnector('a', gone);
    world.sandbox.clearRequests();
    return world;
  }

  it.each(states)('has an empty plan, and ends each apply with 25, as status does: %s', async (state) => {
    const world = await worldWithout(state);
    const plan = await world.run(['plan', '--detailed-exitcode']);
    expect(plan.stdout).toContain(`the connector is FAILED, whether it is ${state} cannot be seen`);
    expect(plan.stdout).toContain('a jar is missing on the worker');
    expect(plan.exitCode, plan.stdout).toBe(0);
    for (let run = 1; run <= 2; run++) {
      const apply = await world.run(applying);
      expect(apply.stdout).toMatch(/-\s+a\s+unhealthy as before: connector FAILED/);
      expect(apply.exitCode).toBe(25);
    }
    expect(world.writes()).toEqual([]);
    expect((await world.run(['status'])).exitCode).toBe(25);
    expect((await world.run([...applying, '--allow-unhealthy', 'a'])).exitCode).toBe(0);
  });

  it.each(states)('is no drift of its state, also where its configuration differs: %s', async (state) => {
    const world = await worldWithout(state);
    const drift = await world.run(['drift']);
    expect(drift.stdout).toContain('No differences');
    expect(drift.exitCode, drift.stdout).toBe(0);
    expect((await world.run(['drift', '-f', 'json-patch'])).stdout).toBe('[]\n');
    world.folder.write(
      'connectors/a.yaml',
      file.replace('running', state).replace('topic: lines', 'topic: others'),
    );
    const other = await world.run(['drift', '-f', 'json']);
    expect(onlyCluster(other.stdout).changes).toMatchObject([
      { name: 'a', state: null, fields: [{ key: 'topic' }] },
    ]);
    expect(other.exitCode).toBe(2);
  });

  it.each(states)('differs while its tasks show that it was not asked for yet: %s', async (state) => {
    const world = await worldWithout('running');
    world.folder.write('connectors/a.yaml', file.replace('running', state));
    expect((await world.run(['drift'])).exitCode).toBe(2);
    expect((await world.run(['plan', '--detailed-exitcode'])).exitCode).toBe(2);
    await world.run(applying);
    expect(world.writes()[0]).toMatch(state === 'paused' ? /a\/pause$/ : /a\/stop$/);
    world.sandbox.worker.failConnector('a', gone);
    expect((await world.run(['plan', '--detailed-exitcode'])).exitCode).toBe(0);
  });
});
