import { describe, expect, it } from 'vitest';
import type { PluginDefinition } from '../../src/sandbox/plugins/plugin-definition.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

const old: PluginDefinition = {
  class: 'com.example.MySource',
  type: 'source',
  version: '1.9.7',
  keys: [
    {
      name: 'server.name',
      type: 'STRING',
      documentation: 'The name (deprecated, use "topic.prefix" instead)',
    },
    { name: 'batch.size', type: 'INT', default_value: '100' },
    { name: 'mode', type: 'STRING', default_value: 'initial', accepts: words('initial', 'never') },
    { name: 'note', type: 'STRING', documentation: 'Old words @everyone' },
  ],
};
const current: PluginDefinition = {
  ...old,
  version: '2.7.4',
  keys: [
    { name: 'topic.prefix', type: 'STRING', required: true },
    { name: 'batch.size', type: 'LONG', default_value: '200' },
    { name: 'mode', type: 'STRING', default_value: 'initial', accepts: words('initial', 'no_data') },
    { name: 'note', type: 'STRING', documentation: 'New words @everyone' },
  ],
};
const config = { 'connector.class': 'com.example.MySource', 'topic.prefix': 'a' };

describe('plugins diff', () => {
  it('compares two saved versions, named by a simple class', async () => {
    const { run } = await pulledTwice();
    const { stdout, exitCode } = await run(['plugins', 'diff', 'MySource@1.9.7', 'MySource@2.7.4']);
    expect(stdout).toBe(`com.example.MySource@1.9.7 -> com.example.MySource@2.7.4

com.example.MySource  1.9.7 -> 2.7.4
  batch.size: type "INT" -> "LONG", default "100" -> "200"
  mode: allowed values "initial, never" -> "initial, no_data"
  note: documentation
  server.name: removed; use topic.prefix
  topic.prefix: added, required

1 plugin of 1 different: 5 keys.
`);
    expect(exitCode).toBe(0);
  });

  it('compares clusters by the plugins that either of them uses, with what is installed', async () => {
    const { run } = await pulledTwice();
    const { stdout } = await run(['plugins', 'diff', 'before', 'after']);
    expect(stdout).toContain('before (Kafka Connect 4.3.0) -> after (Kafka Connect 4.4.0)');
    expect(stdout).toContain('  Kafka Connect: 4.3.0 -> 4.4.0');
    expect(stdout).toContain('  com.example.MySource: 1.9.7 -> 2.7.4');
    expect(stdout).toContain('server.name: removed; use topic.prefix');
  });

  it('compares the saved plugins with a cluster, limited to a class', async () => {
    const { run } = await pulledTwice();
    const { stdout } = await run(['plugins', 'diff', '.connect-sync/plugins', 'after', 'MySource']);
    expect(stdout).toContain('No differences in the keys of 1 plugin.');
  });

  it('compares a file with a URL', async () => {
    const { run, after } = await pulledTwice();
    const file = '.connect-sync/plugins/com.example.MySource@1.9.7.json';
    const { stdout, exitCode } = await run(['plugins', 'diff', file, after.sandbox.url]);
    expect(stdout).toContain('batch.size: type "INT" -> "LONG"');
    expect(exitCode).toBe(0);
  });

  it('prints Markdown that mentions nobody, and JSON', async () => {
    const { run } = await pulledTwice();
    const sides = ['MySource@1.9.7', 'MySource@2.7.4'];
    const { stdout } = await run(['plugins', 'diff', ...sides, '-f', 'markdown']);
    expect(stdout).toContain('## Plugins: `com.example.MySource@1.9.7` to `com.example.MySource@2.7.4`');
    expect(stdout).toContain('- `server.name`: removed; use `topic.prefix`');
    const json = JSON.parse((await run(['plugins', 'diff', ...sides, '-f', 'json'])).stdout);
    expect(json).toMatchObject({
      format: 'connect-sync/plugins-diff',
      plugins: [{ class: 'com.example.MySource', before: '1.9.7', after: '2.7.4', change: 'changed' }],
    });
    const { plugins } = json as { plugins: [{ differences: object[] }] };
    expect(plugins[0].differences).toContainEqual({
      key: 'server.name',
      kind: 'removed',
      before: null,
      after: null,
      replacement: 'topic.prefix',
      required: false,
    });
  });

  it.each([
    [['MySource@9.9.9', 'after'], 'installed: 1.9.7, 2.7.4'],
    [['MySorce@1.9.7', 'after'], 'did you mean "com.example.MySource"?'],
    [
      ['nowhere', 'after'],
      '"nowhere" is neither CLASS@VERSION of a snapshot, nor a cluster (clusters: before, after)',
    ],
    [['connect-sync.yaml', 'after'], 'connect-sync.yaml is not a usable plugin snapshot'],
  ])('names a side that is not there: %j', async (sides, words_) => {
    const { run } = await pulledTwice();
    const { stderr, exitCode } = await run(['plugins', 'diff', ...sides]);
    expect(stderr).toContain(words_);
    expect([1, 64]).toContain(exitCode);
  });

  it('exits 28 where a cluster cannot be read', async () => {
    const { run, after } = await pulledTwice();
    await after.sandbox.close();
    expect((await run(['plugins', 'diff', 'MySource@1.9.7', 'after'])).exitCode).toBe(28);
  });
});

/** A project with the clusters `before` and `after`, whose plugins are saved. */
async function pulledTwice(): Promise<Pick<Tryout, 'run'> & { readonly after: Tryout }> {
  const [before, after] = [
    await tryout({ files: {}, plugins: [old], connectVersion: '4.3' }),
    await tryout({ files: {}, plugins: [current], connectVersion: '4.4' }),
  ];
  before.folder.write(
    'connect-sync.yaml',
    `version: 1\nclusters:\n  before: { url: "${before.sandbox.url}" }\n  after: { url: "${after.sandbox.url}" }\n`,
  );
  for (const world of [before, after]) world.sandbox.worker.seed([{ name: 'mine', config }]);
  const run: Tryout['run'] = (args) =>
    before.run(args, { speed: 1, environment: { CONNECT_SYNC_CLUSTER: '' } });
  const pulled = await run(['plugins', 'pull', '--all-clusters']);
  expect(pulled.exitCode, pulled.stderr).toBe(0);
  return { run, after };
}

function words(...allowed: readonly string[]) {
  return { words: allowed, refusal: `String must be one of: ${allowed.join(', ')}` };
}
