import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { errorBodies, failures, planning, reading, writing } from '../support/every-command.ts';
import { bareQuotations, Planter, quotations, type References } from '../support/foreign-secrets.ts';
import { startFakeForge } from '../support/forge/fake-forge.ts';
import { forgeKinds } from '../support/forge/open-test-forge.ts';
import { startPlantingProxy } from '../support/planting-proxy.ts';
import { type CliRun, type CliWorld, runCli } from '../support/run-cli.ts';
import { tryout } from '../support/tryout.ts';

/** With `all`, the worker resolves a value of each connector. */
const references = ['none', 'all'] as const satisfies readonly References[];
const reference = '${file:/run/secrets/db.properties:login}';

async function foreignWorld(planter: Planter, resolved: References = 'none') {
  const file = (lines: readonly string[]) =>
    `config:\n  connector.class: FileStreamSource\n${[
      ...lines,
      ...(resolved === 'all' ? [`some.login: '${reference}'`] : []),
    ]
      .map((line) => `  ${line}\n`)
      .join('')}`;
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
    `version: 1\nownership: { names: [source, failing, gone, new] }\nclusters:\n  main:\n    url: ${proxy.url}\n  other:\n    url: ${proxy.url}\n  next:\n    url: ${proxy.url.replace('127.0.0.1', 'localhost')}\n`,
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
    {
      name: 'unmanaged',
      config: {
        ...{ 'connector.class': 'FileStreamSource', topic: 'x', 'tasks.max': '1' },
        ...(resolved === 'all' && { 'some.login': reference }),
      },
    },
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

/** What was searched for secrets, over all tests of this file. */
let outputs = 0;
let planted = 0;

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
    const files = writtenFiles(world.folder.directory);
    outputs += [stdout, stderr].filter((text) => text !== '').length + files.length;
    expect(output, command.join(' ')).not.toMatch(/unexpected error|TypeError|RangeError/);
    expect([0, 1, 2, 20, 21, 22, 25, 28, 29, 30], `${command.join(' ')}: ${output}`).toContain(exitCode);
    for (const place of planter.placesIn(output)) shown.add(place);
    const found = planter.leaksIn([output, ...files].join('\n'));
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
function writtenFiles(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.includes('backups'))
    .map((name) => path.join(directory, name))
    .filter((name) => statSync(name).isFile())
    .map((name) => readFileSync(name, 'utf8'));
}

const places = [
  'cause of connector',
  'cause of task',
  'health',
  'live value',
  'offset',
  'partition',
  'partition key',
  'topic',
  'trace of connector',
  'trace of task',
  'worker of connector',
  'worker of task',
];
const placesOfWorkers = [
  'cluster id',
  'commit',
  'default',
  'documentation',
  'error',
  'group',
  'importance',
  'key name',
  'key type',
  'level',
  'logger',
  'plugin type',
  'plugin version',
];

describe.each(references)(
  'a secret that only the worker knows shows nowhere, references: %s,',
  (resolved) => {
    const planter = new Planter(resolved);
    afterAll(() => {
      planted += planter.planted;
    });

    it('whatever command reads it', async () => {
      const world = await foreignWorld(planter, resolved);
      const { leaks, shown } = await leaksOf(world, reading, planter);
      expect(leaks).toEqual([]);
      expect([...shown].sort()).toEqual([...places, ...placesOfWorkers].sort());
    });

    it('where a validation quotes it', async () => {
      const world = await foreignWorld(planter, resolved);
      world.proxy.objects = true;
      const { leaks, shown } = await leaksOf(world, planning, planter);
      expect(leaks).toEqual([]);
      expect(shown).toContain('validation');
    });

    it('where writes end in tasks that fail', async () => {
      const world = await foreignWorld(planter, resolved);
      const { leaks, shown } = await leaksOf(world, writing, planter);
      const backups = backupsIn(world.folder.directory);
      expect(backups.length).toBeGreaterThan(0);
      const restore = ['text', 'json'].map((format) => ['restore', ...backups, '--yes', '-f', format]);
      expect((await leaksOf(world, restore, planter)).leaks).toEqual([]);
      expect(leaks).toEqual([]);
      expect([...shown].some((place) => /^(?:trace|cause) of task$/.test(place))).toBe(true);
    });

    it('where requests fail and the error quotes it', async () => {
      const world = await foreignWorld(planter, resolved);
      const leaks: string[] = [];
      const silent: string[] = [];
      for (const [index, [what, request, commands]] of failures.entries()) {
        const body = errorBodies[index % errorBodies.length] ?? 'error';
        for (const [status, kind] of [
          [500, 'error'],
          [400, 'error'],
          [403, body],
          [302, 'html'],
        ] as const) {
          world.proxy.failure = { ...request, status, body: kind };
          const found = await leaksOf(world, commands, planter);
          leaks.push(...found.leaks.map((leak) => `${what} ${status}: ${leak}`));
          if (kind === 'error' && found.shown.size === 0) silent.push(`${what} ${status}`);
        }
      }
      expect(leaks).toEqual([]);
      expect(silent, 'the rest of the message is shown').toEqual([]);
    });
  },
);

describe('a secret that a forge quotes', () => {
  it.each(forgeKinds)('does not show: %s', async (kind) => {
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

describe('the search for secrets', () => {
  it('finds one in each form, so that it could fail', () => {
    for (const resolved of references) {
      const planter = new Planter(resolved);
      const text = planter.textFor('task');
      const found = new Set(planter.leaksIn(text).map((leak) => leak.slice(0, leak.lastIndexOf(': '))));
      expect(found.size).toBe(planter.planted);
    }
  });

  it('covers every output and form', () => {
    const forms = Object.keys(quotations).length + Object.keys(bareQuotations).length;
    console.log(`canary test: ${outputs} outputs, ${forms} forms, ${planted} secrets`);
    expect(outputs).toBeGreaterThan(800);
    expect(forms).toBeGreaterThan(50);
    expect(planted).toBeGreaterThan(1000);
  });
});
