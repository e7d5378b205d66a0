import { execFileSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Tryout, tryout } from '../support/tryout.ts';

const sink = (name: string) => ({
  name,
  config: { 'connector.class': 'FileStreamSink', topics: name, file: `/${name}`, 'tasks.max': '1' },
});

function file(name: string, topics = name): string {
  const config = { ...sink(name).config, topics };
  return `config:\n${Object.entries(config)
    .map(([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`)
    .join('')}`;
}

/** A project with some connectors in files, on a cluster that has others besides. */
async function world(
  declared: readonly string[],
  live: readonly string[],
  projectFile?: string,
): Promise<Tryout> {
  const files = declared.map((name) => [`connectors/${name}.yaml`, file(name)]);
  const made = await tryout({
    files: { ...Object.fromEntries(files), ...(projectFile && { 'connect-sync.yaml': projectFile }) },
  });
  made.sandbox.worker.seed(live.map(sink));
  return made;
}

/** The arguments of the only command that begins so. */
function argumentsOf({ stdout, stderr }: { stdout: string; stderr: string }, command: string): string[] {
  const [, words = ''] = new RegExp(`connect-sync (${command}.*)$`, 'm').exec(stdout + stderr) ?? [];
  return words.split(' ').filter((word) => word !== '');
}

const many = Array.from({ length: 16 }, (_, index) => `live-${index + 10}`);

describe('connectors that are in no file', () => {
  it('are one line with a command, after which the plan is empty', async () => {
    const made = await world(['mine'], ['mine', ...many]);
    const plan = await made.run(['plan']);
    expect(plan.stdout).toContain(
      `  16 connectors are in no file: connect-sync import --cluster ${made.sandbox.url}\n`,
    );
    expect(plan.stdout).not.toContain('live-10');
    expect(plan.stdout).not.toMatch(/not owned|ownership/);
    expect((await made.run(argumentsOf(plan, 'import'))).exitCode).toBe(0);
    expect((await made.run(['plan'])).stdout).toContain('No differences: 17 connectors');
  });

  it('are listed with -v', async () => {
    const made = await world(['mine'], ['mine', 'a', 'b']);
    const { stdout } = await made.run(['plan', '-v']);
    expect(stdout).toMatch(/^ {2}a +in no file$/m);
    expect(stdout).toMatch(/^ {2}2 connectors are in no file: connect-sync import /m);
  });

  it.each([
    ['few are named', ['a', 'b'], / import a b --cluster /],
    ['of many only the new ones are imported', many, / import --new --cluster /],
  ])('are imported without what the plan changes: %s', async (_, live, command) => {
    const made = await world(['mine'], ['mine', ...live]);
    made.folder.write('connectors/mine.yaml', file('mine', 'other'));
    const plan = await made.run(['plan']);
    expect(plan.stdout).toMatch(command);
    const imported = await made.run(argumentsOf(plan, 'import'));
    expect(imported.exitCode, imported.stderr).toBe(0);
    expect((await made.run(['plan'])).stdout).toContain('Plan: 1 update');
  });

  it('are one line in Markdown too', async () => {
    const made = await world(['mine'], ['mine', ...many]);
    const { stdout } = await made.run(['plan', '-f', 'markdown']);
    expect(stdout).toContain(
      `- 16 connectors are in no file: \`connect-sync import --cluster ${made.sandbox.url}\``,
    );
    expect(stdout).not.toContain('live-10');
  });

  it('are named as not owned only if the project declares what it owns', async () => {
    const project = 'version: 1\nownership: { names: ["mine*"] }\n';
    const made = await world(['mine'], ['mine', 'mine-too', 'a', 'b'], project);
    const { stdout } = await made.run(['plan']);
    expect(stdout).toContain('  2 connectors are in no file and not owned (-v lists them)\n');
    expect(stdout).toMatch(/^ {2}mine-too +in no file, but owned; --prune would delete it$/m);
    const plan = await made.run(['plan']);
    expect(argumentsOf(plan, 'import').slice(0, 2)).toEqual(['import', 'mine-too']);
  });

  it('come without a command where import refuses the cluster, as one that is not declared', async () => {
    const project = 'version: 1\nclusters: { prod: { url: "http://127.0.0.1:1" } }\n';
    const { stdout } = await (await world(['mine'], ['mine', 'a'], project)).run(['plan']);
    expect(stdout).toContain('  1 connector is in no file\n');
  });

  it('are suggested for import where no file exists yet', async () => {
    const made = await tryout({ files: {}, environment: { CONNECT_SYNC_CLUSTER: '' } });
    made.sandbox.worker.seed(many.map(sink));
    const plan = await made.run(['plan', '--cluster', made.sandbox.url.replace('http://', '')]);
    expect(plan.exitCode).toBe(22);
    expect((await made.run(argumentsOf(plan, 'import --cluster'))).exitCode).toBe(0);
    expect((await made.run(['plan', '--cluster', made.sandbox.url])).stdout).toContain('No differences: 16');
  });
});

/** The same in a Git repository with everything committed. */
async function repository(declared: readonly string[], live = declared) {
  const made = await world(declared, live);
  const git = (...args: string[]) =>
    execFileSync('git', [
      '-C',
      made.folder.directory,
      '-c',
      'user.name=a',
      '-c',
      'user.email=a@b.c',
      ...args,
    ]).toString();
  const commit = () => {
    git('add', '-A');
    git('commit', '--quiet', '--allow-empty', '-m', 'change');
    return git('rev-parse', 'HEAD').slice(0, 12);
  };
  git('init', '--quiet');
  commit();
  const remove = (file: string) => rmSync(path.join(made.folder.directory, file));
  return { ...made, git, commit, remove };
}

describe('a connector whose file was deleted', () => {
  it('is named with the commit and a command that deletes it', async () => {
    const made = await repository(['a', 'b', 'c', 'd', 'e']);
    made.remove('connectors/b.yaml');
    const commit = made.commit();
    made.commit();
    const plan = await made.run(['plan']);
    expect(plan.stdout).toContain(
      `  b   its file connectors/b.yaml was deleted in ${commit}; to delete the connector: connect-sync delete b --cluster ${made.sandbox.url}\n`,
    );
    expect(plan.stdout).not.toContain('connect-sync import');
    const deleted = await made.run([...argumentsOf(plan, 'delete'), '--yes']);
    expect(deleted.exitCode, deleted.stderr).toBe(0);
    expect(made.sandbox.worker.config('b')).toBeUndefined();
    expect((await made.run(['plan'])).stdout).toBe(
      'No differences: 4 connectors on '.concat(made.sandbox.url, ' match their files.\n'),
    );
  });

  it('is named before the deletion is committed, in Markdown and JSON too', async () => {
    const made = await repository(['a', 'b']);
    made.remove('connectors/b.yaml');
    expect((await made.run(['plan'])).stdout).toContain(
      'its file connectors/b.yaml was deleted (not committed yet); ',
    );
    expect((await made.run(['plan', '-f', 'markdown'])).stdout).toMatch(
      /^\| `b` \| its file `?connectors\/b\.yaml`? was deleted \(not committed yet\) \| `connect-sync delete b /m,
    );
    expect((await made.run(['plan', '-f', 'json'])).stdout).toContain('"file": "connectors/b.yaml"');
  });

  it.each([
    ['a name of its own', 'name: other\nconfig: { connector.class: FileStreamSink }\n', 'deleted in'],
    [
      'another cluster',
      'name: other\nclusters: [eu]\nconfig: { connector.class: FileStreamSink }\n',
      'in no file',
    ],
    ['a file that cannot be read', 'name: [\nother', 'in no file'],
  ])('is found by what the file declared: %s', async (_, text, expected) => {
    const made = await repository(['a'], ['a', 'other']);
    made.folder.write('connectors/sub/file.yaml', text);
    made.commit();
    made.remove('connectors/sub/file.yaml');
    made.commit();
    expect((await made.run(['plan'])).stdout).toContain(expected);
  });

  it('is not found in a file that the project does not read', async () => {
    const made = await repository(['a'], ['a', 'other']);
    made.folder.write('elsewhere/other.yaml', 'config: { connector.class: FileStreamSink }\n');
    made.commit();
    made.remove('elsewhere/other.yaml');
    made.commit();
    expect((await made.run(['plan'])).stdout).toContain('1 connector is in no file: ');
  });

  it('is in no file as any other where Git does not know it: a shallow clone, and no Git', async () => {
    const made = await repository(['a', 'b']);
    made.remove('connectors/b.yaml');
    made.commit();
    const shallow = path.join(made.folder.directory, 'shallow');
    made.git('clone', '--quiet', '--depth', '1', `file://${made.folder.directory}`, shallow);
    expect((await made.run(['plan', '-C', 'shallow'])).stdout).toContain('1 connector is in no file: ');
    rmSync(path.join(made.folder.directory, '.git'), { recursive: true });
    expect((await made.run(['plan'])).stdout).toContain('1 connector is in no file: ');
  });

  it('declared again is an ordinary connector', async () => {
    const made = await repository(['a', 'b']);
    made.remove('connectors/b.yaml');
    made.commit();
    made.git('revert', '--no-edit', 'HEAD');
    expect(existsSync(path.join(made.folder.directory, 'connectors/b.yaml'))).toBe(true);
    expect((await made.run(['plan'])).stdout).toContain('No differences: 2');
  });
});

describe('drift', () => {
  it.each([
    ['few are named', ['a', 'b', 'c'], / import a b --cluster /],
    ['many are not', ['a', ...many, 'c'], / import --declared --cluster /],
  ])(
    'suggests how to accept what is live, and how to restore what is declared: %s',
    async (_, names, command) => {
      const made = await world(names, names);
      made.sandbox.worker.seed([sink('in-no-file')]);
      for (const name of names.slice(0, -1))
        made.folder.write(`connectors/${name}.yaml`, file(name, 'declared'));
      const drift = await made.run(['drift']);
      expect(drift.exitCode).toBe(2);
      expect(drift.stdout).toContain('To restore the declared state: connect-sync apply --cluster ');
      expect(drift.stdout).toMatch(/^To accept the live state in the files: connect-sync import /m);
      expect(drift.stdout).toMatch(command);
      expect((await made.run(argumentsOf(drift, 'import'))).exitCode).toBe(0);
      const after = await made.run(['drift']);
      expect(after.exitCode, after.stdout).toBe(0);
      expect(existsSync(path.join(made.folder.directory, 'connectors/in-no-file.yaml'))).toBe(false);
    },
  );
});

describe('validate without a cluster', () => {
  it.each([
    ['', 'connect-sync validate --cluster http://localhost:8083'],
    ['clusters: { dev: { url: SANDBOX } }\n', 'connect-sync validate --cluster dev'],
    ['clusters: { dev: { url: SANDBOX }, prod: { url: SANDBOX } }\n', 'connect-sync validate --all-clusters'],
  ])('says what it checked and how to add the cluster: %j', async (clusters, command) => {
    const made = await world(['a'], ['a']);
    made.folder.write('connect-sync.yaml', `version: 1\n${clusters.replaceAll('SANDBOX', made.sandbox.url)}`);
    const environment = { CONNECT_SYNC_CLUSTER: '' };
    const { stdout } = await made.run(['validate'], { environment });
    expect(stdout).toBe(
      `Valid: 2 files (checked: the files only: syntax, keys, variables and names).\nTo check the configurations with their plugins too: ${command}\n` +
        `To do so later without the cluster, save what they define: ${command.replace('validate', 'plugins pull')}\n`,
    );
    if (clusters === '') return;
    const again = await made.run(command.split(' ').slice(1), { environment });
    expect(again.stdout).toContain('and with the plugins on dev');
  });
});

describe('import', () => {
  it('takes --new or --declared, not both', async () => {
    const made = await world(['a'], ['a', 'b']);
    expect((await made.run(['import', '--new', '--declared'])).exitCode).toBe(64);
    const one = await made.run(['import', '--declared', '--dry-run']);
    expect(one.stdout).toContain('= a  unchanged');
    expect(one.stdout).not.toContain('b  new');
    const other = await made.run(['import', '--new', '--dry-run']);
    expect(other.stdout).toContain('Would import 1 connector');
  });
});
