import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PlanView } from '../../src/model/plan-view.ts';
import { masking } from '../support/gateway.ts';
import { onlyCluster } from '../support/json-output.ts';
import { maskedWorld } from '../support/masked-world.ts';
import type { CliRun } from '../support/run-cli.ts';
import { connectorFile } from '../support/secret-world.ts';
import type { TryoutOptions } from '../support/tryout.ts';

const fingerprintKey = 'connect-sync.fingerprint';
const project = `version: 1\nsecrets: {fingerprint: ${fingerprintKey}}\n`;
const hmacKey = 'key-of-the-pipeline-0123456789';
const withPassword = connectorFile({ config: { 'connection.password': '${env.DB_PASSWORD}' } });
const files = { 'connect-sync.yaml': project, 'connectors/a.yaml': withPassword };
const apply = ['apply', '--yes', '--stable-for', '1s'];
const isEmpty = ['plan', '--detailed-exitcode'];

/** A masked worker, with commands that run with a password and a key of fingerprints. */
async function rotationWorld(options: Partial<TryoutOptions> = {}) {
  const world = await maskedWorld({ files, ...options });
  const run = (password: string, args: readonly string[], key: string | undefined = hmacKey) =>
    world.run(args, { environment: environmentOf(password, key) });
  const read = (file: string) => readFileSync(path.join(world.folder.directory, file), 'utf8');
  const updates = () => world.writes().filter((one) => /^PUT .*\/config$/.test(one));
  return { ...world, run, bare: world.run, read, updates };
}

function environmentOf(password: string, key: string): Record<string, string> {
  return { DB_PASSWORD: password, ...(key !== '' && { CONNECT_SYNC_FINGERPRINT_KEY: key }) };
}

function backupIn(directory: string): string {
  const found = readdirSync(path.join(directory, 'saved'), { recursive: true, encoding: 'utf8' });
  return path.join('saved', found.find((file) => file.endsWith('a.yaml') || file.endsWith('a.json')) ?? '');
}

function commitAll(directory: string): void {
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false'];
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-C', directory, ...who, ...args], { stdio: 'pipe' });
  git('init', '-q');
  git('add', '-A');
  git('commit', '-q', '-m', 'x');
}

function ok(run: CliRun): CliRun {
  expect(run.exitCode, run.stdout + run.stderr).toBe(0);
  return run;
}

async function planOf(run: Promise<CliRun>): Promise<PlanView> {
  return onlyCluster<PlanView>((await run).stdout);
}

describe('a rotated secret on a worker that masks it', () => {
  it('is an update that is applied once, and the plan is empty before and after', async () => {
    const { run, updates, stored } = await rotationWorld();
    ok(await run('first-password', apply));
    for (const _ of [1, 2]) ok(await run('first-password', isEmpty));
    ok(await run('first-password', apply));
    expect(updates()).toHaveLength(1);
    expect((await run('second-password', isEmpty)).exitCode).toBe(2);
    ok(await run('second-password', apply));
    expect((await stored('a'))['connection.password']).toBe('second-password');
    for (const _ of [1, 2]) ok(await run('second-password', isEmpty));
    ok(await run('second-password', apply));
    expect(updates()).toHaveLength(2);
  });

  it.each(['••••••••', '[hidden]', '***', '<hidden>'])(
    'is applied once where the mask is %s',
    async (mask) => {
      const { run, updates, gateway } = await rotationWorld();
      gateway.follow(masking(/password/, mask));
      ok(await run('first-password', apply));
      ok(await run('first-password', isEmpty));
      expect((await run('second-password', isEmpty)).exitCode).toBe(2);
      ok(await run('second-password', apply));
      ok(await run('second-password', isEmpty));
      expect(updates()).toHaveLength(2);
    },
  );

  it('within a value of which the worker masks only a part is named by its key', async () => {
    const url = 'jdbc:postgresql://db/orders?user=u&password=${env.DB_PASSWORD}';
    const { run, gateway } = await rotationWorld({
      files: { ...files, 'connectors/a.yaml': connectorFile({ config: { 'connection.url': url } }) },
    });
    gateway.follow(masking(/connection\.url/, 'jdbc:postgresql://db/orders?user=u&password=*****'));
    ok(await run('first-password', apply));
    ok(await run('first-password', isEmpty));
    const { changes } = await planOf(run('second-password', ['plan', '-f', 'json']));
    expect(changes[0]?.rotates).toEqual(['connection.url']);
    ok(await run('second-password', apply));
    ok(await run('second-password', isEmpty));
  });

  it('of a converter restarts the tasks of a worker that would not hand it on', async () => {
    const secret = 'value.converter.basic.auth.user.info';
    const world = await rotationWorld({
      connectVersion: '3.4',
      files: {
        ...files,
        'connectors/a.yaml': connectorFile({ config: { [secret]: 'u:${env.DB_PASSWORD}' } }),
      },
    });
    world.gateway.follow(masking(/user\.info/));
    ok(await world.run('first-password', apply));
    const { stdout } = await world.run('second-password', ['plan', '--no-validate']);
    expect(stdout).toContain(`rotates ${secret}`);
    expect(stdout).toContain(`does not pass on ${secret}`);
  });

  it('is named in every format, and no format contains the secrets', async () => {
    const { run } = await rotationWorld();
    ok(await run('first-password', apply));
    const outputs: string[] = [];
    for (const format of ['text', 'markdown', 'github', 'json', 'diff', 'json-patch']) {
      const { stdout, stderr } = ok(await run('second-password', ['plan', '-f', format]));
      outputs.push(stdout + stderr);
      expect(stdout, format).toMatch(/connection\.password|fingerprint/);
    }
    const [text, markdown, github, json, , patch] = outputs;
    expect(text).toContain('rotates connection.password');
    expect(text).toContain('update   connectors/a.yaml:5');
    expect(markdown).toContain('rotates <code>connection.password</code>');
    expect(github).toContain('rotates connection.password');
    const [change] = onlyCluster<PlanView>(json ?? '').changes;
    expect(change).toMatchObject({ kind: 'update', rotates: ['connection.password'] });
    for (const changed of [fingerprintKey, 'connection.password']) {
      expect(JSON.parse(patch ?? '')).toContainEqual(
        expect.objectContaining({ op: 'replace', path: `/a/config/${changed}` }),
      );
    }
    expect(outputs.join('')).not.toMatch(/first-password|second-password|key-of-the-pipeline/);
  });

  it('is drift that names the key', async () => {
    const { run } = await rotationWorld();
    ok(await run('first-password', apply));
    const { exitCode, stdout } = await run('second-password', ['drift']);
    expect(exitCode).toBe(2);
    expect(stdout).toContain(
      'connection.password is not the secret that the files declare, by the fingerprint',
    );
    const markdown = (await run('second-password', ['drift', '-f', 'markdown'])).stdout;
    expect(markdown).toContain('is not the secret that the files declare');
  });

  it('is written again when somebody else restored the old fingerprint', async () => {
    const { run, stored, store } = await rotationWorld();
    ok(await run('first-password', apply));
    const before = await stored('a');
    ok(await run('second-password', apply));
    await store('a', before);
    expect((await planOf(run('second-password', ['plan', '-f', 'json']))).changes[0]?.rotates).toEqual([
      'connection.password',
    ]);
  });

  it('is not a change of any other connector, also where both use the same secret', async () => {
    const { run, stored } = await rotationWorld({
      files: {
        ...files,
        'connectors/b.yaml': connectorFile({ config: { 'connection.password': 'fixed-password' } }),
        'connectors/c.yaml': withPassword,
      },
    });
    ok(await run('first-password', apply));
    const [a, b, c] = await Promise.all(['a', 'b', 'c'].map(stored));
    expect(new Set([a, b, c].map((one) => one?.[fingerprintKey]?.slice(-16))).size).toBe(3);
    const { changes, unchanged } = await planOf(run('second-password', ['plan', '-f', 'json']));
    expect(changes.map(({ name }) => name)).toEqual(['a', 'c']);
    expect(unchanged).toEqual(['b']);
  });

  it('does not cost a request more in a plan', async () => {
    const { run, gateway } = await rotationWorld();
    ok(await run('first-password', apply));
    gateway.forget();
    ok(await run('first-password', ['plan']));
    expect(gateway.requests()).toHaveLength(4);
  });
});

describe('a connector without a fingerprint', () => {
  it('gets one by an update, which writes its declared secrets', async () => {
    const world = await rotationWorld({ files: { ...files, 'connect-sync.yaml': 'version: 1\n' } });
    ok(await world.run('first-password', apply));
    world.folder.write('connect-sync.yaml', project);
    const { stdout } = await world.run('second-password', ['plan']);
    expect(stdout).toContain('adds connection.password to its fingerprint of secrets');
    expect(stdout).not.toContain('rotates');
    ok(await world.run('second-password', apply));
    expect((await world.stored('a'))['connection.password']).toBe('second-password');
    ok(await world.run('second-password', isEmpty));
  });

  it('stays without one where nothing in it is secret', async () => {
    const world = await rotationWorld({
      files: { 'connect-sync.yaml': project, 'connectors/a.yaml': connectorFile({ config: {} }) },
    });
    ok(await world.run('x', apply));
    expect(await world.stored('a')).not.toHaveProperty(fingerprintKey);
    ok(await world.run('x', isEmpty));
  });
});

describe('without the key of fingerprints', () => {
  it('a plan says in one line that rotations cannot be seen, and leaves the fingerprint as it is', async () => {
    const world = await rotationWorld();
    ok(await world.run('first-password', apply));
    const { stdout, stderr } = ok(await world.run('second-password', isEmpty, ''));
    expect(stdout).toContain('No differences');
    const all = stdout + stderr;
    expect(all.match(/rotated secrets cannot be seen/g)).toHaveLength(1);
    expect(all).toContain('CONNECT_SYNC_FINGERPRINT_KEY');
    expect((await world.run('second-password', ['plan', '--strict'], '')).exitCode).not.toBe(0);
  });

  it('apply keeps the stored fingerprint, and a later run with the key sees the rotation', async () => {
    const world = await rotationWorld();
    ok(await world.run('first-password', apply));
    const before = (await world.stored('a'))[fingerprintKey];
    world.folder.write('connectors/a.yaml', withPassword.replace('orders', 'orders-2'));
    ok(await world.run('second-password', apply, ''));
    expect(await world.stored('a')).toMatchObject({ topic: 'orders-2', [fingerprintKey]: before });
    ok(await world.run('second-password', isEmpty, ''));
    const { changes } = await planOf(world.run('second-password', ['plan', '-f', 'json']));
    expect(changes[0]?.rotates).toEqual(['connection.password']);
    ok(await world.run('second-password', apply));
    ok(await world.run('second-password', isEmpty));
  });

  it('apply --strict refuses', async () => {
    const world = await rotationWorld();
    const { exitCode, stdout, stderr } = await world.run('first-password', [...apply, '--strict'], '');
    expect(exitCode, stdout).toBe(29);
    expect(stderr + stdout).toContain('fingerprint-key-missing');
    expect(world.writes()).toEqual([]);
  });

  it('validate and render need neither the key nor the secrets', async () => {
    const world = await rotationWorld();
    for (const command of [['validate'], ['render']]) {
      const { exitCode, stdout, stderr } = await world.bare(command, {
        environment: { CONNECT_SYNC_CLUSTER: '' },
      });
      expect(exitCode, stdout + stderr).toBe(0);
      expect(stdout + stderr).not.toContain('fingerprint-key-missing');
    }
  });

  it('a created connector gets its fingerprint by the first run with the key', async () => {
    const world = await rotationWorld();
    ok(await world.run('first-password', apply, ''));
    expect(await world.stored('a')).not.toHaveProperty(fingerprintKey);
    ok(await world.run('first-password', isEmpty, ''));
    ok(await world.run('first-password', apply));
    ok(await world.run('first-password', isEmpty));
  });
});

describe('another key of fingerprints', () => {
  it('is shown as such, in one line, and every fingerprint is renewed once', async () => {
    const world = await rotationWorld();
    ok(await world.run('first-password', apply));
    const next = 'another-key-of-the-pipeline-01';
    const { stdout } = await world.run('first-password', ['plan'], next);
    expect(stdout).toMatch(/made with another[\s\S]{0,8} key \(CONNECT_SYNC_FINGERPRINT_KEY/);
    expect(stdout).not.toContain('rotates');
    ok(await world.run('first-password', apply, next));
    ok(await world.run('first-password', isEmpty, next));
  });

  it('does not matter for the plan key where fingerprints have their own', async () => {
    const world = await rotationWorld();
    const environment = (planKey: string) => ({
      environment: { ...environmentOf('first-password', hmacKey), CONNECT_SYNC_PLAN_KEY: planKey },
    });
    ok(await world.bare(apply, environment('plan-key-one-0123456789')));
    ok(await world.bare(isEmpty, environment('plan-key-two-0123456789')));
  });
});

describe('the fingerprint of secrets', () => {
  it('works on a worker that masks nothing', async () => {
    const world = await rotationWorld();
    const run = (password: string, args: readonly string[]) =>
      world.runUnmasked(args, { environment: environmentOf(password, hmacKey) });
    ok(await run('first-password', apply));
    ok(await run('first-password', isEmpty));
    const { stdout } = await run('second-password', ['plan']);
    expect(stdout).toContain('rotates connection.password');
    expect(stdout).toContain('-connection.password: (sensitive #1)');
    ok(await run('second-password', apply));
    ok(await run('second-password', isEmpty));
    ok(await run('second-password', ['drift']));
  });

  it('is no misspelt key of the plugin, however similar it is to one', async () => {
    const world = await rotationWorld({
      files: { ...files, 'connect-sync.yaml': 'version: 1\nsecrets: {fingerprint: tasks.maxx}\n' },
    });
    const { stdout, stderr } = ok(await world.run('first-password', ['plan', '--strict']));
    expect(stdout).toContain('+tasks.maxx: v1:');
    expect(stdout + stderr).not.toContain('unknown key');
  });

  it('is no difference between two clusters on which a connector has another name', async () => {
    const world = await rotationWorld({
      files: {
        'connect-sync.yaml': `${project}clusters:\n  one: {url: "http://x", vars: {n: a}}\n  two: {url: "http://y", vars: {n: b}}\n`,
        'connectors/c.yaml': `name: c-\${var.n}\n${withPassword}`,
      },
    });
    const environment = { ...environmentOf('first-password', hmacKey), CONNECT_SYNC_CLUSTER: '' };
    const args = ['render', '--cluster', 'one', '--against', 'two', '-f', 'json'];
    const { stdout } = await world.bare(args, { environment });
    expect(JSON.parse(stdout)).toMatchObject({ differences: [], identical: ['c-a'] });
  });

  it('does not hide that somebody else changed a secret that the worker shows', async () => {
    const world = await rotationWorld();
    const environment = environmentOf('first-password', hmacKey);
    ok(await world.runUnmasked(apply, { environment }));
    await world.store('a', { ...(await world.stored('a')), 'connection.password': 'of-somebody-else' });
    const { stdout } = await world.runUnmasked(['plan'], { environment });
    expect(stdout).toContain('-connection.password: (sensitive #');
    expect(stdout).not.toMatch(/rotates|of-somebody-else/);
  });

  it('is not imported, and an import leads to an empty plan', async () => {
    const world = await rotationWorld();
    ok(await world.run('first-password', apply));
    rmSync(path.join(world.folder.directory, 'connectors'), { recursive: true });
    const environment = environmentOf('first-password', hmacKey);
    ok(await world.runUnmasked(['import', '--secrets', '.env'], { environment }));
    expect(world.read('connectors/a.yaml')).not.toContain('fingerprint');
    ok(await world.runUnmasked([...isEmpty, '--dotenv', '.env'], { environment }));
    ok(await world.runUnmasked(['import', '--dotenv', '.env'], { environment }));
    expect(world.read('connectors/a.yaml')).not.toContain('fingerprint');
  });

  it('does not cover a secret that is managed elsewhere', async () => {
    const world = await rotationWorld({
      files: { ...files, 'connectors/a.yaml': `ignoreKeys: [connection.*]\n${withPassword}` },
    });
    await world.store('a', {
      name: 'a',
      'connector.class': 'FileStreamSource',
      topic: 'orders',
      'tasks.max': '1',
      'connection.password': 'elsewhere',
    });
    ok(await world.run('first-password', isEmpty));
    ok(await world.run('second-password', isEmpty));
  });

  it('comes back with a restored connector, so that the plan shows which secret is live', async () => {
    const world = await rotationWorld();
    const environment = (password: string) => ({ environment: environmentOf(password, hmacKey) });
    ok(await world.runUnmasked(apply, environment('first-password')));
    const before = await world.stored('a');
    ok(await world.runUnmasked([...apply, '--backup', 'saved'], environment('second-password')));
    const backup = backupIn(world.folder.directory);
    for (const key of [hmacKey, '']) {
      const other = { environment: environmentOf('second-password', key) };
      ok(await world.runUnmasked(['restore', backup, '--yes'], other));
      expect(await world.stored('a')).toEqual(before);
      const { changes } = await planOf(world.run('second-password', ['plan', '-f', 'json']));
      expect(changes[0]?.rotates).toEqual(['connection.password']);
      ok(await world.runUnmasked(apply, environment('second-password')));
    }
  });

  it('is not attributed to anybody by a commit, like the secrets that it is made of', async () => {
    const world = await rotationWorld();
    ok(await world.run('first-password', apply));
    commitAll(world.folder.directory);
    const { stdout } = await world.run('second-password', ['drift', '--since', 'HEAD']);
    expect(stdout).toContain('unattributed');
    expect(stdout).not.toContain('drift: changed on the cluster');
  });

  it('that the worker masks itself is no difference, and is named as not comparable', async () => {
    const world = await rotationWorld();
    ok(await world.run('first-password', apply));
    world.gateway.follow(masking(/password|fingerprint/));
    const { stdout } = ok(await world.run('second-password', isEmpty));
    expect(stdout).toContain(`the worker masks ${fingerprintKey}, connection.password`);
  });
});

describe('a saved plan with a rotation', () => {
  it.each([{}, { CONNECT_SYNC_PLAN_KEY: 'the-plan-key-0123456789' }])(
    'is applied once, and is stale after another rotation (%o)',
    async (environment) => {
      const world = await rotationWorld({ environment });
      ok(await world.run('first-password', apply));
      ok(await world.run('second-password', ['plan', '--out', 'p.json']));
      expect(world.read('p.json')).not.toMatch(/-password"|first-pass|second-pass/);
      const stale = await world.run('third-password', ['apply', 'p.json', '--yes', '--stable-for', '1s']);
      expect(stale.exitCode, stale.stdout).toBe(21);
      ok(await world.run('second-password', ['apply', 'p.json', '--yes', '--stable-for', '1s']));
      expect((await world.stored('a'))['connection.password']).toBe('second-password');
      const again = await world.run('second-password', ['apply', 'p.json', '--yes', '--stable-for', '1s']);
      expect(ok(again).stdout).toContain('it already matches the plan');
      expect(world.updates()).toHaveLength(2);
    },
  );
});
