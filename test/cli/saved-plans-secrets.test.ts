import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { canary, findLeaks } from '../support/canaries.ts';
import { runCli } from '../support/run-cli.ts';
import { generation, secretWorld } from '../support/secret-world.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

const planKey = '6f1c0f0a5d7e4b2e9a31';
const keyed = { CONNECT_SYNC_PLAN_KEY: planKey };

/** A connector whose secrets are a PIN: in a password, in a URL, in part of a text, in a literal and in a trace. */
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
  /** The saved plan of a run with this PIN in the environment and that one live, without what time makes different. */
  saved(
    pins: { readonly wished: string; readonly live: string },
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
      const environment = { PIN: pins.wished, ...more };
      const run = await world.run(['plan', '--out', 'plan.json'], { environment });
      expect(run.exitCode, run.stderr).toBe(0);
      const text = readFileSync(path.join(world.folder.directory, 'plan.json'), 'utf8');
      return text.replace(/"createdAt": "[^"]*"/, '"createdAt": "then"');
    },
  };
}

describe('who has a saved plan and tries every PIN', () => {
  it('learns nothing: plans with other secrets are the same, byte for byte', async () => {
    const world = await pinWorld();
    const pins = { wished: '1234', live: '5678' };
    const plan = await world.saved(pins);
    expect(plan, 'the worker has said it').toContain('no login with (sensitive)');
    for (const other of [
      { ...pins, wished: '4321' },
      { ...pins, live: '8765' },
      { wished: '0000', live: '9999' },
    ]) {
      expect(await world.saved(other)).toBe(plan);
    }
    const equal = await world.saved({ wished: '1234', live: '1234' });
    expect(equal, 'equal and different can be told apart, and no more').not.toBe(plan);
    expect(await world.saved({ wished: '7777', live: '7777' })).toBe(equal);
  });

  it('learns nothing without the key, though the seals of other secrets are others', async () => {
    const world = await pinWorld();
    const seals = (text: string): string[] => [...(text.match(/hmac-sha256:[0-9a-f]{64}/g) ?? [])];
    const withoutSeals = (text: string) => text.replaceAll(/hmac-sha256:[0-9a-f]{64}/g, 'a seal');
    const pins = { wished: '1234', live: '5678' };
    const plan = await world.saved(pins, keyed);
    const other = await world.saved({ ...pins, wished: '4321' }, keyed);
    expect(seals(plan).length).toBeGreaterThan(2);
    expect(seals(plan).filter((seal) => seals(other).includes(seal))).toEqual([]);
    expect(withoutSeals(other)).toBe(withoutSeals(plan));
    const later = await world.saved(pins, keyed);
    expect(
      seals(later).filter((seal) => seals(plan).includes(seal)),
      'nobody sees whether a secret has stayed the same from plan to plan',
    ).toEqual([]);
    expect(plan).not.toContain(planKey);
  });
});

describe('a secret that is exchanged between plan and apply', () => {
  const apply = ['apply', 'plan.json', '--yes', '--stable-for', '1s'];
  const pins = { wished: '1234', live: '5678' };

  it('goes unseen without a key, which plan and apply both say', async () => {
    const world = await pinWorld();
    await world.saved(pins);
    const plan = await world.run(['plan', '--out', 'plan.json'], { environment: { PIN: '1234' } });
    expect(plan.stderr).toMatch(/note: 8 secrets of the plan .* can be exchanged for another one unseen/);
    const run = await world.run(apply, { environment: { PIN: '4321' } });
    expect(run.stderr).toMatch(/note: 8 secrets of the plan .* cannot be compared/);
    expect(world.writes()).toContain('PUT /connectors/a/config');
  });

  it('makes it stale with a key', async () => {
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
    ['no key', keyed, {}, 21, /the plan is sealed, and CONNECT_SYNC_PLAN_KEY is not set/],
    ['a key that the plan was made without', {}, keyed, 21, /the plan was saved without it/],
    ['a key that is soon found', {}, { CONNECT_SYNC_PLAN_KEY: 'secret' }, 64, /fewer than 16 characters/],
  ])('%s is refused', async (_, then, now, exitCode, says) => {
    const world = await pinWorld();
    await world.saved(pins, then);
    const run = await world.run(apply, { environment: { PIN: '1234', ...now } });
    expect(run.stderr).toMatch(says);
    expect([run.exitCode, world.writes()]).toEqual([exitCode, []]);
  });

  it('a sealed plan cannot be edited at all', async () => {
    const world = await pinWorld();
    await world.saved(pins, keyed);
    const absolute = path.join(world.folder.directory, 'plan.json');
    world.folder.write(
      'plan.json',
      readFileSync(absolute, 'utf8').replace('"prune": false', '"prune": true'),
    );
    const run = await world.run(apply, { environment: { PIN: '1234', ...keyed } });
    expect([run.exitCode, run.stderr]).toEqual([
      21,
      expect.stringContaining('the seal of the plan is broken'),
    ]);
  });
});

describe('no secret shows', () => {
  it('in a saved plan, in what shows and applies it, or in drift against it', async () => {
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
      () => world.wish(older),
      () => world.wish(newer),
      () => world.wishWithout(),
      () => world.wish(older),
      () => world.wishAbsent(),
    ];
    for (const wish of stages) {
      wish();
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
    // And where everything is stale.
    world.wish(newer);
    await look(['apply', 'plan.json', '--yes', '--stable-for', '1s'], [21]);
    expect([...new Set(leaks)]).toEqual([]);
  });
});
