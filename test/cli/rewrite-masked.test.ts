import { describe, expect, it } from 'vitest';
import type { PlanView } from '../../src/model/plan-view.ts';
import { onlyCluster } from '../support/json-output.ts';
import { maskedWorld } from '../support/masked-world.ts';
import type { CliRun } from '../support/run-cli.ts';
import { connectorFile } from '../support/secret-world.ts';
import type { TryoutOptions } from '../support/tryout.ts';

const file = (config: Readonly<Record<string, string>> = {}, more = '') =>
  more + connectorFile({ config: { 'connection.password': '${env.DB_PASSWORD}', ...config } });
const files = { 'connectors/a.yaml': file(), 'connectors/b.yaml': file() };
const apply = ['apply', '--yes', '--stable-for', '1s'];

/** Connectors that were written with an old password, on a worker that masks it. */
async function rewriteWorld(options: Partial<TryoutOptions> = {}) {
  const world = await maskedWorld({ files, ...options });
  const run = (args: readonly string[], password = 'new-password') =>
    world.run(args, { environment: { DB_PASSWORD: password } });
  ok(await run(apply, 'old-password'));
  const before = world.writes().length;
  const passwordOf = async (name: string) => (await world.stored(name))['connection.password'];
  return { ...world, run, bare: world.run, passwordOf, newWrites: () => world.writes().slice(before) };
}

function ok(run: CliRun): CliRun {
  expect(run.exitCode, run.stdout + run.stderr).toBe(0);
  return run;
}

describe('--rewrite-masked', () => {
  it('writes the declared values of the named connectors once, and the next plan is empty', async () => {
    const world = await rewriteWorld();
    const plan = ok(await world.run(['plan', '--rewrite-masked', 'a']));
    expect(plan.stdout).toContain('rewrites connection.password (masked by the worker, cannot be compared)');
    expect(plan.stdout).toContain('--rewrite-masked a');
    expect(world.newWrites()).toEqual([]);
    ok(await world.run([...apply, '--rewrite-masked', 'a']));
    expect(world.newWrites()).toEqual(['PUT /connectors/a/config']);
    expect(await world.passwordOf('a')).toBe('new-password');
    expect(await world.passwordOf('b')).toBe('old-password');
    ok(await world.run(['plan', '--detailed-exitcode']));
  });

  it('shows the keys as fields and in a JSON field, without the secret in any format', async () => {
    const world = await rewriteWorld();
    const { stdout } = ok(await world.run(['plan', '--rewrite-masked', '*', '-f', 'json']));
    const { changes } = onlyCluster<PlanView>(stdout);
    expect(changes.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(changes[0]).toMatchObject({
      kind: 'update',
      rewrites: ['connection.password'],
      fields: [{ key: 'connection.password', before: '********', sensitive: true }],
    });
    for (const format of ['text', 'markdown', 'github', 'diff', 'json-patch']) {
      const one = ok(await world.run(['plan', '--rewrite-masked', 'a', '-f', format]));
      expect(one.stdout, format).toContain('connection.password');
      expect(one.stdout + one.stderr, format).not.toMatch(/new-password|old-password/);
    }
  });

  it('refuses a name or glob that no file declares, and suggests the near one', async () => {
    const world = await rewriteWorld({ files: { 'connectors/orders.yaml': file() } });
    const { exitCode, stderr } = await world.run([...apply, '--rewrite-masked', 'order']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('no connector is called "order" in the files (--rewrite-masked)');
    expect(stderr).toContain('did you mean "orders"?');
    expect((await world.run([...apply, '--rewrite-masked', 'x*'])).exitCode).toBe(1);
    expect(world.newWrites()).toEqual([]);
  });

  it('writes along with other changes, and is left to --only', async () => {
    const world = await rewriteWorld();
    world.folder.write('connectors/a.yaml', file({ topic: 'orders-2' }));
    ok(await world.run([...apply, '--rewrite-masked', '*', '--only', 'a']));
    expect(world.newWrites()).toEqual(['PUT /connectors/a/config']);
    expect(await world.stored('a')).toMatchObject({
      topic: 'orders-2',
      'connection.password': 'new-password',
    });
  });

  it('does not write a connector that carries the marker of another repository', async () => {
    const world = await rewriteWorld();
    await world.store('a', { ...(await world.stored('a')), 'managed.by': 'them' });
    world.folder.write('connect-sync.yaml', 'version: 1\nownership: {marker: managed.by, repository: us}\n');
    const { exitCode } = await world.run([...apply, '--rewrite-masked', 'a']);
    expect(exitCode).toBe(22);
    expect(await world.passwordOf('a')).toBe('old-password');
  });

  it('does not write the mask over a key that is managed elsewhere', async () => {
    const world = await rewriteWorld();
    world.folder.write('connectors/a.yaml', file({}, 'ignoreKeys: [connection.*]\n'));
    const { stdout, stderr } = ok(await world.run([...apply, '--rewrite-masked', 'a']));
    expect(stdout + stderr).toContain('--rewrite-masked a rewrites nothing');
    expect(await world.passwordOf('a')).toBe('old-password');
  });

  it('warns where the worker masks nothing', async () => {
    const world = await rewriteWorld();
    const environment = { DB_PASSWORD: 'old-password' };
    const { stderr } = ok(await world.runUnmasked(['plan', '--rewrite-masked', 'a'], { environment }));
    expect(stderr).toContain('the worker masks no declared value of these connectors');
  });

  it('is part of a saved plan, which is applied without naming it again', async () => {
    const world = await rewriteWorld();
    ok(await world.run(['plan', '--rewrite-masked', 'a', '--out', 'p.json']));
    const { exitCode, stderr } = await world.run(['apply', 'p.json', '--yes', '--rewrite-masked', 'b']);
    expect([exitCode, stderr]).toEqual([64, expect.stringContaining('--rewrite-masked')]);
    ok(await world.run(['apply', 'p.json', '--yes', '--stable-for', '1s']));
    expect(world.newWrites()).toEqual(['PUT /connectors/a/config']);
    expect(await world.passwordOf('a')).toBe('new-password');
  });

  it('suspends the connector for the write where its file says so', async () => {
    const world = await rewriteWorld();
    world.folder.write('connectors/a.yaml', file({}, 'state: running\nchangeWhile: stopped\n'));
    ok(await world.run([...apply, '--rewrite-masked', 'a']));
    expect(world.newWrites()).toEqual([
      'PUT /connectors/a/stop',
      'PUT /connectors/a/config',
      'PUT /connectors/a/resume',
    ]);
    expect(await world.passwordOf('a')).toBe('new-password');
  });

  it('is unknown where the answer is lost, since a reading shows only the mask', async () => {
    const world = await rewriteWorld();
    const [mask] = world.rules;
    if (!mask) throw new Error('the gateway has no rule');
    world.gateway.follow(mask, ({ method, path }) =>
      method === 'PUT' && path === '/connectors/a/config'
        ? { answer: { status: 500, body: '{"error_code":500,"message":"Request timed out"}' } }
        : undefined,
    );
    const { exitCode, stdout } = await world.run([...apply, '--rewrite-masked', 'a']);
    expect(stdout).toContain('reading did not show whether it was applied');
    expect(exitCode).not.toBe(0);
  });

  it('writes a connector with a fingerprint too', async () => {
    const world = await rewriteWorld({
      files: { ...files, 'connect-sync.yaml': 'version: 1\nsecrets: {fingerprint: sync.fp}\n' },
      environment: { CONNECT_SYNC_FINGERPRINT_KEY: 'key-of-the-pipeline-0123' },
    });
    await world.store('a', { ...(await world.stored('a')), 'connection.password': 'of-somebody' });
    ok(await world.run(['plan', '--detailed-exitcode'], 'old-password'));
    ok(await world.run([...apply, '--rewrite-masked', 'a'], 'old-password'));
    expect(await world.passwordOf('a')).toBe('old-password');
  });
});
