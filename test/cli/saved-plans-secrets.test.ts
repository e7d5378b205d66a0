import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SavedPlan } from '../../src/model/saved-plan.ts';
import { canary, findLeaks } from '../support/canaries.ts';
import { runCli } from '../support/run-cli.ts';
import { withDigests } from '../support/saved-plan-of.ts';
import { generation, secretWorld } from '../support/secret-world.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

const planKey = '6f1c0f0a5d7e4b2e9a31';
const keyed = { CONNECT_SYNC_PLAN_KEY: planKey };

/** A connector with a PIN as its secret: in a password, in two URLs and in a text. */
const file = (topic: string) => `config:
  connector.class: FileStreamSource
  tasks.max: 1
  topic: ${topic}
  some.password: \${env.PIN}
  connection.url: https://user:\${env.PIN}@db:9200/path
  jdbc.url: jdbc:postgresql://db/orders?user=u&password=\${env.PIN}&ssl=true
  some.header: begins \${env.PIN} ends
`;

const live = (pin: string) => ({
  'connector.class': 'FileStreamSource',
  'tasks.max': '1',
  topic: 'old',
  'some.password': pin,
  'connection.url': `https://user:${pin}@db:9200/path`,
  'jdbc.url': `jdbc:postgresql://db/orders?user=u&password=${pin}&ssl=true`,
  'some.header': `begins ${pin} ends`,
});

interface PinWorld extends Tryout {
  /** The saved plan with one PIN in the environment and one live, without its time. */
  saved(
    pins: { readonly desired: string; readonly live: string },
    more?: Readonly<Record<string, string>>,
  ): Promise<string>;
}

async function pinWorld(): Promise<PinWorld> {
  const world = await tryout({
    files: { 'connectors/a.yaml': file('new'), 'connectors/b.yaml': file('new') },
  });
  return {
    ...world,
    saved: async (pins, more = {}) => {
      world.sandbox.worker.seed([{ name: 'a', config: live(pins.live) }]);
      world.sandbox.worker.failConnector('a', `java.io.IOException: no login with ${pins.live}`);
      const environment = { PIN: pins.desired, ...more };
      const run = await world.run(['plan', '--out', 'plan.json'], { environment });
      expect(run.exitCode, run.stderr).toBe(0);
      const text = readFileSync(path.join(world.folder.directory, 'plan.json'), 'utf8');
      return text
        .replace(/"createdAt": "[^"]*"/, '"createdAt": "then"')
        .replace(/"digest": "[^"]*"/, '"digest": "with the time"');
    },
  };
}

describe('guessing a PIN from a saved plan', () => {
  it('is impossible: plans with other secrets are equal, byte for byte', async () => {
    const world = await pinWorld();
    const pins = { desired: '1234', live: '5678' };
    const plan = await world.saved(pins);
    expect(plan, 'the worker quotes the secret').toContain('no login with (sensitive)');
    for (const other of [
      { ...pins, desired: '4321' },
      { ...pins, live: '8765' },
      { desired: '0000', live: '9999' },
    ]) {
      expect(await world.saved(other)).toBe(plan);
    }
    const equal = await world.saved({ desired: '1234', live: '1234' });
    expect(equal, 'only equal and different secrets can be distinguished').not.toBe(plan);
    expect(await world.saved({ desired: '7777', live: '7777' })).toBe(equal);
  });

  it('is impossible without the key, although other secrets have other seals', async () => {
    const world = await pinWorld();
    const seals = (text: string): string[] => [...(text.match(/hmac-sha256:[0-9a-f]{64}/g) ?? [])];
    const withoutSeals = (text: string) => text.replaceAll(/hmac-sha256:[0-9a-f]{64}/g, 'a seal');
    const pins = { desired: '1234', live: '5678' };
    const plan = await world.saved(pins, keyed);
    const other = await world.saved({ ...pins, desired: '4321' }, keyed);
    expect(seals(plan).length).toBeGreaterThan(2);
    expect(seals(plan).filter((seal) => seals(other).includes(seal))).toEqual([]);
    expect(withoutSeals(other)).toBe(withoutSeals(plan));
    const later = await world.saved(pins, keyed);
    expect(
      seals(later).filter((seal) => seals(plan).includes(seal)),
      'it does not show whether a secret is the same in two plans',
    ).toEqual([]);
    expect(plan).not.toContain(planKey);
  });
});

describe('a secret that is replaced between plan and apply', () => {
  const apply = ['apply', 'plan.json', '--yes', '--stable-for', '1s'];
  const pins = { desired: '1234', live: '5678' };

  it('is not detected without a key, and plan and apply both warn', async () => {
    const world = await pinWorld();
    await world.saved(pins);
    const plan = await world.run(['plan', '--out', 'plan.json'], { environment: { PIN: '1234' } });
    expect(plan.stderr).toMatch(/note: 8 secrets of the plan .* can be replaced undetected/);
    const run = await world.run(apply, { environment: { PIN: '4321' } });
    expect(run.stderr).toMatch(/note: 8 secrets of the plan .* cannot be compared/);
    expect(world.writes()).toContain('PUT /connectors/a/config');
  });

  it('makes the change stale with a key', async () => {
    const world = await pinWorld();
    await world.saved(pins, keyed);
    const run = await world.run(apply, { environment: { PIN: '4321', ...keyed } });
    expect(run.stdout).toMatch(
      /a\s+stale: its file has changed: connection\.url, jdbc\.url, some\.header, some\.password/,
    );
    expect([run.exitCode, world.writes()]).toEqual([21, []]);
    expect(run.stderr).not.toContain('note:');
    const same = await world.run(apply, { environment: { PIN: '1234', ...keyed } });
    expect(same.stdout).toContain('2 planned: 2 applied');
  });

  it.each([
    [
      'another key',
      keyed,
      { CONNECT_SYNC_PLAN_KEY: 'another key, long enough' },
      21,
      /edited, or made with another key/,
    ],
    ['no key', keyed, {}, 21, /the plan is sealed, but CONNECT_SYNC_PLAN_KEY is not set/],
    ['a key that the plan was made without', {}, keyed, 21, /the plan was saved without it/],
    ['a key that is too short', {}, { CONNECT_SYNC_PLAN_KEY: 'secret' }, 64, /fewer than 16 characters/],
  ])('is refused with %s', async (_, then, now, exitCode, says) => {
    const world = await pinWorld();
    await world.saved(pins, then);
    const run = await world.run(apply, { environment: { PIN: '1234', ...now } });
    expect(run.stderr).toMatch(says);
    expect([run.exitCode, world.writes()]).toEqual([exitCode, []]);
  });

  it('cannot be hidden by editing a sealed plan', async () => {
    const world = await pinWorld();
    await world.saved(pins, keyed);
    const absolute = path.join(world.folder.directory, 'plan.json');
    const saved: SavedPlan = JSON.parse(readFileSync(absolute, 'utf8'));
    const edited = withDigests({ ...saved, options: { ...saved.options, prune: true } });
    world.folder.write('plan.json', JSON.stringify(edited));
    const run = await world.run(apply, { environment: { PIN: '1234', ...keyed } });
    expect([run.exitCode, run.stderr]).toEqual([
      21,
      expect.stringContaining('the seal of the plan is invalid'),
    ]);
  });
});

describe('no secret is shown', () => {
  it('in a saved plan, when it is shown or applied, or in drift against it', async () => {
    const [older, newer] = [generation('old'), generation('new')];
    const cluster = canary('cluster');
    const canaries = [...older.values(), ...newer.values(), cluster];
    const world = await secretWorld(cluster);
    const leaks: string[] = [];
    const look = async (args: readonly string[], codes: readonly number[] = [0, 2]) => {
      const run = await world.run(args);
      expect(codes, `${args.join(' ')}: ${run.stdout}${run.stderr}`).toContain(run.exitCode);
      leaks.push(...findLeaks(run.stdout + run.stderr, canaries).map((leak) => `${args.join(' ')}: ${leak}`));
    };
    const stages = [
      () => world.declare(older),
      () => world.declare(newer),
      () => world.declareWithoutSecrets(),
      () => world.declare(older),
      () => world.declareAbsent(),
    ];
    for (const declare of stages) {
      declare();
      await look(['plan', '--out', 'plan.json']);
      const saved = readFileSync(path.join(world.folder.directory, 'plan.json'), 'utf8');
      leaks.push(...findLeaks(saved, canaries).map((leak) => `plan.json: ${leak}`));
      for (const format of ['text', 'diff', 'json-patch', 'json', 'markdown', 'github']) {
        await look(['plan', '--show', 'plan.json', '-f', format]);
      }
      const comment = await runCli(['comment', 'plan.json'], { directory: world.folder.directory });
      expect(comment.exitCode, comment.stderr).toBe(0);
      leaks.push(...findLeaks(comment.stdout + comment.stderr, canaries).map((leak) => `comment: ${leak}`));
      await look(['drift', '--plan', 'plan.json', '-f', 'json']);
      await look(['apply', 'plan.json', '--yes', '--stable-for', '1s']);
      await look(['drift', '--plan', 'plan.json']);
    }
    // Also if everything is stale.
    world.declare(newer);
    await look(['apply', 'plan.json', '--yes', '--stable-for', '1s'], [21]);
    expect([...new Set(leaks)]).toEqual([]);
  });
});
