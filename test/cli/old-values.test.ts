import { describe, expect, it } from 'vitest';
import { type Tryout, tryout } from '../support/tryout.ts';

type Config = Readonly<Record<string, string>>;

const usual = { 'connector.class': 'FileStreamSource', topic: 'orders', file: '/tmp/orders' };
const old = 'hunter2-of-old';

function fileOf(config: Config, more = ''): string {
  const lines = Object.entries({ ...usual, ...config }).map(
    ([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`,
  );
  return `name: orders\n${more}config:\n${lines.join('')}`;
}

async function worldOf(
  live: Config,
  files: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = {},
): Promise<Tryout> {
  const world = await tryout({ files, environment });
  const project = files['connect-sync.yaml'];
  if (project) world.folder.write('connect-sync.yaml', project.replace('http://SANDBOX', world.sandbox.url));
  world.sandbox.worker.seed([{ name: 'orders', config: { name: 'orders', ...usual, ...live } }]);
  return world;
}

/** What every command that shows the connector prints, in every format. */
async function everythingShown({ run }: Tryout): Promise<string> {
  const formats = ['text', 'json', 'diff', 'markdown'];
  const commands = [
    ...formats.flatMap((format) => [
      ['plan', '-f', format],
      ['drift', '-f', format],
    ]),
    ['plan', '--no-validate', '--verbose'],
    ['show'],
    ['show', '--planned'],
    ['describe', 'orders'],
  ];
  let shown = '';
  for (const command of commands) {
    const { stdout, stderr } = await run(command);
    shown += `${command.join(' ')}\n${stdout}${stderr}`;
  }
  return shown;
}

describe('the live value of a key that moves to a provider reference', () => {
  it.each([
    ['its own config', { 'connectors/orders.yaml': fileOf({ note: '${file:/run/s.properties:note}' }) }],
    [
      'an override for another cluster',
      {
        'connect-sync.yaml':
          'version: 1\nclusters:\n  a: {url: "http://SANDBOX"}\n  b: {url: "http://127.0.0.1:9"}\n',
        'connectors/orders.yaml': `${fileOf({ note: 'plain' })}overrides:\n  b:\n    config:\n      note: "\${vault:secret/orders:note}"\n`,
      },
    ],
    [
      'a default that the connector overrides',
      {
        'connect-sync.yaml': 'version: 1\ndefaults:\n  - config: {note: "${env.NOTE}"}\n',
        'connectors/orders.yaml': fileOf({ note: 'plain' }),
      },
    ],
  ])('is masked, where the reference is in %s', async (_where, files) => {
    const world = await worldOf({ note: old }, files);
    const args =
      'connect-sync.yaml' in files && files['connect-sync.yaml'].includes('clusters')
        ? ['--cluster', 'a']
        : [];
    const shown = await everythingShown({ ...world, run: (command) => world.run([...command, ...args]) });
    expect(shown).toContain('note');
    expect(shown).not.toContain(old);
  });

  it('is masked in the other direction too: a literal that replaces a reference', async () => {
    const world = await worldOf(
      { note: '${file:/run/s.properties:note}' },
      { 'connectors/orders.yaml': fileOf({ note: old }) },
    );
    const shown = await everythingShown(world);
    expect(shown).not.toContain(old);
    expect(shown).toContain('-note: ${file:/run/s.properties:note}');
  });

  it('is masked where the reference is a part of the value', async () => {
    const world = await worldOf(
      { note: `Basic ${old}` },
      { 'connectors/orders.yaml': fileOf({ note: 'x ${file:/s:note}' }) },
    );
    const shown = await everythingShown(world);
    expect(shown).not.toContain(old);
    expect(shown).toContain('+note: x ${file:/s:note}');
  });
});

describe('a value that contains a known secret', () => {
  it('is masked whatever its key is, live and desired, and also where the file declares the key', async () => {
    const world = await worldOf(
      { note: `id=${old};x` },
      { 'connectors/orders.yaml': fileOf({ note: 'new', 'other.note': old, used: '${env.SETTING}' }) },
      { SETTING: old },
    );
    const shown = await everythingShown(world);
    expect(shown).toContain('+note: new');
    expect(shown).not.toContain(old);
  });

  it('of another key, another connector and an unused variable whose name says that it is secret', async () => {
    const world = await worldOf(
      { note: `${old}-1`, label: `x ${old}-2`, tag: `${old}-3` },
      { 'connectors/orders.yaml': fileOf({ note: 'a', label: 'b', tag: 'c', 'db.password': `${old}-1` }) },
      { OLD_DB_PASSWORD: `${old}-3` },
    );
    world.sandbox.worker.seed([
      {
        name: 'orders',
        config: { name: 'orders', ...usual, note: `${old}-1`, label: `x ${old}-2`, tag: `${old}-3` },
      },
      { name: 'other', config: { name: 'other', ...usual, 'api.token': `${old}-2` } },
    ]);
    const shown = await everythingShown(world);
    expect(shown).toContain('+note: a');
    expect(shown).not.toContain(old);
  });

  it('stays readable where the secret is an everyday word', async () => {
    const world = await worldOf(
      { note: 'orders of postgres', 'db.password': 'postgres', 's3.region': 'eu-central-1' },
      {
        'connectors/orders.yaml': fileOf({
          note: 'payments of postgres',
          'db.password': 'postgres',
          's3.region': 'eu-west-1',
          'other.region': '${env.REGION}',
        }),
      },
      { REGION: 'eu-central-1', DB_PASSWORD: 'orders' },
    );
    const { stdout } = await world.run(['plan']);
    expect(stdout).toContain('-note: orders of postgres');
    expect(stdout).toContain('+note: payments of postgres');
    expect(stdout).toContain('-s3.region: eu-central-1');
    expect(stdout).toContain('+s3.region: eu-west-1');
  });
});
