import { describe, expect, it } from 'vitest';
import { type Canary, canary, findLeaks } from '../support/canaries.ts';
import type { CliRun } from '../support/run-cli.ts';
import { generation, placeNames, type SecretWorld, secretWorld } from '../support/secret-world.ts';

/** Every command that shows something of connectors, in every format. */
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

/** What an old worker makes different: where key types come from. */
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

/** Runs the commands and gives what leaks, with the command that does it. */
async function leaksOfAll(
  world: SecretWorld,
  asked: readonly (readonly string[])[],
  canaries: readonly Canary[],
): Promise<string[]> {
  const leaks: string[] = [];
  for (const command of asked) {
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
] as const)('no secret shows, on Kafka Connect %s', (connectVersion, asked) => {
  it('from creation through rotation and removal to deletion', async () => {
    const [older, newer] = [generation('old'), generation('new')];
    const cluster = canary('cluster');
    const canaries = [...older.values(), ...newer.values(), cluster];
    const world = await secretWorld(cluster, { connectVersion });
    const leaks: string[] = [];
    const act = async (stage: string, format: 'text' | 'json' | 'markdown' | 'github') => {
      leaks.push(...(await leaksOfAll(world, asked, canaries)).map((leak) => `${stage}: ${leak}`));
      const run = await world.run([...apply, '-f', format]);
      expect(run.exitCode, `${stage}: ${run.stdout}${run.stderr}`).toBe(0);
      leaks.push(...leaksOf(run, canaries).map((leak) => `${stage}: apply -f ${format}: ${leak}`));
    };
    world.wish(older);
    await act('creation', 'text');
    leaks.push(...(await leaksOfAll(world, asked, canaries)));
    world.wish(newer);
    await act('rotation', 'json');
    world.wishWithout();
    await act('removal', 'markdown');
    world.wish(newer);
    await act('return', 'github');
    world.wishAbsent();
    await act('deletion', 'json');
    expect([...new Set(leaks)]).toEqual([]);
    expect(placeNames.filter((name) => world.sandbox.worker.config(name) !== undefined)).toEqual([]);
  });
});
