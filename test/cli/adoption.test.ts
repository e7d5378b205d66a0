import { describe, expect, it } from 'vitest';
import { onlyCluster } from '../support/json-output.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

const project = `version: 1
ownership:
  marker: managed.by
  repository: orders-connectors
`;
const unmarkedConfig = {
  'connector.class': 'FileStreamSource',
  'tasks.max': '1',
  topic: 'lines',
  file: '/tmp/lines.txt',
};
const file = `config:
  connector.class: FileStreamSource
  tasks.max: 1
  topic: lines
  file: /tmp/lines.txt
`;
const yes = ['--yes', '--stable-for', '1s'];

describe('with ownership.marker', () => {
  it('every connector is created with the marker and owned from then on', async () => {
    const world = await tryout({ files: { 'connect-sync.yaml': project, 'connectors/orders.yaml': file } });
    const plan = await world.run(['plan']);
    expect(plan.stdout).toContain('+managed.by: orders-connectors');
    expect(plan.exitCode).toBe(0);
    expect((await world.run(['apply', ...yes])).exitCode).toBe(0);
    expect(world.sandbox.worker.config('orders')).toEqual({ ...ours(), name: 'orders' });
    await expectNothingToDo(world);
    const origins = await world.run(['render', '--origin']);
    expect(origins.stdout).toMatch(/managed\.by: orders-connectors\s+# connect-sync\.yaml:3/);
  });

  it('a connector that sets the key to another value is an error at its line', async () => {
    const files = { 'connect-sync.yaml': project, 'connectors/orders.yaml': `${file}  managed.by: me\n` };
    const world = await tryout({ files });
    const run = await world.run(['plan']);
    expect(run.stderr).toContain('error[marker-overridden]');
    expect(run.stderr).toContain('--> connectors/orders.yaml:6:3');
    expect(run.exitCode).toBe(29);
  });
});

describe('a live connector without the marker', () => {
  const files = {
    'connect-sync.yaml': project,
    'connectors/orders.yaml': file,
    'connectors/returns.yaml': file,
    'connectors/fresh.yaml': file,
  };

  async function unmarkedWorld(): Promise<Tryout> {
    const world = await tryout({ files });
    world.sandbox.worker.seed([
      { name: 'orders', config: unmarkedConfig },
      { name: 'returns', config: { ...unmarkedConfig, topic: 'other' } },
    ]);
    return world;
  }

  it('is shown with its diff, and nothing is written unless --adopt names it', async () => {
    const world = await unmarkedWorld();
    for (const command of [['plan'], ['apply', '--yes'], ['plan', '--adopt', 'fresh']]) {
      const run = await world.run(command);
      expect(run.stdout).toContain(
        'refused[needs-adoption]: 2 declared connectors are live without our ownership marker ' +
          '(managed.by: orders-connectors)\n  orders\n  returns\n  hint: ',
      );
      expect(run.stdout).toContain('--adopt NAME');
      expect(run.stdout).toContain('+managed.by: orders-connectors');
      expect(run.stdout).toContain('-topic: other');
      expect(run.exitCode).toBe(22);
    }
    expect(world.writes()).toEqual([]);
  });

  it('is refused in the JSON plan too', async () => {
    const world = await unmarkedWorld();
    const run = await world.run(['plan', '-f', 'json', '--adopt', 'orders']);
    const { refusals } = onlyCluster(run.stdout);
    expect(refusals).toMatchObject([{ code: 'needs-adoption', names: ['returns'] }]);
    expect(run.exitCode).toBe(22);
  });

  it('is adopted if --adopt names it, and the suggested apply repeats the option', async () => {
    const world = await unmarkedWorld();
    const plan = await world.run(['plan', '--adopt', 'orders', '--adopt', 'ret*']);
    expect(plan.stdout).toContain('Plan: 1 create, 2 update');
    expect(plan.stdout).toContain(`apply --cluster ${world.sandbox.url} --adopt orders --adopt 'ret*'`);
    expect(plan.exitCode).toBe(0);
    const adopting = ['apply', ...yes, '--adopt', 'orders', '--adopt', 'ret*'];
    expect((await world.run(adopting)).exitCode).toBe(0);
    expect(world.sandbox.worker.config('orders')).toEqual({ ...ours(), name: 'orders' });
    expect(world.sandbox.worker.config('returns')).toEqual({ ...ours(), name: 'returns' });
    await expectNothingToDo(world);
    const writes = world.writes();
    expect((await world.run(adopting)).exitCode, 'the same command again').toBe(0);
    expect(world.writes()).toEqual(writes);
  });

  it('does not block a plan limited by --only or a file', async () => {
    const world = await unmarkedWorld();
    expect((await world.run(['apply', ...yes, '--only', 'fresh'])).exitCode).toBe(0);
    expect((await world.run(['apply', ...yes, 'connectors/fresh.yaml'])).exitCode).toBe(0);
    expect(world.writes()).toEqual(['PUT /connectors/fresh/config']);
  });

  it('is deleted as declared only if --adopt names it', async () => {
    const world = await unmarkedWorld();
    world.folder.write('connectors/returns.yaml', 'state: absent\n');
    const refused = await world.run(['apply', ...yes, '--adopt', 'orders']);
    expect(refused.stdout).toContain('--adopt returns adopts it');
    expect(refused.exitCode).toBe(22);
    expect(world.writes()).toEqual([]);
    expect((await world.run(['apply', ...yes, '--adopt', '*'])).exitCode).toBe(0);
    expect(world.sandbox.worker.config('returns')).toBeUndefined();
  });

  it('is drift: shown and not refused', async () => {
    const world = await unmarkedWorld();
    const drift = await world.run(['drift']);
    expect(drift.stdout).toContain('~ orders    differs');
    expect(drift.stdout).not.toContain('refus');
    expect(drift.exitCode).toBe(2);
    const patch = JSON.parse(
      (await world.run(['drift', '-f', 'json-patch', 'connectors/orders.yaml'])).stdout,
    );
    expect(patch).toEqual([{ op: 'add', path: '/orders/config/managed.by', value: 'orders-connectors' }]);
  });

  it('is reported before validation errors: 22, then 29 with --adopt', async () => {
    const world = await unmarkedWorld();
    world.folder.write('connectors/fresh.yaml', file.replace('tasks.max: 1', 'tasks.max: many'));
    for (const command of ['plan', 'apply']) {
      expect((await world.run([command])).exitCode).toBe(22);
      expect((await world.run([command, '--adopt', '*'])).exitCode).toBe(29);
    }
    expect(world.writes()).toEqual([]);
  });
});

describe('a live connector with the marker of another repository', () => {
  const theirs = { ...unmarkedConfig, topic: 'theirs', 'managed.by': 'payments' };

  async function foreignWorld(declared: string): Promise<Tryout> {
    const world = await tryout({
      files: {
        'connect-sync.yaml': project,
        'connectors/ours.yaml': file,
        'connectors/orders.yaml': declared,
      },
    });
    world.sandbox.worker.seed([
      { name: 'orders', config: theirs },
      { name: 'stray', config: theirs },
      { name: 'ours', config: ours() },
    ]);
    return world;
  }

  it.each([
    ['declared differently', file],
    ['declared paused', `state: paused\n${file}`],
    ['declared absent', 'state: absent\n'],
  ])('is never changed, with any options: %s', async (_, declared) => {
    const world = await foreignWorld(declared);
    for (const flags of [[], ['--adopt', '*'], ['--adopt', '*', '--prune', '--allow-deletes', '9']]) {
      for (const command of [['plan'], ['apply', '--yes']]) {
        const run = await world.run([...command, ...flags]);
        expect(run.stdout).toContain('refused[other-repository]: 1 declared connector');
        expect(run.stdout).toMatch(
          /Left alone\n {2}orders +belongs to another repository: it has the ownership marker of "payments" \(managed\.by\)/,
        );
        expect(run.exitCode).toBe(22);
      }
    }
    expect(world.writes()).toEqual([]);
    expect(world.sandbox.worker.config('orders')).toEqual({ ...theirs, name: 'orders' });
  });

  it('is shown by drift, and left unchanged by show --planned', async () => {
    const world = await foreignWorld(file);
    const drift = await world.run(['drift']);
    expect(drift.stdout).toContain('-managed.by: payments\n    +managed.by: orders-connectors');
    expect(drift.exitCode).toBe(2);
    const [before, after] = [await world.run(['show']), await world.run(['show', '--planned'])];
    expect(after.stdout).toBe(before.stdout);
  });

  it('is not pruned, but owned connectors are', async () => {
    const world = await foreignWorld(file);
    world.folder.write(
      'connectors/orders.yaml',
      file.replace('lines', 'unused').replace('config', 'name: new\nconfig'),
    );
    world.sandbox.worker.seed([
      { name: 'old', config: ours() },
      { name: 'unmarked', config: unmarkedConfig },
    ]);
    const run = await world.run(['apply', ...yes, '--prune', '--adopt', '*']);
    expect(run.exitCode, run.stdout + run.stderr).toBe(0);
    expect(run.stdout).toMatch(/- old +delete +\(pruned: owned but not declared\)/);
    expect(run.stdout).toMatch(
      / {2}stray +not owned: it has the ownership marker of "payments" \(managed\.by\)/,
    );
    expect(run.stdout).toMatch(
      / {2}unmarked +not owned: it has no ownership marker \(ours: managed\.by: orders-connectors\)/,
    );
    expect(world.writes().filter((write) => write.startsWith('DELETE'))).toEqual(['DELETE /connectors/old']);
    expect(world.writes()).toHaveLength(2);
  });

  it('cannot send control characters to the terminal', async () => {
    const world = await foreignWorld(file);
    world.sandbox.worker.editConfig('orders', { 'managed.by': 'a\u001b[2J\n::error::b' });
    await world.sandbox.worker.settled();
    const run = await world.run(['plan']);
    expect(run.stdout).toContain('refused[other-repository]');
    expect(run.stdout).not.toContain('\u001b');
    expect(run.stdout).not.toMatch(/^::/m);
  });
});

describe('--adopt', () => {
  it('without a marker is a usage error', async () => {
    const world = await tryout({ files: { 'connectors/orders.yaml': file } });
    for (const command of ['plan', 'apply']) {
      const run = await world.run([command, '--adopt', 'orders']);
      expect(run.stderr).toContain('ownership.marker');
      expect(run.exitCode).toBe(64);
    }
    expect(world.sandbox.requests).toEqual([]);
  });

  it.each([
    ['order', 'of this name', 'did you mean "orders"?'],
    ['payments-*', 'that matches', 'write the file first'],
    ['live-only', 'of this name', 'write the file first'],
  ])('%s, which no file declares, is an error', async (pattern, says, hint) => {
    const world = await tryout({ files: { 'connect-sync.yaml': project, 'connectors/orders.yaml': file } });
    world.sandbox.worker.seed([{ name: 'live-only', config: unmarkedConfig }]);
    for (const command of ['plan', 'apply']) {
      const run = await world.run([command, '--adopt', 'orders', '--adopt', pattern]);
      expect(run.stderr).toContain(`--adopt ${pattern}: no file declares a connector ${says}`);
      expect(run.stderr).toContain(hint);
      expect(run.exitCode).toBe(1);
    }
    expect(world.writes()).toEqual([]);
  });

  it('accepts a connector that only one of several clusters has', async () => {
    const world = await tryout({ files: {} });
    const { url } = world.sandbox;
    world.folder.write(
      'connect-sync.yaml',
      `${project}clusters:\n  dev: { url: "${url}" }\n  prod: { url: "${url}" }\n`,
    );
    world.folder.write('connectors/orders.yaml', `clusters: [dev]\n${file}`);
    world.folder.write('connectors/both.yaml', file);
    world.sandbox.worker.seed([{ name: 'orders', config: unmarkedConfig }]);
    const environment = { CONNECT_SYNC_CLUSTER: '' };
    const run = await world.run(['plan', '--all-clusters', '--adopt', 'orders'], { environment });
    expect(run.exitCode, run.stderr).toBe(0);
  });
});

function ours(): Record<string, string> {
  return { ...unmarkedConfig, 'managed.by': 'orders-connectors' };
}

async function expectNothingToDo(world: Tryout): Promise<void> {
  const plan = await world.run(['plan', '--detailed-exitcode']);
  expect(plan.stdout).toContain('No differences');
  expect(plan.exitCode).toBe(0);
}
