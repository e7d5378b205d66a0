import { describe, expect, it } from 'vitest';
import { type Canary, canary, findLeaks } from '../support/canaries.ts';
import type { CliRun } from '../support/run-cli.ts';
import { generation, placeNames, type SecretWorld, secretWorld } from '../support/secret-world.ts';

/** Every command that shows connectors, in every format. */
const commands = [
  ['validate'],
  ['validate', '-f', 'json'],
  ['validate', '--cluster', 'main'],
  ['validate', '--cluster', 'main', '-f', 'json'],
  ...['text', 'diff', 'json-patch', 'json', 'markdown', 'github'].flatMap((format) => [
    ['plan', '-f', format],
    ['drift', '-f', format],
  ]),
  ['plan', '--no-validate'],
  ...['yaml', 'json'].flatMap((format) => [
    ['show', '-f', format],
    ['show', '--planned', '-f', format],
    ['render', '-f', format],
    ['render', '--origin', '-f', format],
  ]),
  ...['text', 'json'].flatMap((format) => [
    ['list', '-f', format],
    ['status', '-f', format],
    ['status', '-f', 'markdown'],
    ['cluster', '-f', format],
  ]),
];

/** Commands for which an old worker makes a difference: key types come from elsewhere. */
const typeDependent = [
  ['validate', '--cluster', 'main'],
  ['plan', '-f', 'json'],
  ['plan', '--no-validate'],
  ['drift', '-f', 'diff'],
  ['show'],
  ['show', '--planned'],
  ['render', '-f', 'json'],
];

const apply = ['apply', '--yes', '--stable-for', '1s'];

/** Runs the commands and returns the leaks, each with its command. */
async function leaksOfAll(
  world: SecretWorld,
  all: readonly (readonly string[])[],
  canaries: readonly Canary[],
): Promise<string[]> {
  const leaks: string[] = [];
  for (const command of all) {
    const run = await world.run(command);
    expect([0, 2], `${command.join(' ')}: ${run.stderr}`).toContain(run.exitCode);
    leaks.push(...leaksOf(run, canaries).map((leak) => `${command.join(' ')}: ${leak}`));
  }
  return leaks;
}

function leaksOf({ stdout, stderr }: CliRun, canaries: readonly Canary[]): string[] {
  return findLeaks(stdout + stderr, canaries);
}

describe.each([
  ['4.3', commands],
  ['2.8', typeDependent],
] as const)('no secret is shown on Kafka Connect %s', (connectVersion, all) => {
  it('from creation through rotation and removal to deletion', async () => {
    const [older, newer] = [generation('old'), generation('new')];
    const cluster = canary('cluster');
    const canaries = [...older.values(), ...newer.values(), cluster];
    const world = await secretWorld(cluster, { connectVersion });
    const leaks: string[] = [];
    const act = async (stage: string, format: 'text' | 'json' | 'markdown' | 'github') => {
      leaks.push(...(await leaksOfAll(world, all, canaries)).map((leak) => `${stage}: ${leak}`));
      const run = await world.run([...apply, '-f', format]);
      expect(run.exitCode, `${stage}: ${run.stdout}${run.stderr}`).toBe(0);
      leaks.push(...leaksOf(run, canaries).map((leak) => `${stage}: apply -f ${format}: ${leak}`));
    };
    world.declare(older);
    await act('creation', 'text');
    leaks.push(...(await leaksOfAll(world, all, canaries)));
    world.declare(newer);
    await act('rotation', 'json');
    world.declareWithoutSecrets();
    await act('removal', 'markdown');
    world.declare(newer);
    await act('return', 'github');
    world.declareAbsent();
    await act('deletion', 'json');
    expect([...new Set(leaks)]).toEqual([]);
    expect(placeNames.filter((name) => world.sandbox.worker.config(name) !== undefined)).toEqual([]);
    // About two hundred commands.
  });
});

describe('no secret is shown by manual actions', () => {
  it.each(['text', 'json'] as const)('with -f %s, even if traces quote it', async (format) => {
    const secrets = generation('live');
    const cluster = canary('cluster');
    const canaries = [...secrets.values(), cluster];
    const world = await secretWorld(cluster);
    world.declare(secrets);
    expect((await world.run(apply)).exitCode).toBe(0);
    const { worker } = world.sandbox;
    await worker.settled();
    for (const [name, secret] of secrets) {
      if (!worker.counts(name).taskStarts) continue;
      worker.failTask(name, 0, `java.lang.Exception: login failed with ${secret.secret}`);
    }
    const leaks: string[] = [];
    for (const command of [
      ['pause', '*'],
      ['resume', '*'],
      ['restart', '*'],
      ['restart', '*', '--task', '0'],
      ['restart', '*', '--failed'],
      ['stop', '*'],
      ['delete', '*'],
      ['delete', '*', '--yes', '--timeout', '30s', '--allow-deletes', '99'],
    ]) {
      const run = await world.run([...command, '-f', format, '-v']);
      leaks.push(...leaksOf(run, canaries).map((leak) => `${command.join(' ')}: ${leak}`));
    }
    expect(leaks).toEqual([]);
    expect(placeNames.filter((name) => worker.config(name) !== undefined)).toEqual([]);
  });
});
