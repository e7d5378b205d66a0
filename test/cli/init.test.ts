import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { asOrdinaryUser } from '../support/as-ordinary-user.ts';
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts';
import { type CliWorld, runCli } from '../support/run-cli.ts';
import { tryout } from '../support/tryout.ts';

const always = [
  '.connect-sync/schemas/connector.schema.json',
  '.connect-sync/schemas/project.schema.json',
  '.env.example',
  '.gitignore',
  '.vscode/extensions.json',
  '.vscode/settings.json',
  'connect-sync.yaml',
  'connectors/example.yaml',
];

function init(
  { directory }: { readonly directory: string },
  args: readonly string[],
  world?: Partial<CliWorld>,
) {
  return runCli(['init', ...args], { directory, ...world });
}

/** Every file below the folder with its text, Git's own not among them. */
function filesIn({ directory }: ProjectFolder): Record<string, string> {
  const found = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll(path.sep, '/'))
    .filter((file) => !file.startsWith('.git/') && statSync(path.join(directory, file)).isFile());
  return Object.fromEntries(
    found.sort().map((file) => [file, readFileSync(path.join(directory, file), 'utf8')]),
  );
}

/** A folder that is a repository, cloned from there. */
function repositoryFrom(remote: string): ProjectFolder {
  const folder = projectFolder({});
  const git = (...args: string[]) => execFileSync('git', ['-C', folder.directory, ...args]);
  git('init', '--quiet');
  git('remote', 'add', 'origin', remote);
  return folder;
}

function codesIn(stderr: string): (string | undefined)[] {
  return [...stderr.matchAll(/^(?:error|warning)\[([\w-]+)\]/gm)].map(([, code]) => code);
}

describe('init in an empty folder', () => {
  it('writes what a project needs, says so, and asks for nothing where nobody is there', async () => {
    const folder = projectFolder({});
    const { exitCode, stdout, stderr } = await init(folder, ['--name', 'orders']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    await expect(stdout).toMatchFileSnapshot('__snapshots__/init.txt');
    expect(Object.keys(filesIn(folder))).toEqual(always);
    await expect(filesIn(folder)['connect-sync.yaml']).toMatchFileSnapshot('__snapshots__/init-project.yaml');
    await expect(filesIn(folder)['connectors/example.yaml']).toMatchFileSnapshot(
      '__snapshots__/init-example.yaml',
    );
  });

  it('makes a project that is valid and can be planned and applied at once', async () => {
    const { sandbox, folder, run } = await tryout({ files: {} });
    const environment = { CONNECT_SYNC_CLUSTER: '' };
    const made = await run(['init', '--cluster-url', sandbox.url, '--name', 'orders'], { environment });
    expect(made.exitCode, made.stderr).toBe(0);
    const validate = await run(['validate', '--strict', '--cluster', 'dev'], { environment });
    expect(validate.stdout).toMatch(/^Valid: 2 files/);
    for (const cluster of [['--cluster', 'dev'], ['--cluster', sandbox.url], []]) {
      const plan = await run(['plan', ...cluster], { environment });
      expect(plan.stdout, plan.stderr).toContain('Plan: 1 create');
      expect(plan.exitCode).toBe(0);
    }
    const apply = await run(['apply', '--yes', '--stable-for', '1s'], { environment });
    expect(apply.exitCode, apply.stderr).toBe(0);
    expect(sandbox.worker.config('orders-example')).toMatchObject({ 'connector.class': 'FileStreamSource' });
    expect((await run(['status'], { environment })).stdout).toContain('PAUSED');
    expect(Object.keys(filesIn(folder))).toEqual(always);
  });

  it('comments what is to be learnt so that it is valid where the # is taken away', async () => {
    const folder = projectFolder({});
    await init(folder, ['--name', 'orders']);
    const text = filesIn(folder)['connect-sync.yaml'] ?? '';
    const uncommented = text.replace(/^( *)# ( *(?:- )?\w+:(?: .*)?)$/gm, '$1$2');
    expect(Object.keys(parse(uncommented)).sort()).toEqual(['clusters', 'defaults', 'ownership', 'version']);
    expect(Object.keys(parse(uncommented).clusters.dev)).toEqual([
      'url',
      'kafkaClusterId',
      'auth',
      'tls',
      'vars',
    ]);
    folder.write('connect-sync.yaml', uncommented);
    const validate = await runCli(['validate'], { directory: folder.directory });
    // The default is for connectors of Debezium, of which there is none yet.
    expect(codesIn(validate.stderr)).toEqual(['unused-default']);
    expect(validate.exitCode).toBe(0);
  });

  it('gives the same as JSON', async () => {
    const folder = projectFolder({});
    const { stdout } = await init(folder, ['-f', 'json', '--name', 'orders', '--cluster-name', 'prod']);
    const view = JSON.parse(stdout);
    expect(view).toMatchObject({
      cluster: { name: 'prod', url: 'http://localhost:8083' },
      repository: 'orders',
      forge: 'none',
    });
    expect(view.files.map(({ path: file }: { path: string }) => file).sort()).toEqual(always);
    expect(new Set(view.files.map(({ outcome }: { outcome: string }) => outcome))).toEqual(
      new Set(['written']),
    );
  });
});

describe('init in a folder with something in it', () => {
  it('changes nothing when it is run again', async () => {
    const folder = repositoryFrom('git@github.com:acme/connectors.git');
    await init(folder, []);
    const before = filesIn(folder);
    const again = await init(folder, ['--cluster-url', 'http://other:1', '--cluster-name', 'other']);
    expect(again.exitCode).toBe(0);
    expect(again.stdout).toContain(`0 files written, ${Object.keys(before).length} left as they were.`);
    expect(again.stdout).toContain('connect-sync plan --cluster dev');
    expect(filesIn(folder)).toEqual(before);
  });

  it('leaves every file that is there as it is, names it, and says what it lacks', async () => {
    const mine = {
      '.gitignore': 'node_modules/\n',
      '.gitlab-ci.yml': 'include: []\n',
      '.vscode/settings.json': '{\n  // mine\n}\n',
      '.connect-sync/schemas/connector.schema.json': '{}',
      '.env.example': 'MINE=1\n',
    };
    const folder = projectFolder(mine);
    const { exitCode, stdout } = await init(folder, []);
    expect(exitCode).toBe(0);
    expect(filesIn(folder)).toMatchObject(mine);
    expect(stdout).toMatch(/^= \.gitignore +is there already: left as it is\n {4}.*\.env/m);
    expect(stdout).toMatch(/^= \.gitlab-ci\.yml .*\n {4}.*local: \/\.gitlab\/connect-sync\.gitlab-ci\.yml$/m);
    expect(stdout).toMatch(/^= \.vscode\/settings\.json .*\n {4}.*"yaml\.schemas":.*"!unset scalar"/m);
    expect(stdout).toMatch(/^= \.connect-sync\/schemas\/connector\.schema\.json .*\n {4}.*another version/m);
    expect(stdout).toMatch(/^= \.env\.example .*\n[+=]/m);
    expect(stdout).toContain('5 left as they were.');
  });

  it.each(['.env\n', '/.env\n', 'a\n.env*\nb\n', '*.env\n'])('finds .env ignored by %j', async (text) => {
    const { stdout } = await init(projectFolder({ '.gitignore': text }), []);
    expect(stdout).toMatch(/^= \.gitignore .*\n[+=]/m);
  });

  it('adds no example to connectors that are there, valid or not', async () => {
    for (const text of ['config: { connector.class: A }\n', 'config: [\n']) {
      const folder = projectFolder({ 'connectors/mine.yaml': text });
      const { stdout } = await init(folder, []);
      expect(stdout).not.toContain('example.yaml');
      expect(Object.keys(filesIn(folder))).not.toContain('connectors/example.yaml');
    }
  });

  it('adds no example where the project does not look for connectors', async () => {
    const folder = projectFolder({ 'connect-sync.yaml': 'version: 1\nconnectors: kafka/*.yaml\n' });
    expect((await init(folder, [])).exitCode).toBe(0);
    expect(Object.keys(filesIn(folder))).not.toContain('connectors/example.yaml');
  });

  it('completes a project that has a file already, with its first cluster, and asks nothing', async () => {
    const text = 'version: 1\nclusters: { eu: { url: http://a:1 }, us: { url: http://b:1 } }\n';
    const folder = projectFolder({ 'connect-sync.yaml': text });
    const { exitCode, stderr } = await init(folder, ['--forge', 'github'], { answers: [] });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(filesIn(folder)['connect-sync.yaml']).toBe(text);
    expect(filesIn(folder)['.github/workflows/connect-sync-plan.yml']).toContain(
      'CONNECT_SYNC_CLUSTER: eu\n',
    );
  });

  it('takes no name out of a broken project file that a pipeline could trip over', async () => {
    const folder = projectFolder({
      'connect-sync.yaml': 'version: 1\nclusters: { "a\'\\n  x: ${{ 1 }}": { url: http://a:1 } }\n',
    });
    const { exitCode } = await init(folder, ['--forge', 'github']);
    expect(exitCode).toBe(0);
    expect(filesIn(folder)['.github/workflows/connect-sync-plan.yml']).toContain(
      'CONNECT_SYNC_CLUSTER: dev\n',
    );
  });

  it('leaves links as they are, and writes to nothing behind them', async () => {
    const folder = projectFolder({});
    const outside = path.join(folder.directory, 'outside.yaml');
    symlinkSync(outside, path.join(folder.directory, 'connect-sync.yaml'));
    const { stdout } = await init(folder, []);
    expect(stdout).toMatch(/^= connect-sync\.yaml /m);
    expect(() => statSync(outside)).toThrow('ENOENT');
  });
});

describe('the forge', () => {
  it.each([
    ['https://github.com/acme/connectors.git', 'GitHub'],
    ['git@github.com:acme/gitlab.git', 'GitHub'],
    ['ssh://git@github.acme.example/connectors', 'GitHub'],
    ['https://made-up-token@gitlab.com/acme/github.git', 'GitLab'],
    ['git@gitlab.acme.example:acme/connectors.git', 'GitLab'],
    ['https://git.example/github/gitlab.git', 'none'],
    ['/srv/git/github.git', 'none'],
  ])('of %s is %s', async (remote, label) => {
    const { stdout } = await init(repositoryFrom(remote), []);
    expect(stdout).toContain(`Pipeline: ${label}, since`);
    expect(stdout).not.toContain('made-up-token');
  });

  it.each([
    ['.gitlab-ci.yml', 'GitLab'],
    ['.github/CODEOWNERS', 'GitHub'],
    ['.gitlab/issue_templates/a.md', 'GitLab'],
  ])('is told by %s where there is no repository', async (file, label) => {
    const { stdout } = await init(projectFolder({ [file]: '' }), []);
    expect(stdout).toContain(`Pipeline: ${label}, since`);
  });

  it('has runners that reach no localhost: that is said where a pipeline is written, and not else', async () => {
    const warned = async (...args: string[]) =>
      (await init(projectFolder({}), args)).stdout.includes('A pipeline reaches no localhost');
    expect(await warned('--forge', 'github')).toBe(true);
    expect(await warned('--forge', 'gitlab', '--cluster-url', 'http://127.0.0.1:1')).toBe(true);
    expect(await warned('--forge', 'github', '--cluster-url', 'http://localhost.example:8083')).toBe(false);
    expect(await warned()).toBe(false);
  });

  it('may be named, and may be none', async () => {
    const folder = repositoryFrom('https://github.com/acme/connectors');
    expect((await init(folder, ['--forge', 'none'])).stdout).toContain('Pipeline: none.');
    expect(Object.keys(filesIn(folder))).toEqual(always);
    expect((await init(folder, ['--forge', 'gitlab'])).stdout).toContain('Pipeline: GitLab.');
    expect(Object.keys(filesIn(folder))).toContain('.gitlab/connect-sync.gitlab-ci.yml');
    expect((await init(folder, ['--forge', 'gitea'])).exitCode).toBe(64);
  });

  it('reads no pipeline below the root of a repository: none is written there', async () => {
    const folder = repositoryFrom('https://github.com/acme/connectors');
    mkdirSync(path.join(folder.directory, 'kafka'));
    const { stdout } = await init({ directory: path.join(folder.directory, 'kafka') }, []);
    expect(stdout).toContain('not the root of its repository');
    expect(Object.keys(filesIn(folder)).filter((file) => file.includes('.github'))).toEqual([]);
  });
});

describe('init at a terminal', () => {
  it('asks where a worker is and what its cluster is called', async () => {
    const folder = projectFolder({});
    const { exitCode, stderr, stdout } = await init(folder, [], {
      answers: ['https://connect.example:8083/', 'prod'],
    });
    expect(exitCode).toBe(0);
    expect(stderr).toBe('Where is a Kafka Connect worker?What shall its cluster be called?');
    expect(stdout).toContain('Cluster: prod at https://connect.example:8083.\n');
    expect(parse(filesIn(folder)['connect-sync.yaml'] ?? '').clusters).toEqual({
      prod: { url: 'https://connect.example:8083' },
    });
  });

  it('asks only what options do not say, and with --yes nothing', async () => {
    const one = await init(projectFolder({}), ['--cluster-url', 'http://a:1'], { answers: [''] });
    expect(one.stderr).toBe('What shall its cluster be called?');
    expect(one.stdout).toContain('Cluster: dev at http://a:1.\n');
    expect((await init(projectFolder({}), ['--yes'], { answers: [] })).stderr).toBe('');
  });

  it('asks again for what is no URL, holds a user, or is no name', async () => {
    const folder = projectFolder({});
    const answers = [
      'localhost:8083',
      'http://u:made-up-password@a:1',
      'http://a:1',
      'my cluster',
      'a/b',
      'mine',
    ];
    const { stdout } = await init(folder, [], { answers });
    expect(stdout).toContain('Cluster: mine at http://a:1.\n');
  });

  it.each([[[]], [['http://a:1']]])('writes nothing for who leaves after %j: 130', async (answers) => {
    const folder = projectFolder({});
    const { exitCode, stderr, stdout } = await init(folder, [], { answers });
    expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: '' });
    expect(stderr).toContain('Nothing has been written.');
    expect(filesIn(folder)).toEqual({});
  });
});

describe('what init refuses', () => {
  it.each([
    [['--cluster-url', 'localhost:8083'], '--cluster-url'],
    [['--cluster-url', 'http://u:made-up-password@a:1'], '--cluster-url'],
    [['--cluster-url', 'http://a:1/?x=1'], '--cluster-url'],
    [['--cluster-name', 'my cluster'], '--cluster-name'],
    [['--cluster-name', 'a: &b\n'], '--cluster-name'],
    [['--name', '../x'], '--name'],
  ])('%j is wrong usage, and nothing is written', async (args, option) => {
    const folder = projectFolder({});
    const { exitCode, stdout, stderr } = await init(folder, args);
    expect(exitCode).toBe(64);
    expect(stderr).toContain(option);
    expect(stdout + stderr).not.toContain('made-up-password');
    expect(filesIn(folder)).toEqual({});
  });

  it('is a folder that is not there, and a project file of another name', async () => {
    const missing = await init(projectFolder({}), ['-C', 'nowhere', '-f', 'json']);
    expect(missing.exitCode).toBe(29);
    expect(JSON.parse(missing.stdout).diagnostics[0].code).toBe('directory-missing');
    const folder = projectFolder({ 'connect-sync.yml': 'version: 1\n' });
    const misnamed = await init(folder, []);
    expect(misnamed.stderr).toContain('error[project-file-misnamed]');
    expect(Object.keys(filesIn(folder))).toEqual(['connect-sync.yml']);
  });

  it('is a folder that may not be written to: one sentence, and no stack', async () => {
    const folder = projectFolder({});
    // Root's folder is closed to others as it is.
    if (process.geteuid?.() !== 0) chmodSync(folder.directory, 0o555);
    await asOrdinaryUser(folder, async () => {
      const { exitCode, stderr } = await init(folder, []);
      expect(exitCode).toBe(1);
      expect(stderr).toBe(
        'error[file-not-written]: connect-sync.yaml cannot be written: permission denied\n' +
          '  hint: fix that and run init again: files that exist are kept\n' +
          'exit 1: failed\n',
      );
    });
    chmodSync(folder.directory, 0o755);
  });

  it('is a file in the place of a folder', async () => {
    const { exitCode, stderr } = await init(projectFolder({ '.vscode': '' }), []);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('.vscode/settings.json cannot be written: a file is in the way');
  });
});

describe('a folder with an odd name', () => {
  it.each([
    ['orders', 'orders'],
    ['::error::x', 'error-x'],
    ['a b\n::error::c', 'a-b-error-c'],
    ['\u001b[2J\u202egnp', '2J-gnp'],
    ['-rf', 'rf'],
    ['naïve "quotes" # ${env.HOME} `id`', 'na-ve-quotes-env.HOME-id'],
    ['数据', 'connectors'],
    ['x'.repeat(200), 'x'.repeat(60)],
    ['no', 'no'],
  ])('%j gives its connectors a plain one', async (name, repository) => {
    const parent = projectFolder({});
    const directory = path.join(parent.directory, name);
    mkdirSync(directory);
    const { exitCode, stdout, stderr } = await init({ directory }, ['-f', 'json']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(JSON.parse(stdout).repository).toBe(repository);
    const validate = await runCli(['validate', '--strict'], { directory });
    expect(validate.exitCode, validate.stderr).toBe(0);
    const example = readFileSync(path.join(directory, 'connectors/example.yaml'), 'utf8');
    expect(parse(example).name).toBe(`${repository}-example`);
  });

  it('is not needed for trouble: a cluster called 1.0 stays a text in every file', async () => {
    const folder = projectFolder({});
    await init(folder, ['--cluster-name', '1.0', '--forge', 'github']);
    expect(Object.keys(parse(filesIn(folder)['connect-sync.yaml'] ?? '').clusters)).toEqual(['1.0']);
    expect(filesIn(folder)['.github/workflows/connect-sync-plan.yml']).toContain(
      "CONNECT_SYNC_CLUSTER: '1.0'",
    );
  });
});
