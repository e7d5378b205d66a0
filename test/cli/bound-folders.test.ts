import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts';
import { type CliRun, runCli } from '../support/run-cli.ts';

const config = { 'connector.class': 'FileStreamSink', 'tasks.max': '1', file: '/data', topics: 'lines' };
const connector = 'config: {connector.class: FileStreamSink, tasks.max: 1, file: /data, topics: lines}\n';

function project(connectors: string, files: Readonly<Record<string, string>> = {}): ProjectFolder {
  return projectFolder({
    'connect-sync.yaml': `version: 1
connectors: ${connectors}
clusters:
  dev: { url: "http://127.0.0.1:1" }
  prod: { url: "http://127.0.0.1:2" }
  eu: { url: "http://127.0.0.1:3" }
`,
    ...files,
  });
}

function run({ directory }: ProjectFolder, ...args: readonly string[]): Promise<CliRun> {
  return runCli(args, { directory });
}

/** The names that are declared for a cluster. */
async function names(folder: ProjectFolder, cluster: string): Promise<readonly string[]> {
  const { stdout, stderr } = await run(folder, 'render', '-q', '--cluster', cluster, '-f', 'json');
  expect(stderr).not.toContain('error[');
  return Object.keys(JSON.parse(stdout) as object).sort();
}

const both =
  '[connectors/all, { path: connectors/dev, clusters: [dev] }, { path: prod, clusters: [prod, eu] }]';

describe('a folder that is bound to clusters', () => {
  const files = {
    'connectors/all/a.yaml': connector,
    'connectors/dev/b.yaml': connector,
    'prod/c.yaml': connector,
    'prod/deep/d.yaml': `clusters: [eu]\n${connector}`,
    'prod/e.json': JSON.stringify({ name: 'e', config }),
  };

  it('limits its connector files to them; a file can limit itself further', async () => {
    const folder = project(both, files);
    expect(await names(folder, 'dev')).toEqual(['a', 'b']);
    expect(await names(folder, 'prod')).toEqual(['a', 'c', 'e']);
    expect(await names(folder, 'eu')).toEqual(['a', 'c', 'd', 'e']);
  });

  it('may lie in another one, and then counts for itself', async () => {
    const folder = project(
      '[{ path: "connectors/**/*.yaml", clusters: [prod] }, { path: connectors/eu/, clusters: [eu] }]',
      { 'connectors/a.yaml': connector, 'connectors/eu/b.yaml': connector },
    );
    expect(await names(folder, 'prod')).toEqual(['a']);
    expect(await names(folder, 'eu')).toEqual(['b']);
  });

  it('may hold connectors of names that other folders have too', async () => {
    const folder = project(both, { 'connectors/dev/x.yaml': connector, 'prod/x.yaml': connector });
    expect(await names(folder, 'dev')).toEqual(['x']);
    expect(await names(folder, 'prod')).toEqual(['x']);
  });

  it.each([
    [
      'another cluster in a file',
      both,
      { 'connectors/dev/b.yaml': `clusters: [dev, prod]\n${connector}` },
      'cluster-not-of-folder',
    ],
    [
      'an unknown cluster',
      '[{ path: connectors, clusters: [prd] }]',
      { 'connectors/b.yaml': connector },
      'unknown-cluster',
    ],
    ['no clusters', '[{ path: connectors }]', { 'connectors/b.yaml': connector }, 'missing-key'],
    [
      'an unknown key',
      '[{ path: connectors, clusters: [prod], cluster: dev }]',
      { 'connectors/b.yaml': connector },
      'unknown-key',
    ],
    [
      'no folder',
      '[{ path: "**/*.yaml", clusters: [prod] }]',
      { 'connectors/b.yaml': connector },
      'pattern-without-folder',
    ],
    [
      'an exclusion',
      '[connectors, { path: "!connectors/x", clusters: [prod] }]',
      { 'connectors/b.yaml': connector },
      'pattern-without-folder',
    ],
    [
      'a folder that is missing',
      '[connectors, { path: nowhere, clusters: [prod] }]',
      { 'connectors/b.yaml': connector },
      'connectors-path-missing',
    ],
    [
      'an override for another cluster',
      both,
      { 'prod/b.yaml': `${connector}overrides: {dev: {state: paused}}\n` },
      'unused-override',
    ],
  ])('with %s is reported', async (_, connectors, contents, code) => {
    const { stderr } = await run(project(connectors, contents), 'validate');
    expect(stderr).toContain(`[${code}]`);
  });
});

describe('import into bound folders', () => {
  const found = (file: string) => JSON.stringify({ name: 'lines', config: { ...config, file } });

  it('writes to the folder of the cluster, without  clusters:', async () => {
    const folder = project(
      '[connectors, { path: clusters/dev, clusters: [dev] }, { path: clusters/prod/*.yaml, clusters: [prod] }]',
      {
        'connectors/other.yaml': connector,
        'clusters/dev/x.yaml': connector,
        'clusters/prod/x.yaml': connector,
        'dev.json': found('/dev'),
        'prod.json': found('/prod'),
        'eu.json': found('/eu'),
      },
    );
    for (const cluster of ['dev', 'prod', 'eu']) {
      const imported = await run(folder, 'import', '--cluster', cluster, '--from', `${cluster}.json`);
      expect(imported.exitCode, imported.stderr).toBe(0);
      expect(imported.stderr).not.toContain('import-not-extended');
    }
    const read = (file: string) => readFileSync(path.join(folder.directory, file), 'utf8');
    expect(read('clusters/dev/lines.yaml')).not.toContain('clusters:');
    expect(read('clusters/dev/lines.yaml')).toContain('file: /dev\n');
    expect(read('clusters/prod/lines.yaml')).not.toContain('clusters:');
    expect(read('connectors/lines.eu.yaml')).toContain('clusters: [eu]\n');
    expect(await names(folder, 'prod')).toEqual(['lines', 'other', 'x']);
    const again = await run(folder, 'import', '--cluster', 'prod', '--from', 'prod.json');
    expect(again.stdout).toContain('1 unchanged');
    folder.write('prod.json', found('/changed'));
    await run(folder, 'import', '--cluster', 'prod', '--from', 'prod.json');
    expect(read('clusters/prod/lines.yaml')).toContain('  file: /changed\n');
    expect(read('clusters/prod/lines.yaml')).not.toContain('overrides');
  });

  it('limits a file in a folder of several clusters, and refuses the folder of another one', async () => {
    const folder = project(both, { 'connectors/all/a.yaml': connector, 'f.json': found('/x') });
    const several = await run(folder, 'import', '--cluster', 'eu', '--from', 'f.json', '--out', 'prod');
    expect(several.exitCode, several.stderr).toBe(0);
    expect(readFileSync(path.join(folder.directory, 'prod/lines.yaml'), 'utf8')).toContain(
      'clusters: [eu]\n',
    );
    const other = await run(folder, 'import', '--cluster', 'dev', '--from', 'f.json', '--out', 'prod');
    expect(other.stderr).toContain('prod/ is bound to prod, eu in the project file');
    expect(other.exitCode).toBe(64);
    expect(existsSync(path.join(folder.directory, 'prod/lines.dev.yaml'))).toBe(false);
  });
});
