import { rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { printSnapshot, snapshotFile } from '../../src/model/plugin-snapshot-document.ts';
import { examplePlugins, exampleSnapshots } from '../support/example-plugins.ts';
import { projectFolder } from '../support/project-folder.ts';
import { realClock } from '../support/real-clock.ts';
import { type Repository, repository, runGit } from '../support/repository.ts';
import { runCli } from '../support/run-cli.ts';

const folder = '.connect-sync/plugins';

const snapshotFiles = Object.fromEntries(
  exampleSnapshots.map((snapshot) => [`${folder}/${snapshotFile(snapshot)}`, printSnapshot(snapshot)]),
);

const installed = (cluster: string | null, versions: readonly string[] = ['1.0.0']) =>
  JSON.stringify({
    format: 'connect-sync/cluster-plugins',
    version: 1,
    cluster,
    kafkaConnect: examplePlugins.kafkaConnect,
    plugins: examplePlugins.installed?.map(({ className, type }) => ({ class: className, type, versions })),
  });

const projectFile = 'version: 1\nclusters:\n  prod: { url: "http://127.0.0.1:1" }\n';

const project = {
  'connect-sync.yaml': projectFile,
  ...snapshotFiles,
  [`${folder}/clusters/prod.json`]: installed('prod'),
};

const source = 'config:\n  connector.class: org.example.OrdersSource\n';

const validate = (directory: string, ...args: string[]) => runCli(['validate', ...args], { directory });

async function jsonOf(directory: string) {
  return JSON.parse((await validate(directory, '-f', 'json')).stdout);
}

describe('validate without a cluster, with plugin snapshots', () => {
  it('shows every problem on its line, and names the snapshots that it used', async () => {
    const { directory } = projectFolder({
      ...project,
      'connectors/orders.yaml': `${source}  batch.size: many\n  mode: fasst\n  batch.szie: 5\n  phrase: sesame\n  rows: 5\n`,
      'connectors/sink.yaml': 'config:\n  connector.class: org.example.OrdersSnk\n  topics: orders\n',
    });
    const { stdout, stderr, exitCode } = await validate(directory);
    await expect(stderr).toMatchFileSnapshot('__snapshots__/validate-snapshots.txt');
    expect([stdout, exitCode]).toEqual(['', 29]);
    expect(stderr).not.toContain('sesame');
  });

  it('says with what it checked, and what has no snapshot', async () => {
    const { directory } = projectFolder({
      ...project,
      [`${folder}/clusters/prod.json`]: installed('prod').replaceAll(
        'org.example.OrdersSink","type":"sink","versions":["1.0.0"]',
        'org.example.OrdersSink","type":"sink","versions":["2.0.0"]',
      ),
      'connectors/orders.yaml': `${source}  topic: orders\n`,
      'connectors/sink.yaml': 'config:\n  connector.class: org.example.OrdersSink\n  topics: orders\n',
    });
    expect(await validate(directory)).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: [
        'Valid: 3 files (checked: the files, and with plugin snapshots).',
        'Checked with the plugin snapshots of prod (Kafka Connect 3.9.1, 2 plugins).',
        'Not checked (no plugin snapshot of prod): 1 connector (org.example.OrdersSink).',
        'To get the snapshots: connect-sync plugins pull --cluster prod',
        'To check the configurations with their plugins too: connect-sync validate --cluster prod',
        '',
      ].join('\n'),
    });
  });

  it('has what was checked with which snapshots in its JSON', async () => {
    const { directory } = projectFolder({
      ...project,
      'connectors/orders.yaml': `${source}  topic: orders\n`,
    });
    expect((await jsonOf(directory)).snapshots).toEqual([
      {
        cluster: 'prod',
        kafkaConnect: '3.9.1',
        age: { state: 'unknown', committed: null, days: null },
        used: [
          {
            class: 'org.apache.kafka.connect.runtime.SourceConnectorConfig',
            version: '3.9.1',
            file: `${folder}/org.apache.kafka.connect.runtime.SourceConnectorConfig@3.9.1.json`,
          },
          {
            class: 'org.example.OrdersSource',
            version: '1.0.0',
            file: `${folder}/org.example.OrdersSource@1.0.0.json`,
          },
        ],
        unchecked: [],
      },
    ]);
  });

  it('fails with --strict for what a worker accepts', async () => {
    const { directory } = projectFolder({
      ...project,
      'connectors/orders.yaml': `${source}  topic: orders\n  rows: 5\n`,
    });
    expect((await validate(directory)).exitCode).toBe(0);
    expect((await validate(directory, '--strict')).exitCode).toBe(29);
  });

  it('points to the default or profile that sets a value, once for all connectors', async () => {
    const { directory } = projectFolder({
      ...project,
      'connect-sync.yaml': `${projectFile}defaults:\n  - config:\n      tasks.max: two\n`,
      'connectors/a.yaml': `${source}  topic: orders\n`,
      'connectors/b.yaml': `${source}  topic: orders\n`,
    });
    const { diagnostics } = await jsonOf(directory);
    expect(diagnostics).toMatchObject([
      { code: 'wrong-value-type', source: { file: 'connect-sync.yaml', line: 6, column: 7 } },
    ]);
  });

  it('does not call a shared key unknown that some of its connectors define', async () => {
    const files = (key: string) => ({
      ...project,
      'connect-sync.yaml': `${projectFile}defaults:\n  - config:\n      ${key}: x\n`,
      'connectors/a.yaml': 'config:\n  connector.class: org.example.OrdersSink\n  topics: orders\n',
      'connectors/b.yaml': `${source}  topic: orders\n`,
    });
    const codesOf = async (key: string) =>
      (await jsonOf(projectFolder(files(key)).directory)).diagnostics.map(
        ({ code }: { code: string }) => code,
      );
    // One letter from "table" of the sink, and a key of the source.
    expect(await codesOf('tables')).toEqual([]);
    expect(await codesOf('mod')).toEqual(['undefined-config-key']);
  });

  it('hides a password that only the snapshot knows, on every line that is shown', async () => {
    const { directory } = projectFolder({
      ...project,
      'connectors/orders.yaml':
        'config: {connector.class: org.example.OrdersSource, topic: orders, mode: fasst, phrase: hush, rows: 5, batch.size: many}\n',
    });
    const { stderr, stdout } = await validate(directory);
    expect(stderr).toContain('[value-not-allowed]');
    expect(stderr).toContain('[wrong-value-type]');
    expect(stderr + stdout).not.toContain('hush');
  });
});

describe('snapshots that cannot be used', () => {
  const file = `${folder}/org.example.OrdersSource@1.0.0.json`;
  const text = snapshotFiles[file] ?? '';

  it.each([
    ['truncated', { [file]: text.slice(0, 300) }, 'invalid-json', file],
    ['edited', { [file]: text.replace('"INT"', '5') }, 'invalid-snapshot', file],
    [
      'of a newer version',
      { [file]: text.replace('"version": 1', '"version": 9') },
      'unsupported-snapshot-version',
      file,
    ],
  ])('one that is %s is named, and the rest goes on', async (_, files, code, place) => {
    const { directory } = projectFolder({
      ...project,
      ...files,
      'connectors/orders.yaml': `${source}  topic: orders\n  tasks.max: two\n`,
      'connectors/sink.yaml': 'config:\n  connector.class: org.example.OrdersSink\n',
    });
    const { diagnostics, snapshots } = await jsonOf(directory);
    expect(diagnostics).toMatchObject([
      { code, severity: 'warning', source: { file: place } },
      { code: 'topics-not-clear', severity: 'error' },
    ]);
    expect(snapshots[0].unchecked).toEqual([
      { class: 'org.example.OrdersSource', kind: 'connector', connectors: 1 },
    ]);
  });

  it('a file name that does not fit, and a second file of one version, are named', async () => {
    const other = `${folder}/copy.json`;
    const files = { ...project, 'connectors/orders.yaml': `${source}  topic: orders\n` };
    const both = await jsonOf(projectFolder({ ...files, [other]: text }).directory);
    expect(both.diagnostics).toMatchObject([{ code: 'duplicate-snapshot', source: { file: other } }]);
    const renamed = projectFolder({ ...files, [other]: text });
    rmSync(path.join(renamed.directory, file));
    const alone = await jsonOf(renamed.directory);
    expect(alone.diagnostics).toMatchObject([{ code: 'misnamed-snapshot', source: { file: other } }]);
    expect(alone.snapshots[0].used.map((one: { file: string }) => one.file)).toContain(other);
  });

  it('a snapshot of a class that no connector uses changes nothing', async () => {
    const { directory } = projectFolder({
      ...project,
      'connectors/orders.yaml': `${source}  topic: orders\n`,
      [`${folder}/org.example.Unused@1.0.0.json`]: text.replaceAll('OrdersSource', 'Unused'),
    });
    expect((await jsonOf(directory)).diagnostics).toEqual([]);
  });

  it('without any, validate says how to get them', async () => {
    const { directory } = projectFolder({
      'connect-sync.yaml': projectFile,
      'connectors/orders.yaml': `${source}  batch.size: many\n`,
    });
    const { stdout } = await validate(directory);
    expect(stdout).toContain(
      'To do so later without the cluster, save what they define: connect-sync plugins pull --cluster prod\n',
    );
    expect((await jsonOf(directory)).snapshots).toEqual([]);
  });
});

describe('the age of snapshots', () => {
  const files = { ...project, 'connectors/orders.yaml': `${source}  topic: orders\n` };
  const day = 86_400_000;

  /** The line of `validate`, this many days later. */
  async function lineAfter(made: Repository, days: number) {
    const clock = realClock();
    const later = { ...clock, wallTime: () => clock.wallTime() + days * day };
    const { stdout, stderr } = await made.run(['validate'], { clock: later });
    expect(stderr).toBe('');
    return /^Checked with the plugin snapshots of prod \((.*)\)\.$/m.exec(stdout)?.[1];
  }

  it.each([
    [0, 'committed today'],
    [1, 'committed yesterday'],
    [12.5, 'committed 12 days ago'],
    [-3, 'committed today'],
  ])('is that of their last commit: after %d days', async (days, words) => {
    expect(await lineAfter(repository(files), days)).toBe(`Kafka Connect 3.9.1, ${words}, 2 plugins`);
  });

  it('does not count commits of other files', async () => {
    const made = repository(files);
    made.write('README.md', 'x');
    made.git('add', '-A');
    made.git('-c', 'core.abbrev=40', 'commit', '-q', '-m', 'x', '--date', '2001-01-01T00:00:00Z');
    expect(await lineAfter(made, 12)).toContain('committed 12 days ago');
  });

  it('says that they have changes that are not committed', async () => {
    const made = repository(files);
    made.write(`${folder}/clusters/prod.json`, installed('prod').replace('3.9.1', '4.0.0'));
    expect(await lineAfter(made, 12)).toBe('Kafka Connect 4.0.0, changes not committed, 1 plugin');
    made.write(`${folder}/clusters/prod.json`, installed('prod'));
    const file = `${folder}/org.example.OrdersSource@1.0.0.json`;
    made.write(file, `${snapshotFiles[file]}\n`);
    expect(await lineAfter(made, 12)).toContain('changes not committed');
  });

  it('is not known at the end of a shallow clone', async () => {
    const made = repository(files);
    made.write('README.md', 'x');
    made.commit();
    const clone = projectFolder({});
    runGit(clone.directory, ['clone', '-q', '--depth', '1', `file://${made.folder.directory}`, 'clone']);
    const { stdout } = await runCli(['validate'], { directory: path.join(clone.directory, 'clone') });
    expect(stdout).toContain('Checked with the plugin snapshots of prod (Kafka Connect 3.9.1, 2 plugins).');
  });
});
