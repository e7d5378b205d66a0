import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { desiredBefore } from '../../src/import/desired-before.ts';
import type { ImportView } from '../../src/model/import-view.ts';
import { makeProjectFolder, type ProjectFolder, projectFolder } from '../support/project-folder.ts';
import { type CliRun, runCli } from '../support/run-cli.ts';
import { openTwoClusters } from '../support/two-clusters.ts';

type Config = Readonly<Record<string, string>>;

const clusters = ['dev', 'prod', 'stage'] as const;
type Cluster = (typeof clusters)[number];

const projectFile = `version: 1\nclusters:\n${clusters
  .map(
    (cluster, index) => `  ${cluster}: { url: "http://127.0.0.1:${index + 1}", vars: { env: ${cluster} } }\n`,
  )
  .join('')}`;

const lines = { 'connector.class': 'FileStreamSink', 'tasks.max': '1', file: '/data', topics: 'lines' };

/** A project of three clusters with the connectors that were found on each. */
function project(files: Readonly<Record<string, string>> = {}): ProjectFolder {
  return projectFolder({ 'connect-sync.yaml': projectFile, ...files });
}

interface Live {
  readonly config: Config;
  readonly state?: 'RUNNING' | 'PAUSED' | 'STOPPED';
}

async function importFrom(
  folder: ProjectFolder,
  cluster: Cluster,
  live: Readonly<Record<string, Live>>,
  ...args: readonly string[]
): Promise<CliRun> {
  const all = Object.entries(live).map(([name, { config, state = 'RUNNING' }]) => [
    name,
    { info: { name, config: { ...config, name } }, status: { name, connector: { state } } },
  ]);
  folder.write(`found/${cluster}.json`, JSON.stringify(Object.fromEntries(all)));
  return runCli(['import', '--cluster', cluster, '--from', `found/${cluster}.json`, ...args], {
    directory: folder.directory,
  });
}

function reader({ directory }: ProjectFolder): (file: string) => string {
  return (file) => readFileSync(path.join(directory, file), 'utf8');
}

function connectorFiles({ directory }: ProjectFolder): readonly string[] {
  const files = readdirSync(path.join(directory, 'connectors'), { recursive: true, encoding: 'utf8' });
  return files.filter((file) => /\.(yaml|json)$/.test(file)).sort();
}

describe('import from another cluster', () => {
  it('extends the file: its clusters, and an override with the differences', async () => {
    const folder = project();
    await importFrom(folder, 'dev', { lines: { config: { ...lines, 'errors.tolerance': 'all' } } });
    const run = await importFrom(folder, 'prod', {
      lines: { config: { ...lines, 'tasks.max': '4', 'errors.retry.timeout': '5' }, state: 'PAUSED' },
    });
    expect(run.exitCode, run.stderr).toBe(0);
    expect(run.stdout).toContain('1 updated');
    expect(connectorFiles(folder)).toEqual(['lines.yaml']);
    const prod =
      '  prod:\n    state: paused\n    config:\n      tasks.max: 4\n      errors.tolerance: !unset\n      errors.retry.timeout: 5\n';
    expect(reader(folder)('connectors/lines.yaml')).toMatch(/^(state: running\n)?clusters: \[dev, prod\]\n/);
    expect(reader(folder)('connectors/lines.yaml')).toContain(`overrides:\n${prod}`);
    await importFrom(folder, 'stage', { lines: { config: { ...lines, 'errors.tolerance': 'all' } } });
    const three = reader(folder)('connectors/lines.yaml');
    expect(three).toContain('clusters: [dev, prod, stage]\n');
    expect(three).toContain(`overrides:\n${prod}`);
    expect(three).not.toContain('stage:');
  });

  it('gives a secret with another value a variable of its own, and keeps the variable of an equal one', async () => {
    const folder = project();
    const secrets = ['--secrets', '.env'];
    const config = { ...lines, 'db.password': 'Kestrel-Marmot-1', 'sasl.password': 'Heron-Walrus-2' };
    await importFrom(folder, 'dev', { lines: { config } }, ...secrets);
    await importFrom(
      folder,
      'prod',
      { lines: { config: { ...config, 'db.password': 'Osprey-Badger-3' } } },
      ...secrets,
    );
    const stage = { lines: { config: { ...config, 'db.password': 'Osprey-Badger-3' } } };
    for (const cluster of ['stage', 'stage'] as const) await importFrom(folder, cluster, stage, ...secrets);
    const file = reader(folder)('connectors/lines.yaml');
    expect(file).toContain('  prod:\n    config:\n      db.password: ${env.PROD_LINES_DB_PASSWORD}\n');
    expect(file).not.toContain('PROD_LINES_SASL_PASSWORD');
    expect(reader(folder)('.env').trim().split('\n').sort()).toEqual([
      'LINES_DB_PASSWORD=Kestrel-Marmot-1',
      'LINES_SASL_PASSWORD=Heron-Walrus-2',
      'PROD_LINES_DB_PASSWORD=Osprey-Badger-3',
    ]);
  });

  it('never assumes that a secret of another cluster has the same value', async () => {
    const folder = project();
    await importFrom(folder, 'dev', { lines: { config: { ...lines, 'db.password': 'Kestrel-Marmot-1' } } });
    await importFrom(folder, 'prod', { lines: { config: { ...lines, 'db.password': 'Kestrel-Marmot-1' } } });
    await importFrom(folder, 'stage', { lines: { config: { ...lines, 'db.password': '********' } } });
    const file = reader(folder)('connectors/lines.yaml');
    expect(file).toContain('${env.PROD_LINES_DB_PASSWORD}');
    expect(file).toContain('${env.STAGE_LINES_DB_PASSWORD}');
  });

  it.each([
    [
      'a block list',
      'clusters:\n  - dev # first\nconfig:\n',
      'clusters:\n  - dev # first\n  - prod\nconfig:\n',
    ],
    ['a list without indentation', 'clusters:\n- dev\nconfig:\n', 'clusters:\n- dev\n- prod\nconfig:\n'],
    ['quotes', 'clusters: ["dev"] # limited\nconfig:\n', 'clusters: ["dev", prod] # limited\nconfig:\n'],
    [
      'several lines in brackets',
      'clusters: [\n  dev,\n  ]\nconfig:\n',
      'clusters: [\n  dev, prod,\n  ]\nconfig:\n',
    ],
    ['an override by hand', 'clusters: [dev]\noverrides:\n  prod:\n    config: {a: b}\nconfig:\n', undefined],
  ])('extends a file with %s', async (_, before, after) => {
    const rest =
      '  connector.class: FileStreamSink\n  tasks.max: 1\n  file: /data # mount\n  topics: lines\n';
    const folder = project({ 'connectors/lines.yaml': before + rest });
    const run = await importFrom(folder, 'prod', { lines: { config: lines } });
    if (after !== undefined) expect(reader(folder)('connectors/lines.yaml')).toBe(after + rest);
    else expect(run.stderr).toContain('warning[import-not-extended]');
  });

  it.each([
    [
      'json',
      JSON.stringify({ name: 'lines', clusters: ['dev'], config: lines }),
      'import edits YAML files only',
    ],
    [
      'yaml',
      '{clusters: [dev], config: {connector.class: FileStreamSink, topics: lines}}\n',
      'it uses flow style',
    ],
    ['yaml', 'clusters: [dev]\nstate: absent\n', 'it declares  state: absent'],
    [
      'yaml',
      'clusters: &here [dev]\nconfig:\n  connector.class: FileStreamSink\n  topics: lines\n',
      'its  clusters:  is not a plain list',
    ],
  ])(
    'writes a file of its own, and says why, where a file in %s cannot be extended (%#)',
    async (ending, text, reason) => {
      const folder = project({ [`connectors/lines.${ending}`]: text });
      const run = await importFrom(folder, 'prod', { lines: { config: lines } });
      expect(run.stderr).toContain('warning[import-not-extended]: "lines" gets a file of its own for prod');
      expect(run.stderr).toContain(reason);
      expect(reader(folder)(`connectors/lines.${ending}`)).toBe(text);
      expect(reader(folder)('connectors/lines.prod.yaml')).toContain('clusters: [prod]\n');
    },
  );

  it('leaves the file of another cluster alone where this cluster has one', async () => {
    const text = (cluster: string) =>
      `name: lines\nclusters: [${cluster}]\nconfig:\n  connector.class: FileStreamSink\n  tasks.max: 1\n  file: /data\n  topics: lines\n`;
    const folder = project({ 'connectors/a.yaml': text('dev'), 'connectors/b.yaml': text('prod') });
    const run = await importFrom(folder, 'prod', { lines: { config: { ...lines, 'tasks.max': '2' } } });
    expect(run.stderr).not.toContain('import-not-extended');
    expect(reader(folder)('connectors/a.yaml')).toBe(text('dev'));
    expect(reader(folder)('connectors/b.yaml')).toContain('  tasks.max: 2\n');
  });

  it('does not extend a file that would have an error on the cluster', async () => {
    const text =
      'clusters: [dev]\nconfig:\n  connector.class: FileStreamSink\n  file: /${var.only_dev}\n  topics: lines\n';
    const folder = project({ 'connectors/lines.yaml': text });
    folder.write('connect-sync.yaml', projectFile.replace('env: dev', 'env: dev, only_dev: x'));
    const run = await importFrom(folder, 'prod', { lines: { config: lines } });
    expect(run.stderr).toContain('cannot be extended: unset-variable');
    expect(reader(folder)('connectors/lines.yaml')).toBe(text);
    expect(existsSync(path.join(folder.directory, 'connectors/lines.prod.yaml'))).toBe(true);
  });

  it('extends a document of several in a file, and one whose name has a variable', async () => {
    const other = 'name: other\nclusters: [dev]\nconfig:\n  connector.class: FileStreamSink\n  topics: o\n';
    const lined =
      'name: lines-${var.env}\nclusters: [dev]\nconfig:\n  connector.class: FileStreamSink\n  tasks.max: 1\n  file: /data\n  topics: lines\n';
    const folder = project({ 'connectors/all.yaml': `${other}---\n${lined}` });
    const run = await importFrom(folder, 'prod', { 'lines-prod': { config: lines } });
    expect(run.stdout).toContain('1 updated');
    expect(reader(folder)('connectors/all.yaml')).toBe(
      `${other}---\n${lined.replace('[dev]', '[dev, prod]')}`,
    );
  });

  it('leaves everything as it was with --dry-run', async () => {
    const folder = project();
    await importFrom(folder, 'dev', { lines: { config: lines } });
    const before = reader(folder)('connectors/lines.yaml');
    const run = await importFrom(folder, 'prod', { lines: { config: lines } }, '--dry-run', '-f', 'json');
    expect((JSON.parse(run.stdout) as ImportView).connectors).toMatchObject([
      { file: 'connectors/lines.yaml', keys: ['clusters'] },
    ]);
    expect(reader(folder)('connectors/lines.yaml')).toBe(before);
  });

  it('leads to an empty plan on both sandboxes, and back', async () => {
    const file = 'config: {connector.class: FileStreamSink, file: /data/a, topics: a}\n';
    const world = await openTwoClusters({ file });
    const create = (url: string, name: string, config: Config) =>
      fetch(`${url}/connectors`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ name, config }),
      });
    rmSync(path.join(world.folder.directory, 'connectors/a.yaml'));
    await create(world.sandbox.url, 'lines', { ...lines, file: '/east' });
    await create(world.other.url, 'lines', { ...lines, file: '/west' });
    for (const cluster of ['east', 'west']) {
      const run = await world.run(['import', 'lines', '--cluster', cluster]);
      expect(run.exitCode, run.stderr).toBe(0);
    }
    for (const cluster of ['east', 'west']) {
      const plan = await world.run(['plan', '--cluster', cluster, '--detailed-exitcode']);
      expect(plan.exitCode, plan.stdout + plan.stderr).toBe(0);
      const again = await world.run(['import', 'lines', '--cluster', cluster]);
      expect(again.stdout).toContain('1 unchanged');
    }
  });
});

describe('imports from several clusters, one after another', () => {
  const key = fc.constantFrom(
    'file',
    'errors.tolerance',
    'consumer.override.x',
    'transforms',
    'a.b-c',
    'Größe',
  );
  const value = fc.oneof(
    fc.constantFrom('1', 'true', '', ' x', 'a: b', '${file:/x:y}', '$$', '# no comment', 'null', 'a,b,c'),
    fc.string({ maxLength: 12 }),
  );
  const secret = fc.constantFrom('Kestrel-Marmot-1', 'Heron-Walrus-2', 'Osprey-Badger-3');
  const config = fc
    .tuple(fc.dictionary(key, value, { maxKeys: 4 }), fc.option(secret, { nil: undefined }))
    .map(([others, password]) => ({
      'connector.class': 'FileStreamSink',
      'tasks.max': '1',
      topics: 'lines',
      ...others,
      ...(password === undefined ? {} : { 'db.password': password }),
    }));
  const live = fc.record({ config, state: fc.constantFrom('RUNNING', 'PAUSED', 'STOPPED') });
  const found = fc.dictionary(fc.constantFrom('lines', 'Lines', 'other'), live, { minKeys: 1 });
  const order = fc.shuffledSubarray([...clusters], { minLength: 2 });

  it('resolve on each cluster to what was found there, and change nothing when repeated', async () => {
    await fc.assert(
      fc.asyncProperty(order, fc.tuple(found, found, found), async (sequence, all) => {
        const folder = makeProjectFolder({ 'connect-sync.yaml': projectFile });
        try {
          const liveOn = (cluster: Cluster) =>
            all[clusters.indexOf(cluster)] as Readonly<Record<string, Live>>;
          for (const cluster of sequence) {
            const run = await importFrom(folder, cluster, liveOn(cluster), '--secrets', '.env');
            expect(run.exitCode, run.stdout + run.stderr).toBe(0);
          }
          const loaded = await folder.load({
            envFiles: existsSync(path.join(folder.directory, '.env')) ? ['.env'] : [],
          });
          for (const cluster of sequence) {
            const { present } = desiredBefore(loaded, { cluster, vars: new Map() } as never);
            const configs = [...present].map(([name, one]) => [name, Object.fromEntries(one.config)]);
            const expected = Object.entries(liveOn(cluster)).map(([name, one]) => [name, one.config]);
            expect(Object.fromEntries(configs)).toEqual(Object.fromEntries(expected));
            const states = [...present].map(([name, { state = 'running' }]) => [name, state.toUpperCase()]);
            expect(Object.fromEntries(states)).toEqual(
              Object.fromEntries(Object.entries(liveOn(cluster)).map(([name, one]) => [name, one.state])),
            );
          }
          const files = connectorFiles(folder);
          expect(files.filter((file) => /\.(dev|prod|stage)\./.test(file))).toEqual([]);
          const before = files.map((file) => reader(folder)(`connectors/${file}`));
          for (const cluster of sequence) {
            const again = await importFrom(
              folder,
              cluster,
              liveOn(cluster),
              '--dotenv',
              ...(existsSync(path.join(folder.directory, '.env')) ? ['.env'] : ['/dev/null']),
            );
            expect(again.stdout).not.toMatch(/\d (new|updated)/);
          }
          expect(connectorFiles(folder).map((file) => reader(folder)(`connectors/${file}`))).toEqual(before);
        } finally {
          folder.remove();
        }
      }),
      { numRuns: Number(process.env['CLUSTER_RUNS'] ?? 3) },
    );
  });
});
