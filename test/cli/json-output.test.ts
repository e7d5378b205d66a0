import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { tryout } from '../support/tryout.ts';
import { openTwoClusters } from '../support/two-clusters.ts';

const root = path.resolve(import.meta.dirname, '../..');
const file =
  'state: running\nconfig:\n  connector.class: FileStreamSource\n  tasks.max: 1\n  topic: lines\n  file: a\n';
const nowhere = 'http://127.0.0.1:1';

/** Every command that reports on clusters; `runCli` holds each document to its schema. */
const commands: readonly (readonly [format: string, ...command: string[]])[] = [
  ['plans', 'plan'],
  ['drift', 'drift'],
  ['list', 'list'],
  ['status', 'status'],
  ['describe', 'describe', 'a'],
  ['tasks', 'tasks', 'a'],
  ['task', 'tasks', 'a', '0'],
  ['topics', 'topics', 'a'],
  ['offsets', 'offsets', 'a'],
  ['loggers', 'loggers'],
  ['plugins', 'plugins'],
  ['plugin', 'plugins', 'FileStreamSource'],
  ['cluster', 'cluster'],
  ['validate', 'validate'],
];

describe('the document of -f json', () => {
  it.each(commands)('has one envelope for one cluster and for several: %s', async (format, ...command) => {
    const world = await openTwoClusters({ file });
    await world.run(['apply', '--yes', '--all-clusters', '--stable-for', '10ms']);
    const document = async (...clusters: readonly string[]) =>
      JSON.parse((await world.run([...command, '-f', 'json', ...clusters])).stdout);
    const one = await document('--cluster', 'east');
    const both = await document('--all-clusters');
    for (const each of [one, both]) {
      expect(each).toMatchObject({ format: `connect-sync/${format}`, version: 1, complete: true });
      expect(each.diagnostics).toEqual([]);
    }
    expect(Object.keys(one)).toEqual(Object.keys(both));
    const namesOf = ({ clusters }: typeof one) => clusters.map(({ name }: { readonly name: string }) => name);
    expect([namesOf(one), namesOf(both)]).toEqual([['east'], ['east', 'west']]);
  });

  it.each(commands)(
    'names a cluster that could not be read, and has the others: %s',
    async (format, ...command) => {
      const world = await openTwoClusters({ file, west: nowhere });
      await world.run(['apply', '--yes', '--cluster', 'east', '--stable-for', '10ms']);
      const { stdout } = await world.run([...command, '-f', 'json', '--all-clusters']);
      const document = JSON.parse(stdout);
      // The workers of a cluster and their log levels are reported URL by URL.
      if (format === 'cluster' || format === 'loggers') return expect(stdout).toContain('"problem":');
      expect(document).toMatchObject({ complete: false, clusters: [{ name: 'east' }] });
      if (format !== 'validate') expect(document.diagnostics).toMatchObject([{ cluster: 'west' }]);
    },
  );

  it.each(commands)('has the same keys after an error: %s', async (_, ...command) => {
    const world = await tryout({ files: { 'connect-sync.yaml': 'version: [\n' } });
    const { stdout } = await world.run([...command, '-f', 'json']);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({ version: 1, complete: false, clusters: [] });
    expect(document.format).toBe('connect-sync/error');
    expect(document.diagnostics.length).toBeGreaterThan(0);
  });

  it('matches its schema with connectors that failed, are suspended, or are not assigned', async () => {
    const { run, sandbox } = await tryout({ files: {} });
    const config = { 'connector.class': 'FileStreamSource', topic: 'x', file: 'a', 'tasks.max': '2' };
    sandbox.worker.seed(['a', 'b', 'c', 'd'].map((name) => ({ name, config })));
    await sandbox.worker.settled();
    sandbox.worker.failTask('a', 0, 'java.io.IOException: no such file');
    sandbox.worker.failConnector('b', 'java.lang.IllegalStateException: broken');
    sandbox.worker.setState('c', 'paused');
    sandbox.worker.setState('d', 'stopped');
    await sandbox.worker.settled();
    for (const command of [['list'], ['status'], ['describe', '*'], ['tasks', '*'], ['tasks', 'a', '0']]) {
      const { stdout } = await run([...command, '-f', 'json']);
      expect(JSON.parse(stdout).clusters, command.join(' ')).toHaveLength(1);
    }
  });
});

describe('the schemas', () => {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const files = readdirSync(path.join(root, 'schemas'));

  it.each(files)('have an address that shows the file of this version: %s', (name) => {
    const { $id } = JSON.parse(readFileSync(path.join(root, 'schemas', name), 'utf8'));
    expect($id).toBe(
      `https://raw.githubusercontent.com/connect-sync/connect-sync/v${version}/schemas/${name}`,
    );
  });
});
