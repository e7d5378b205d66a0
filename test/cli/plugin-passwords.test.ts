import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PluginDefinition } from '../../src/sandbox/plugins/plugin-definition.ts';
import { type Tryout, type TryoutOptions, tryout } from '../support/tryout.ts';

const sink = 'org.apache.kafka.connect.file.FileStreamSinkConnector';
const cipher = 'com.github.hpgrahsl.kafka.connect.transforms.kryptonite.CipherField$Value';

/** One plugin of each other kind, with a password whose name does not say so and a key that is none. */
const plugins: readonly PluginDefinition[] = (
  ['predicate', 'converter', 'header_converter', 'transformation'] as const
).map((type) => ({
  class: `org.example.${nameOf(type)}`,
  type,
  version: '1.0.0',
  keys: [
    { name: 'phrase', type: 'PASSWORD' },
    { name: 'label', type: 'STRING' },
  ],
}));

function nameOf(type: PluginDefinition['type']): string {
  return {
    predicate: 'SealPredicate',
    converter: 'SealConverter',
    header_converter: 'SealHeaderConverter',
    transformation: 'SealTransformation',
    source: '',
    sink: '',
  }[type];
}

const ofTransforms = {
  'connector.class': sink,
  topics: 'orders',
  file: '/tmp/orders',
  transforms: 'enc, seal',
  'transforms.enc.type': cipher,
  'transforms.enc.cipher_mode': 'ENCRYPT',
  'transforms.enc.field_config': '[{"name":"card"}]',
  'transforms.enc.cipher_data_keys': '["open-sesame-of-keys"]',
  'transforms.enc.kek_uri': 'open-sesame-of-kek',
  'transforms.seal.type': 'org.example.SealTransformation',
  'transforms.seal.phrase': 'open-sesame-of-seal',
  'transforms.seal.label': 'plain-of-seal',
  'transforms.seal.predicate': 'sealed',
  predicates: 'sealed',
  'predicates.sealed.type': 'org.example.SealPredicate',
  'predicates.sealed.phrase': 'open-sesame-of-predicate',
  'predicates.sealed.label': 'plain-of-predicate',
};

const ofConverters = {
  'key.converter': 'org.example.SealConverter',
  'key.converter.phrase': 'open-sesame-of-key',
  'key.converter.label': 'plain-of-key',
  'value.converter': 'org.example.SealConverter',
  'value.converter.phrase': 'open-sesame-of-value',
  'header.converter': 'org.example.SealHeaderConverter',
  'header.converter.phrase': 'open-sesame-of-header',
};

const ofClients = {
  'consumer.override.ssl.keystore.certificate.chain': 'open-sesame-of-chain',
  'consumer.override.ssl.truststore.certificates': 'open-sesame-of-certificates',
  'consumer.override.client.id': 'plain-of-client',
};

type Config = Readonly<Record<string, string>>;

async function worldOf(config: Config, options: Partial<TryoutOptions> = {}): Promise<Tryout> {
  const world = await tryout({ files: {}, plugins, ...options });
  world.sandbox.worker.seed([{ name: 'orders', config: { name: 'orders', ...config } }]);
  return world;
}

function fileOf(config: Config): string {
  const lines = Object.entries(config).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`);
  return `name: orders\nconfig:\n${lines.join('')}`;
}

/** The contents of every file of the project. */
function filesOf({ folder }: Tryout): string {
  const files = readdirSync(folder.directory, { recursive: true, withFileTypes: true });
  return files
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}

function expectHidden(shown: string, config: Config): void {
  expect(shown.match(/open-sesame-of-\w+/g) ?? []).toEqual([]);
  for (const value of Object.values(config)) {
    if (value.startsWith('plain-of-')) expect(shown).toContain(value);
  }
}

const versions = [
  ['2.8', ofTransforms],
  ['3.4', { ...ofTransforms, ...ofConverters, ...ofClients }],
  ['3.9', { ...ofTransforms, ...ofConverters, ...ofClients }],
  ['4.3', { ...ofTransforms, ...ofConverters, ...ofClients }],
] as const;

describe.each(versions)(
  'passwords of transformations, predicates and converters on %s',
  (version, config) => {
    it('are not written into connector files by an import', async () => {
      const world = await worldOf(config, { connectVersion: version });
      const run = await world.run(['import']);
      expect(run.exitCode, run.stderr).toBe(0);
      expectHidden(filesOf(world), config);
      expect(filesOf(world)).toContain('transforms.seal.phrase: ${env.');
      expect(run.stdout + run.stderr).not.toContain('open-sesame');
      expect(run.stderr).not.toContain('key types');
    });

    it('are masked where a value of them is shown and nothing was validated', async () => {
      const world = await worldOf(config, { connectVersion: version });
      const shown = await world.run(['show', 'orders']);
      expect(shown.exitCode, shown.stderr).toBe(0);
      expectHidden(shown.stdout, config);
      expectHidden((await world.run(['describe', 'orders'])).stdout, {});
      // The new config names none of the plugins: only the live one does.
      const bare = { 'connector.class': sink, topics: 'orders', file: '/tmp/orders' };
      world.folder.write('connectors/orders.yaml', fileOf(bare));
      for (const args of [['plan'], ['plan', '--no-validate'], ['drift'], ['show', '--planned']]) {
        for (const format of args[0] === 'show' ? ['yaml', 'json'] : ['text', 'json', 'diff', 'markdown']) {
          const run = await world.run([...args, '-f', format]);
          expectHidden(run.stdout + run.stderr, args[0] === 'show' ? {} : config);
        }
      }
      world.folder.write('connectors/orders.yaml', 'name: orders\nstate: absent\n');
      const deleted = await world.run(['plan', '-f', 'json']);
      expect(deleted.stdout).toContain('"kind": "delete"');
      expectHidden(deleted.stdout, config);
    });
  },
);

describe('passwords of plugins', () => {
  const config = { ...ofTransforms, ...ofConverters };

  it('are asked for once per class, and not at all for a plan without changes', async () => {
    const world = await worldOf(config);
    world.folder.write('connectors/orders.yaml', fileOf(config));
    const sentBy = async (args: readonly string[]) => {
      const before = world.sandbox.requests.length;
      await world.run(args);
      return world.sandbox.requests.slice(before).map((request) => `${request.method} ${request.path}`);
    };
    expect(await sentBy(['plan'])).toHaveLength(4);
    const definitions = (await sentBy(['show'])).filter((request) => request.endsWith('/config'));
    expect(definitions.sort()).toEqual(
      [
        cipher,
        sink,
        'org.example.SealConverter',
        'org.example.SealHeaderConverter',
        'org.example.SealPredicate',
        'org.example.SealTransformation',
      ]
        .map((name) => `GET /connector-plugins/${encodeURIComponent(name)}/config`)
        .sort(),
    );
    world.folder.write('connectors/orders.yaml', fileOf({ ...config, file: '/tmp/others' }));
    // The validation of the change describes all of them.
    expect(await sentBy(['plan'])).toHaveLength(5);
  });

  it('are found where the config names the class by its alias', async () => {
    const world = await worldOf({
      ...config,
      'transforms.seal.type': 'Seal',
      'predicates.sealed.type': 'SealPredicate',
      'value.converter': 'SealConverter',
    });
    expectHidden((await world.run(['show'])).stdout, config);
    expect((await world.run(['import'])).exitCode).toBe(0);
    expectHidden(filesOf(world), config);
  });

  it('fall back on names where the worker refuses to describe its plugins', async () => {
    for (const status of [403, 404, 500]) {
      const world = await worldOf({ ...config, 'transforms.seal.db.password': 'open-sesame-by-name' });
      world.sandbox.worker.inject({
        method: 'GET',
        path: /^\/connector-plugins\/.*\/config/,
        times: 99,
        effect: {
          kind: 'answer',
          answer: {
            status,
            body: `{"error_code":${status},"message":"no"}`,
            contentType: 'application/json',
          },
        },
      });
      const run = await world.run(['show']);
      expect(run.exitCode, run.stderr).toBe(0);
      expect(run.stdout).toContain('plain-of-seal');
      expect(run.stdout).not.toContain('open-sesame-by-name');
      expect(run.stderr).toContain('cannot read the key types of org.example.SealTransformation');
    }
  });

  it('are masked in the desired config, where a cluster is named', async () => {
    const world = await worldOf(config, { files: { 'connectors/orders.yaml': fileOf(config) } });
    world.folder.write(
      'connect-sync.yaml',
      `version: 1\nclusters:\n  main:\n    url: ${world.sandbox.url}\n`,
    );
    const run = await world.run(['render', '--cluster', 'main']);
    expect(run.exitCode, run.stderr).toBe(0);
    expectHidden(run.stdout, config);
  });

  it('of one alias say nothing about another plugin under the same alias', async () => {
    const world = await worldOf(ofTransforms);
    const other = {
      'connector.class': sink,
      topics: 'other',
      file: '/tmp/other',
      transforms: 'seal',
      'transforms.seal.type': 'org.apache.kafka.connect.transforms.RegexRouter',
      'transforms.seal.regex': 'a',
      'transforms.seal.replacement': 'b',
      'transforms.seal.phrase': 'plain-of-other',
    };
    world.sandbox.worker.seed([
      { name: 'orders', config: { name: 'orders', ...ofTransforms } },
      { name: 'other', config: { name: 'other', ...other } },
    ]);
    expectHidden((await world.run(['show'])).stdout, { ...ofTransforms, ...other });
  });
});
