import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PlanView } from '../../src/model/plan-view.ts';
import { type MaskStyle, maskStyles } from '../../src/sandbox/masking.ts';
import { findLeaks } from '../support/canaries.ts';
import { onlyCluster } from '../support/json-output.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

const jaas = 'org.apache.kafka.common.security.plain.PlainLoginModule required username="app"';
const password = 'Mk7-canary-password';
const secrets = [{ of: 'password', secret: password, word: 'canary' }];
const apply = ['apply', '--yes', '--stable-for', '1s'];
const declared = (file: string, more = '') => `config:
  connector.class: FileStreamSink
  topics: orders
  file: ${file}
  db.password: \${env.DB_PASSWORD}
  db.token: \${file:/secrets:token}
  connection.url: jdbc:mysql://app:\${env.DB_PASSWORD}@db:3306/shop
  sasl.jaas.config: '${jaas} password="\${env.DB_PASSWORD}";'
${more}`;
const real = (file: string) => ({
  name: 'orders',
  'connector.class': 'FileStreamSink',
  topics: 'orders',
  file,
  'db.password': password,
  'db.token': '${file:/secrets:token}',
  'connection.url': `jdbc:mysql://app:${password}@db:3306/shop`,
  'sasl.jaas.config': `${jaas} password="${password}";`,
});
const masked: Readonly<Record<MaskStyle, readonly string[]>> = {
  asterisks: ['db.password', 'db.token', 'sasl.jaas.config'],
  bullets: ['db.password', 'db.token', 'sasl.jaas.config'],
  hidden: ['db.password', 'db.token', 'sasl.jaas.config'],
  redacted: ['db.password', 'db.token', 'sasl.jaas.config'],
  parts: ['connection.url', 'db.password', 'db.token', 'sasl.jaas.config'],
};

/** A project with one connector, applied to a worker that masks. */
async function maskedWorld(mask: MaskStyle): Promise<Tryout> {
  const world = await tryout({
    files: { 'connectors/orders.yaml': declared('/tmp/one') },
    environment: { DB_PASSWORD: password },
    sandboxMask: mask,
  });
  const run = await world.run(apply);
  expect(run.exitCode, run.stderr).toBe(0);
  expect(world.sandbox.worker.config('orders')).toEqual(real('/tmp/one'));
  return world;
}

async function planOf(world: Tryout): Promise<PlanView> {
  const run = await world.run(['plan', '-f', 'json']);
  return onlyCluster<PlanView>(run.stdout);
}

describe.each(maskStyles)('a worker that masks with %s', (style) => {
  it('has an empty plan after the first apply, twice, and no drift', async () => {
    const world = await maskedWorld(style);
    for (const _ of [1, 2]) {
      const plan = await world.run(['plan', '--detailed-exitcode']);
      expect(plan.exitCode, plan.stdout + plan.stderr).toBe(0);
      expect(plan.stdout).toContain(`cannot be compared: the worker masks ${masked[style].join(', ')}`);
    }
    const { changes, leftAlone } = await planOf(world);
    expect(changes).toEqual([]);
    expect(leftAlone).toMatchObject([{ name: 'orders', reason: 'cannot-compare', masked: masked[style] }]);
    const drift = await world.run(['drift']);
    expect(drift.exitCode, drift.stdout).toBe(0);
    expect(drift.stdout).toContain('1 connector not checked, because the worker masks values: orders.');
    const again = await world.run(apply);
    expect(again.exitCode, again.stderr).toBe(0);
    expect(world.writes()).toHaveLength(1);
  });

  it('gets the declared values, never a mask, with an update of another key', async () => {
    const world = await maskedWorld(style);
    world.folder.write('connectors/orders.yaml', declared('/tmp/two'));
    const { changes } = await planOf(world);
    expect(changes).toMatchObject([{ kind: 'update', masked: masked[style], fields: [{ key: 'file' }] }]);
    expect(JSON.parse((await world.run(['plan', '-f', 'json-patch'])).stdout)).toEqual([
      { op: 'replace', path: '/orders/config/file', value: '/tmp/two' },
    ]);
    const diff = (await world.run(['plan', '-f', 'diff'])).stdout;
    expect(diff.match(/^[-+](?![-+])/gm)).toHaveLength(2);
    const run = await world.run([...apply, '-f', 'json']);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(world.sandbox.worker.config('orders')).toEqual(real('/tmp/two'));
    expect((await planOf(world)).changes).toEqual([]);
    expect(findLeaks(run.stdout + run.stderr + diff, secrets)).toEqual([]);
  });

  it('gets exactly what a saved plan shows, and nothing the second time', async () => {
    const world = await maskedWorld(style);
    world.folder.write('connectors/orders.yaml', declared('/tmp/two'));
    await world.run(['plan', '--out', 'plan.json']);
    const first = await world.run([...apply.slice(0, 1), 'plan.json', ...apply.slice(1)]);
    expect(first.exitCode, first.stdout + first.stderr).toBe(0);
    expect(world.sandbox.worker.config('orders')).toEqual(real('/tmp/two'));
    const second = await world.run([...apply.slice(0, 1), 'plan.json', ...apply.slice(1)]);
    expect(second.exitCode, second.stdout + second.stderr).toBe(0);
    expect(second.stdout).toContain('already');
    expect(world.writes()).toHaveLength(2);
  });

  it('is refused --on-failure rollback in the plan, with the connector and the keys', async () => {
    const world = await maskedWorld(style);
    world.folder.write('connectors/orders.yaml', declared('/tmp/two'));
    await world.run(['plan', '--out', 'plan.json']);
    for (const args of [apply, ['apply', 'plan.json', '--yes']]) {
      const run = await world.run([...args, '--on-failure', 'rollback']);
      expect(run.exitCode, run.stdout + run.stderr).toBe(22);
      expect(run.stdout).toContain('--on-failure rollback could not restore 1 connector');
      for (const key of masked[style]) expect(run.stdout).toContain(key);
      expect(run.stdout).toContain('use --on-failure halt or continue');
    }
    expect(world.writes()).toHaveLength(1);
  });

  it('never has a mask in a file after an import, which asks for each value', async () => {
    const world = await maskedWorld(style);
    const { folder } = world;
    folder.write(
      'connectors/orders.yaml',
      'name: other\nconfig:\n  connector.class: FileStreamSink\n  topics: a\n',
    );
    const run = await world.run(['import', 'orders', '--secrets', '.env', '--out', 'imported']);
    expect(run.exitCode, run.stderr).toBe(0);
    const text = readFileSync(path.join(folder.directory, 'imported/orders.yaml'), 'utf8');
    expect(text).not.toMatch(/\*\*|••|hidden|redacted/);
    expect(text).toContain('db.password: ${env.ORDERS_DB_PASSWORD}\n');
    expect(run.stderr.match(/warning\[import-masked-value\]/g)).toHaveLength(masked[style].length);
    expect(run.stderr).toContain('set ORDERS_DB_PASSWORD to the actual value before you run plan');
    const saved = path.join(folder.directory, '.env');
    if (existsSync(saved))
      expect(readFileSync(saved, 'utf8')).not.toMatch(/\*\*|••|hidden|redacted|DB_PASSWORD/);
  });

  it('is restored from no backup', async () => {
    const world = await maskedWorld(style);
    world.folder.write('connectors/orders.yaml', declared('/tmp/two'));
    const update = await world.run(apply);
    expect(update.stderr).toContain('the worker masks values of orders');
    const backups = path.join(world.folder.directory, '.connect-sync/backups');
    const [taken = ''] = readdirSync(backups).filter((name) => !name.startsWith('.'));
    const before = world.writes().length;
    const run = await world.run(['restore', path.join(backups, taken, 'orders.json'), '--yes']);
    expect(run.exitCode, run.stdout + run.stderr).toBe(29);
    expect(run.stderr.match(/error\[masked-value-in-backup\]/g)).toHaveLength(1);
    for (const key of masked[style]) expect(run.stderr).toContain(key);
    expect(world.writes()).toHaveLength(before);
  });

  it('is not written where ignoreKeys would write a mask back, and says what to do', async () => {
    const world = await maskedWorld(style);
    world.folder.write('connectors/orders.yaml', declared('/tmp/two', 'ignoreKeys: ["db.*"]\n'));
    const plan = await world.run(['plan']);
    expect(plan.exitCode, plan.stdout + plan.stderr).toBe(22);
    expect(plan.stdout).toContain('would replace masked values with their masks');
    expect(plan.stdout).toContain('db.password, db.token');
    expect(plan.stdout).toContain('remove the keys from ignoreKeys');
    expect((await world.run(apply)).exitCode).toBe(22);
    expect((await world.run(['drift'])).exitCode).toBe(2);
    expect(world.writes()).toHaveLength(1);
    world.folder.write('connectors/orders.yaml', declared('/tmp/two'));
    expect((await world.run(apply)).exitCode).toBe(0);
    expect(world.sandbox.worker.config('orders')).toEqual(real('/tmp/two'));
  });
});

describe('a desired value that is a mask', () => {
  it.each([
    ['in a file', { files: { value: '"****"' } }],
    ['in a default', { files: { value: 'x', defaults: '"[hidden]"' } }],
    ['in a variable', { files: { value: '${var.P}', vars: '"••••••"' } }],
    ['in the environment', { files: { value: '${env.P}' }, environment: { P: '<redacted>' } }],
    ["as connect-sync's own mask", { files: { value: '"(sensitive #1)"' } }],
  ] as const)('is an error %s, that says what to do', async (_, { files, ...rest }) => {
    const { value, defaults, vars }: { value: string; defaults?: string; vars?: string } = files;
    const world = await tryout({
      files: {
        'connect-sync.yaml': `version: 1
${vars ? `vars: { P: ${vars} }\n` : ''}${defaults ? `defaults:\n  - config: { other.password: ${defaults} }\n` : ''}`,
        'connectors/a.yaml': `config:\n  connector.class: FileStreamSink\n  topics: a\n  db.password: ${value}\n`,
      },
      ...rest,
    });
    for (const args of [['validate'], ['plan'], apply]) {
      const run = await world.run(args);
      expect(run.exitCode, run.stdout + run.stderr).toBe(29);
      expect(run.stderr.match(/error\[masked-value\]/g)).toHaveLength(1);
      expect(run.stderr).toMatch(/instead of a value/);
      expect(run.stderr).toMatch(/hint: (?:replace it with|set it to) the actual value/);
    }
    expect(world.writes()).toEqual([]);
  });
});
