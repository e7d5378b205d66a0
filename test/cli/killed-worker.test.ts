import { describe, expect, it } from 'vitest';
import { urlWithoutServer } from '../connect/misbehaving-server.ts';
import { eventually } from '../support/eventually.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

const file =
  'config:\n  connector.class: FileStreamSource\n  tasks.max: 1\n  topic: lines\n  file: /tmp/lines.txt\n';
const hour = 3_600_000;

interface Group extends Tryout {
  /** Host and port of the one that can be killed. */
  readonly victim: string;
  /** To be found with both URLs. */
  readonly environment: { readonly environment: { readonly CONNECT_SYNC_CLUSTER: string } };
}

/** A group of two workers in the project file, of which one will be killed, or is long gone. */
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

describe('a worker of a group is killed while apply waits', () => {
  it('and apply does not end well while its work is dead: 25, with the worker that is gone', async () => {
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

  it('and apply ends well once its work has moved', async () => {
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

describe('a worker of a group has been killed', () => {
  it('and status says what is on it, and which one it is: 25', async () => {
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

  it('and what runs there is believed where its address is no URL of the cluster', async () => {
    const { run, sandbox, victim } = await group();
    expect((await run(['apply', '--yes', '--stable-for', '1s'])).exitCode).toBe(0);
    sandbox.worker.killWorker({ workerId: victim, was: 'follower', sessionTimeout: hour });
    expect((await run(['status'])).exitCode).toBe(0);
  });
});
