import { describe, expect, it } from 'vitest';
import { type Tryout, tryout } from '../support/tryout.ts';

const file = 'config:\n  connector.class: FileStreamSource\n  tasks.max: 1\n  topic: lines\n';
const applying = ['apply', '--stable-for', '1s'];

async function world(): Promise<Tryout> {
  return tryout({ files: { 'connectors/a.yaml': file, 'connectors/b.yaml': file } });
}

describe('apply at a terminal', () => {
  it.each(['y', 'yes', 'Y', 'YES', ' yes '])('applies the plan if the answer is "%s"', async (answer) => {
    const { run, sandbox } = await world();
    const apply = await run(applying, { answers: [answer] });
    expect(apply.stdout).toContain('Plan: 2 create');
    expect(apply.stderr).toContain(`Apply these changes to ${sandbox.url}? [y/N]`);
    expect(apply.stdout).toContain('2 planned: 2 applied.');
    expect(apply.exitCode).toBe(0);
  });

  it.each(['n', 'no', '', 'yess', 'maybe', 'apply'])('does nothing if it is "%s": 1', async (answer) => {
    const { run, writes } = await world();
    const apply = await run(applying, { answers: [answer] });
    expect(apply.stdout).toContain('Plan: 2 create');
    expect(apply.stderr).toMatch(/Cancelled: no changes made to .*\nexit 1: cancelled$/m);
    expect(apply.stdout).not.toContain('planned');
    expect(apply.exitCode).toBe(1);
    expect(writes()).toEqual([]);
  });

  it('does not ask with --yes, nor without changes', async () => {
    const { run } = await world();
    const first = await run([...applying, '--yes'], { answers: ['n'] });
    expect(first.exitCode).toBe(0);
    const second = await run(applying, { answers: ['n'] });
    expect(second.exitCode).toBe(0);
    expect(first.stderr + second.stderr).not.toContain('[y/N]');
  });

  it('does not ask about a blocked plan', async () => {
    const { run, folder, writes } = await world();
    folder.write('connectors/b.yaml', file.replace('tasks.max: 1', 'tasks.max: many'));
    const apply = await run(applying, { answers: ['y'] });
    expect(apply.stderr).not.toContain('[y/N]');
    expect(apply.exitCode).toBe(29);
    expect(writes()).toEqual([]);
  });
});

describe('without a terminal', () => {
  it('apply shows the plan and requires --yes: 64', async () => {
    const { run, writes } = await world();
    const apply = await run(applying);
    expect(apply.stdout).toContain('Plan: 2 create');
    expect(apply.stderr).toContain('--yes');
    expect(apply.exitCode).toBe(64);
    expect(writes()).toEqual([]);
  });
});

describe('a run is limited', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['to a name', ['--only', 'a'], ['a']],
    ['to a glob', ['--only', 'orders-*'], ['orders-1', 'orders-2']],
    ['to several', ['--only', 'a', '--only', 'orders-1'], ['a', 'orders-1']],
    ['to a file', ['connectors/a.yaml'], ['a']],
    ['to a file with several connectors', ['connectors/team/orders.yaml'], ['orders-1', 'orders-2']],
    ['to a folder', ['connectors/team'], ['orders-1', 'orders-2']],
    ['to the intersection of both', ['connectors/team', '--only', '*-2'], ['orders-2']],
  ])('%s', async (_, args, expected) => {
    const { run, writes } = await tryout({
      files: {
        'connectors/a.yaml': file,
        'connectors/b.yaml': file,
        'connectors/team/orders.yaml': `name: orders-1\n${file}---\nname: orders-2\n${file}`,
      },
    });
    const plan = await run(['plan', ...args]);
    expect(plan.stdout).toContain(
      `Plan: ${expected.length} create; 0 unchanged, ${4 - expected.length} left alone.`,
    );
    expect(plan.stdout).toMatch(/b\s+not selected \(FILE, --only\): it would be created/);
    const repeated =
      /To apply: connect-sync (.*)/.exec(plan.stdout)?.[1]?.replaceAll("'", '').split(' ') ?? [];
    expect(repeated).toEqual(expect.arrayContaining([...args]));
    const apply = await run([...repeated, '--yes', '--stable-for', '1s']);
    expect(apply.exitCode, apply.stderr).toBe(0);
    expect([...writes()].sort()).toEqual(expected.map((name) => `PUT /connectors/${name}/config`));
  });

  it('but all files are checked', async () => {
    const { run, writes, folder } = await world();
    folder.write('connectors/b.yaml', 'config: [\n');
    for (const args of [['--only', 'a'], ['connectors/a.yaml']]) {
      const apply = await run([...applying, '--yes', ...args]);
      expect(apply.stderr).toContain('connectors/b.yaml:');
      expect(apply.exitCode).toBe(29);
    }
    expect(writes()).toEqual([]);
  });

  it.each([
    [['plan', 'connectors/nowhere.yaml'], 'connectors/nowhere.yaml'],
    [['apply', '--yes', 'nowhere'], 'nowhere'],
    [['drift', '/etc/hosts'], '/etc/hosts'],
    [['plan', '--only', 'nobody'], 'nobody'],
    [['apply', '--yes', '--only', 'no-*'], 'no-*'],
    [['status', 'nobody'], 'nobody'],
    [['show', 'no-*'], 'no-*'],
    [['render', 'nobody'], 'nobody'],
  ])('to what is not there: %j is 1', async (args, named) => {
    const { run, writes } = await world();
    const { exitCode, stderr } = await run(args);
    expect(stderr).toContain(named);
    expect(exitCode, stderr).toBe(1);
    expect(writes()).toEqual([]);
  });

  it('drift compares only the named files', async () => {
    const { run, sandbox } = await world();
    await run([...applying, '--yes']);
    sandbox.worker.editConfig('b', { topic: 'others' });
    expect((await run(['drift'])).exitCode).toBe(2);
    expect((await run(['drift', 'connectors/a.yaml'])).exitCode).toBe(0);
    expect((await run(['drift', 'connectors/b.yaml'])).exitCode).toBe(2);
  });
});
