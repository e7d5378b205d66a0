import { describe, expect, it } from 'vitest';
import { urlWithoutServer } from '../connect/misbehaving-server.ts';
import { eventually } from '../support/eventually.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

const file =
  'config:\n  connector.class: FileStreamSource\n  tasks.max: 1\n  topic: lines\n  file: /tmp/lines.txt\n';
const hour = 3_600_000;

interface Group extends Tryout {
  /** Host and port of the worker that is killed. */
  readonly victim: string;
  /** The cluster with both URLs. */
  readonly environment: { readonly environment: { readonly CONNECT_SYNC_CLUSTER: string } };
}

/** A cluster of two workers in the project file, one of which is killed or gone. */
async function group(): Promise<Group> {
  const dead = await urlWithoutServer();
  const world = await tryout({ files: { 'connectors/a.yaml': file, 'connectors/b.yaml': file } });
  world.folder.write(
    'connect-sync.yaml',
    `version: 1\nclusters:\n  group: { url: ["${dead}", "${world.sandbox.url}"] }\n`,
  );
  return {
    ...world,
    victim: new URL(dead).host,
    environment: { environment: { CONNECT_SYNC_CLUSTER: 'group' } },
  };
}

describe('a worker is killed while apply waits', () => {
  it('and apply exits with 25 and names the worker while its tasks are not reassigned', async () => {
    const { run, sandbox, victim, environment, writes } = await group();
    const running = run(['apply', '--yes', '--timeout', '40s'], environment);
    await eventually(async () => expect(writes()).toHaveLength(2));
    await sandbox.worker.settled();
    sandbox.worker.killWorker({ workerId: victim, was: 'follower', sessionTimeout: hour });
    const apply = await running;
    expect(apply.stdout).toMatch(
      new RegExp(
        `create {2}a {3}applied; unhealthy: worker ${victim}, which has the connector and 1 of 1 task, refuses`,
      ),
    );
    expect(apply.exitCode).toBe(25);
  });

  it('and apply succeeds once its tasks are reassigned', async () => {
    const { run, sandbox, victim, environment, writes } = await group();
    const running = run(['apply', '--yes'], environment);
    await eventually(async () => expect(writes()).toHaveLength(2));
    await sandbox.worker.settled();
    sandbox.worker.killWorker({ workerId: victim, was: 'follower', sessionTimeout: 600 });
    const apply = await running;
    expect(apply.stdout).toMatch(/^2 planned: 2 applied\.$/m);
    expect(apply.exitCode).toBe(0);
  });
});

describe('a worker was killed', () => {
  it('and status shows what ran on it, and names it: 25', async () => {
    const { run, sandbox, victim, environment } = await group();
    expect((await run(['apply', '--yes', '--stable-for', '1s'], environment)).exitCode).toBe(0);
    expect((await run(['status'], environment)).exitCode).toBe(0);
    sandbox.worker.killWorker({ workerId: victim, was: 'follower', sessionTimeout: hour });
    const status = await run(['status'], environment);
    expect(status.stdout).toMatch(
      /^a {2}source {2}progressing: worker \S+, which has the connector and 1 of 1 task, refuses/,
    );
    expect(status.stdout).toContain(`worker ${victim}, which`);
    expect(status.exitCode).toBe(25);
    const list = await run(['list'], environment);
    expect(list.stdout).toContain(`worker ${victim} refuses connections, with 2 connectors on it`);
    expect(list.exitCode).toBe(0);
  });

  it('and its tasks count as running if its address is not a URL of the cluster', async () => {
    const { run, sandbox, victim } = await group();
    expect((await run(['apply', '--yes', '--stable-for', '1s'])).exitCode).toBe(0);
    sandbox.worker.killWorker({ workerId: victim, was: 'follower', sessionTimeout: hour });
    expect((await run(['status'])).exitCode).toBe(0);
  });
});
