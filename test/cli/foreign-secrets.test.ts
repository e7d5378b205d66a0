import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorBodies, failures, planning, reading, writing } from '../support/every-command.ts';
import { Planter } from '../support/foreign-secrets.ts';
import { startFakeForge } from '../support/forge/fake-forge.ts';
import { forgeKinds } from '../support/forge/open-test-forge.ts';
import { startPlantingProxy } from '../support/planting-proxy.ts';
import { type CliRun, type CliWorld, runCli } from '../support/run-cli.ts';
import { tryout } from '../support/tryout.ts';

const file = (lines: readonly string[]) =>
  `config:\n  connector.class: FileStreamSource\n${lines.map((line) => `  ${line}\n`).join('')}`;

async function foreignWorld(planter: Planter) {
  const world = await tryout({
    files: {
      'connectors/source.yaml': file(['topic: orders', 'file: /tmp/a']),
      'connectors/failing.yaml': file(['topic: orders', 'file: /tmp/b']),
      'connectors/gone.yaml': file(['topic: orders', 'file: /tmp/c']),
      'offsets.json': JSON.stringify({
        offsets: [{ partition: { filename: '/tmp/a' }, offset: { position: 1 } }],
      }),
    },
  });
  const proxy = await startPlantingProxy(world.sandbox.url);
  world.folder.write(
    'connect-sync.yaml',
    `version: 1\nownership: { names: [source, failing, gone, new] }\nclusters:\n  main:\n    url: ${proxy.url}\n  other:\n    url: ${proxy.url}\n`,
  );
  const run = (args: readonly string[], more: Partial<CliWorld> = {}): Promise<CliRun> =>
    runCli(args, {
      directory: world.folder.directory,
      speed: 40,
      ...more,
      environment: { CONNECT_SYNC_CLUSTER: 'main', ...more.environment },
    });
  const first = await run(['apply', '--yes', '--stable-for', '1s'], { speed: 10 });
  expect(first.exitCode, first.stderr).toBe(0);
  const { worker } = world.sandbox;
  worker.seed([
    { name: 'unmanaged', config: { 'connector.class': 'FileStreamSource', topic: 'x', 'tasks.max': '1' } },
  ]);
  await worker.settled();
  worker.failTask('failing', 0, 'x');
  worker.failConnector('gone', 'x');
  worker.setOffsets('source', [{ partition: { filename: '/tmp/a' }, offset: { position: 7 } }]);
  world.folder.write('connectors/source.yaml', file(['topic: invoices', 'file: /tmp/a']));
  world.folder.write('connectors/new.yaml', file(['topic: orders', 'file: /tmp/d']));
  proxy.planter = planter;
  return { ...world, proxy, run };
}

type ForeignWorld = Awaited<ReturnType<typeof foreignWorld>>;

/** Runs the commands; gives what leaks into streams or files, and the places whose harmless part was shown. */
async function leaksOf(
  world: ForeignWorld,
  commands: readonly (readonly string[])[],
  planter: Planter,
): Promise<{ readonly leaks: readonly string[]; readonly shown: ReadonlySet<string> }> {
  const leaks: string[] = [];
  const shown = new Set<string>();
  for (const command of commands) {
    const { stdout, stderr, exitCode } = await world.run(command);
    const output = `${stdout}${stderr}`;
    expect(output, command.join(' ')).not.toMatch(/unexpected error|TypeError|RangeError/);
    expect([0, 1, 2, 20, 21, 22, 25, 28, 29, 30], `${command.join(' ')}: ${output}`).toContain(exitCode);
    for (const place of planter.placesIn(output)) shown.add(place);
    const found = planter.leaksIn(`${output}${writtenFiles(world.folder.directory)}`);
    leaks.push(...found.map((leak) => `${command.join(' ')}: ${leak}`));
  }
  return { leaks: [...new Set(leaks)], shown };
}

/** The files of the oldest backup. */
function backupsIn(directory: string): readonly string[] {
  const root = path.join(directory, '.connect-sync', 'backups');
  const [folder = ''] = readdirSync(root)
    .filter((name) => !name.startsWith('.'))
    .sort();
  return readdirSync(path.join(root, folder)).map((name) => path.join(root, folder, name));
}

/** All files but backups, which are meant to hold what was live. */
function writtenFiles(directory: string): string {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.includes('backups'))
    .map((name) => path.join(directory, name))
    .filter((name) => statSync(name).isFile())
    .map((name) => readFileSync(name, 'utf8'))
    .join('\n');
}

describe('a secret that only the worker knows shows nowhere', () => {
  it('whatever command reads it', async () => {
    const planter = new Planter();
    const world = await foreignWorld(planter);
    const { leaks, shown } = await leaksOf(world, reading, planter);
    expect(leaks).toEqual([]);
    expect([...shown].sort()).toEqual([
      'cluster id',
      'commit',
      'default',
      'documentation',
      'group',
      'health',
      'importance',
      'key name',
      'key type',
      'level',
      'logger',
      'offset',
      'partition',
      'partition key',
      'plugin type',
      'plugin version',
      'topic',
      'trace of connector',
      'trace of task',
      'worker of connector',
      'worker of task',
    ]);
  }, 60_000);

  it('where a validation quotes it', async () => {
    const planter = new Planter();
    const world = await foreignWorld(planter);
    world.proxy.objects = true;
    const { leaks, shown } = await leaksOf(world, planning, planter);
    expect(leaks).toEqual([]);
    expect(shown).toContain('validation');
  }, 60_000);

  it('where writes end in tasks that fail', async () => {
    const planter = new Planter();
    const world = await foreignWorld(planter);
    const { leaks, shown } = await leaksOf(world, writing, planter);
    const backups = backupsIn(world.folder.directory);
    expect(backups.length).toBeGreaterThan(0);
    const restore = ['text', 'json'].map((format) => ['restore', ...backups, '--yes', '-f', format]);
    expect((await leaksOf(world, restore, planter)).leaks).toEqual([]);
    expect(leaks).toEqual([]);
    expect(shown).toContain('trace of task');
  }, 60_000);

  it('where requests fail and the error quotes it', async () => {
    const planter = new Planter();
    const world = await foreignWorld(planter);
    const leaks: string[] = [];
    const silent: string[] = [];
    for (const [index, [what, request, commands]] of failures.entries()) {
      const body = errorBodies[index % errorBodies.length] ?? 'error';
      for (const [status, kind] of [
        [500, 'error'],
        [400, 'error'],
        [403, body],
      ] as const) {
        world.proxy.failure = { ...request, status, body: kind };
        const found = await leaksOf(world, commands, planter);
        leaks.push(...found.leaks.map((leak) => `${what} ${status}: ${leak}`));
        if (kind === 'error' && found.shown.size === 0) silent.push(`${what} ${status}`);
      }
    }
    expect(leaks).toEqual([]);
    expect(silent, 'the rest of the message is shown').toEqual([]);
  }, 60_000);

  it.each(forgeKinds)('where %s quotes it', async (kind) => {
    const planter = new Planter();
    const fake = await startFakeForge(kind);
    const world = await foreignWorld(planter);
    await world.run(['plan', '--out', 'plan.json']);
    fake.inject({
      on: /^POST .*\/(comments|notes)$/,
      instead: { status: 400, body: { message: planter.textFor('forge') } },
    });
    const run = (args: readonly string[]) => world.run(args, { environment: fake.environment });
    const { leaks, shown } = await leaksOf({ ...world, run }, [['comment', 'plan.json', '-v']], planter);
    expect(leaks).toEqual([]);
    expect(shown).toContain('forge');
  });
});
