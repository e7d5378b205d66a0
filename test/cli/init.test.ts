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

/** Nothing listens there. */
const nowhere = 'http://127.0.0.1:1';

function init(
  { directory }: { readonly directory: string },
  args: readonly string[],
  world?: Partial<CliWorld>,
) {
  const isGiven = world?.answers !== undefined || args.includes('--cluster') || args.includes('-c');
  // Something may listen at the default URL.
  const url = isGiven ? [] : ['--cluster', nowhere];
  return runCli(['init', ...url, ...args], { directory, ...world });
}

/** The texts of all files below the folder, without `.git`. */
function filesIn({ directory }: ProjectFolder): Record<string, string> {
  const found = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll(path.sep, '/'))
    .filter((file) => !file.startsWith('.git/') && statSync(path.join(directory, file)).isFile());
  return Object.fromEntries(
    found.sort().map((file) => [file, readFileSync(path.join(directory, file), 'utf8')]),
  );
}

/** A Git repository with this URL as its remote `origin`. */
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
  it('writes and lists the files of a project, without questions if non-interactive', async () => {
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

  it('creates a project that can be validated, planned and applied at once', async () => {
    const { sandbox, folder, run } = await tryout({ files: {} });
    const environment = { CONNECT_SYNC_CLUSTER: '' };
    const made = await run(['init', '-c', sandbox.url, '--name', 'orders'], { environment });
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

  it('contains examples in comments that are valid once uncommented', async () => {
    const folder = projectFolder({});
    await init(folder, ['--name', 'orders']);
    const text = filesIn(folder)['connect-sync.yaml'] ?? '';
    const uncommented = text.replace(/^( *)# ( *(?:- )?\w+:(?: .*)?)$/gm, '$1$2');
    expect(Object.keys(parse(uncommented)).sort()).toEqual([
      'clusters',
      'defaults',
      'dotenv',
      'ownership',
      'version',
    ]);
    expect(Object.keys(parse(uncommented).clusters.dev)).toEqual([
      'url',
      'kafkaClusterId',
      'auth',
      'tls',
      'vars',
    ]);
    folder.write('connect-sync.yaml', uncommented);
    const validate = await runCli(['validate'], { directory: folder.directory });
    // The example of a default is for Debezium connectors, and there is none yet.
    expect(codesIn(validate.stderr)).toEqual(['unused-default']);
    expect(validate.exitCode).toBe(0);
  });

  it('prints the same as JSON', async () => {
    const folder = projectFolder({});
    const { stdout } = await init(folder, ['-f', 'json', '--name', 'orders', '--cluster-name', 'prod']);
    const view = JSON.parse(stdout);
    expect(view).toMatchObject({
      cluster: { name: 'prod', url: nowhere },
      worker: { answered: false, reason: expect.stringContaining('refuses the connection') },
      next: ['connect-sync validate', 'connect-sync sandbox --port 1 &', 'connect-sync plan --cluster prod'],
      repository: 'orders',
      forge: 'none',
    });
    expect(view.files.map(({ path: file }: { path: string }) => file).sort()).toEqual(always);
    expect(new Set(view.files.map(({ outcome }: { outcome: string }) => outcome))).toEqual(
      new Set(['written']),
    );
  });
});

describe('init in a folder that is not empty', () => {
  it('changes nothing when it is run again', async () => {
    const folder = repositoryFrom('git@github.com:acme/connectors.git');
    await init(folder, []);
    const before = filesIn(folder);
    const again = await init(folder, ['--cluster', 'http://other:1', '--cluster-name', 'other']);
    expect(again.exitCode).toBe(0);
    expect(again.stdout).toContain(`0 files written, ${Object.keys(before).length} left unchanged.`);
    expect(again.stdout).toContain('connect-sync plan --cluster dev');
    expect(filesIn(folder)).toEqual(before);
  });

  it('never changes an existing file, lists it, and shows what to add to it', async () => {
    const mine = {
      '.gitlab-ci.yml': 'include: []\n',
      '.vscode/settings.json': '{\n  // mine\n}\n',
      '.connect-sync/schemas/connector.schema.json': '{}',
      '.env.example': 'MINE=1\n',
    };
    const folder = projectFolder(mine);
    const { exitCode, stdout } = await init(folder, []);
    expect(exitCode).toBe(0);
    expect(filesIn(folder)).toMatchObject(mine);
    expect(stdout).toMatch(
      /^= \.gitlab-ci\.yml .*\n {4}.*local: \/\.gitlab\/connect-sync\.gitlab-ci\.yml, inputs: \{ cluster: dev,/m,
    );
    expect(stdout).toMatch(/^= \.vscode\/settings\.json .*\n {4}.*"yaml\.schemas":.*"!unset scalar"/m);
    expect(stdout).toMatch(
      /^= \.connect-sync\/schemas\/connector\.schema\.json .*\n {4}it is not a schema of connect-sync$/m,
    );
    expect(stdout).toMatch(/^= \.env\.example .*\n[+=]/m);
    expect(stdout).toContain('4 left unchanged.');
  });

  it.each([
    ['node_modules/\n', 'node_modules/\n\n# connect-sync: secrets, saved plans and backups\n.env*\n'],
    ['a', 'a\n\n# connect-sync'],
    ['a\r\n', 'a\r\n\r\n# connect-sync: secrets, saved plans and backups\r\n.env*\r\n!.env.example\r\n'],
    [
      '/.env*\nplan*.json\n',
      '/.env*\nplan*.json\n\n# connect-sync: secrets, saved plans and backups\n!.env.example\n',
    ],
  ])('adds to the .gitignore %j what it lacks, and changes none of its lines', async (before, start) => {
    const folder = projectFolder({ '.gitignore': before });
    const { stdout } = await init(folder, []);
    expect(stdout).toMatch(/^~ \.gitignore .*: lines added$/m);
    expect(stdout).toContain('1 extended');
    expect(filesIn(folder)['.gitignore']?.startsWith(start), filesIn(folder)['.gitignore']).toBe(true);
    const again = await init(folder, []);
    expect(again.stdout).toMatch(/^= \.gitignore /m);
  });

  it('keeps exceptions of a .gitignore in force, and makes Git ignore what must not be committed', async () => {
    const folder = repositoryFrom('https://git.example/x.git');
    folder.write('.gitignore', '*.log\n!plan-of-the-team.json\n');
    await init(folder, []);
    const written = ['.env', '.env.prod', 'plan.json', 'plan-1.json', '.connect-sync/backups/a/b.json'];
    const kept = ['.env.example', 'plan-of-the-team.json', '.connect-sync/schemas/x', 'connectors/a.yaml'];
    const ignored = execFileSync('git', [
      '-C',
      folder.directory,
      'check-ignore',
      '--no-index',
      ...written,
      ...kept,
    ]);
    expect(ignored.toString().trim().split('\n')).toEqual(written);
  });

  it('does not write through a .gitignore that is a link', async () => {
    const folder = projectFolder({ 'other.txt': 'mine\n' });
    symlinkSync('other.txt', path.join(folder.directory, '.gitignore'));
    const { stdout } = await init(folder, []);
    expect(filesIn(folder)['other.txt']).toBe('mine\n');
    expect(stdout).toMatch(/^= \.gitignore .*\n {4}add the lines {2}\.env\* /m);
  });

  it('adds no example if there are connector files, valid or not', async () => {
    for (const text of ['config: { connector.class: A }\n', 'config: [\n']) {
      const folder = projectFolder({ 'connectors/mine.yaml': text });
      const { stdout } = await init(folder, []);
      expect(stdout).not.toContain('example.yaml');
      expect(Object.keys(filesIn(folder))).not.toContain('connectors/example.yaml');
    }
  });

  it('adds no example if the project looks for connector files elsewhere', async () => {
    const folder = projectFolder({ 'connect-sync.yaml': 'version: 1\nconnectors: kafka/*.yaml\n' });
    expect((await init(folder, [])).exitCode).toBe(0);
    expect(Object.keys(filesIn(folder))).not.toContain('connectors/example.yaml');
  });

  it('completes an existing project for its first cluster, without questions', async () => {
    const text = 'version: 1\nclusters: { eu: { url: http://a:1 }, us: { url: http://b:1 } }\n';
    const folder = projectFolder({ 'connect-sync.yaml': text });
    const { exitCode, stderr } = await init(folder, ['--forge', 'github'], { answers: [] });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(filesIn(folder)['connect-sync.yaml']).toBe(text);
    expect(filesIn(folder)['.github/workflows/connect-sync-plan.yml']).toContain(
      'CONNECT_SYNC_CLUSTER: eu\n',
    );
  });

  it('ignores names in an invalid project file that would break the pipeline', async () => {
    const folder = projectFolder({
      'connect-sync.yaml': 'version: 1\nclusters: { "a\'\\n  x: ${{ 1 }}": { url: http://a:1 } }\n',
    });
    const { exitCode } = await init(folder, ['--forge', 'github']);
    expect(exitCode).toBe(0);
    expect(filesIn(folder)['.github/workflows/connect-sync-plan.yml']).toContain(
      'CONNECT_SYNC_CLUSTER: dev\n',
    );
  });

  it('keeps symbolic links and does not write through them', async () => {
    const folder = projectFolder({});
    const outside = path.join(folder.directory, 'outside.yaml');
    symlinkSync(outside, path.join(folder.directory, 'connect-sync.yaml'));
    const { stdout } = await init(folder, []);
    expect(stdout).toMatch(/^= connect-sync\.yaml /m);
    expect(() => statSync(outside)).toThrow('ENOENT');
  });
});

describe('the forge of init', () => {
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
    expect(stdout).toContain(`Pipeline: ${label}, because`);
    expect(stdout).not.toContain('made-up-token');
  });

  it.each([
    ['.gitlab-ci.yml', 'GitLab'],
    ['.github/CODEOWNERS', 'GitHub'],
    ['.gitlab/issue_templates/a.md', 'GitLab'],
  ])('is detected by %s outside of a repository', async (file, label) => {
    const { stdout } = await init(projectFolder({ [file]: '' }), []);
    expect(stdout).toContain(`Pipeline: ${label}, because`);
  });

  it('cannot reach localhost: a remark says so if a pipeline is written', async () => {
    const isWarned = async (...args: string[]) =>
      (await init(projectFolder({}), args)).stdout.includes('A pipeline cannot reach localhost');
    expect(await isWarned('--forge', 'github')).toBe(true);
    expect(await isWarned('--forge', 'gitlab', '--cluster', 'http://127.0.0.1:1')).toBe(true);
    expect(await isWarned('--forge', 'github', '--cluster', 'http://localhost.example:8083')).toBe(false);
    expect(await isWarned()).toBe(false);
  });

  it('can be given, and can be none', async () => {
    const folder = repositoryFrom('https://github.com/acme/connectors');
    expect((await init(folder, ['--forge', 'none'])).stdout).toContain('Pipeline: none.');
    expect(Object.keys(filesIn(folder))).toEqual(always);
    expect((await init(folder, ['--forge', 'gitlab'])).stdout).toContain('Pipeline: GitLab.');
    expect(Object.keys(filesIn(folder))).toContain('.gitlab/connect-sync.gitlab-ci.yml');
    expect((await init(folder, ['--forge', 'gitea'])).exitCode).toBe(64);
  });

  it('reads pipelines at the root of a repository only: below it none is written', async () => {
    const folder = repositoryFrom('https://github.com/acme/connectors');
    mkdirSync(path.join(folder.directory, 'kafka'));
    const { stdout } = await init({ directory: path.join(folder.directory, 'kafka') }, []);
    expect(stdout).toContain('not the root of its repository');
    expect(Object.keys(filesIn(folder)).filter((file) => file.includes('.github'))).toEqual([]);
  });
});

describe('init at a terminal', () => {
  it('asks for the worker URL and the cluster name', async () => {
    const folder = projectFolder({});
    const { exitCode, stderr, stdout } = await init(folder, [], {
      answers: ['https://connect.example:8083/', 'prod'],
    });
    expect(exitCode).toBe(0);
    expect(stderr).toBe('Kafka Connect worker URL?Cluster name?');
    expect(stdout).toContain('Cluster: prod at https://connect.example:8083.\nNot reached: ');
    expect(parse(filesIn(folder)['connect-sync.yaml'] ?? '').clusters).toEqual({
      prod: { url: 'https://connect.example:8083' },
    });
  });

  it('asks only for what options do not give, and with --yes for nothing', async () => {
    const one = await init(projectFolder({}), ['--cluster', 'http://a:1'], { answers: [''] });
    expect(one.stderr).toBe('Cluster name?');
    expect(one.stdout).toContain('Cluster: dev at http://a:1.\n');
    const silent = ['--yes', '--cluster', nowhere];
    expect((await init(projectFolder({}), silent, { answers: [] })).stderr).toBe('');
  });

  it('asks again after an invalid URL, credentials in the URL, or an invalid name', async () => {
    const folder = projectFolder({});
    const answers = ['localhost', 'http://u:made-up-password@a:1', 'http://a:1', 'my cluster', 'a/b', 'mine'];
    const { stdout } = await init(folder, [], { answers });
    expect(stdout).toContain('Cluster: mine at http://a:1.\n');
  });

  it.each([[[]], [['http://a:1']]])(
    'writes nothing if canceled after %j, and exits with 130',
    async (answers) => {
      const folder = projectFolder({});
      const { exitCode, stderr, stdout } = await init(folder, [], { answers });
      expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: '' });
      expect(stderr).toContain('no files written');
      expect(filesIn(folder)).toEqual({});
    },
  );
});

describe('init rejects', () => {
  it.each([
    [['--cluster', 'localhost'], '--cluster'],
    [['--cluster', 'prod'], '--cluster-name takes its name'],
    [['--cluster', 'http://u:made-up-password@a:1'], '--cluster'],
    [['--cluster', 'http://a:1/?x=1'], '--cluster'],
    [['--cluster-name', 'my cluster'], '--cluster-name'],
    [['--cluster-name', 'a: &b\n'], '--cluster-name'],
    [['--name', '../x'], '--name'],
  ])('%j as a usage error and writes nothing', async (args, option) => {
    const folder = projectFolder({});
    const { exitCode, stdout, stderr } = await init(folder, args);
    expect(exitCode).toBe(64);
    expect(stderr).toContain(option);
    expect(stdout + stderr).not.toContain('made-up-password');
    expect(filesIn(folder)).toEqual({});
  });

  it('a missing folder, and a project file with another name', async () => {
    const missing = await init(projectFolder({}), ['-C', 'nowhere', '-f', 'json']);
    expect(missing.exitCode).toBe(29);
    expect(JSON.parse(missing.stdout).diagnostics[0].code).toBe('directory-missing');
    const folder = projectFolder({ 'connect-sync.yml': 'version: 1\n' });
    const misnamed = await init(folder, []);
    expect(misnamed.stderr).toContain('error[project-file-misnamed]');
    expect(Object.keys(filesIn(folder))).toEqual(['connect-sync.yml']);
  });

  it('a folder without write permission: one sentence and no stack trace', async () => {
    const folder = projectFolder({});
    // A folder of root is not writable for other users anyway.
    if (process.geteuid?.() !== 0) chmodSync(folder.directory, 0o555);
    await asOrdinaryUser(folder, async () => {
      const { exitCode, stderr } = await init(folder, []);
      expect(exitCode).toBe(1);
      expect(stderr).toBe(
        'error[file-not-written]: connect-sync.yaml cannot be written: permission denied\n' +
          '  hint: fix this and run init again; existing files are kept\n' +
          'exit 1: failed\n',
      );
    });
    chmodSync(folder.directory, 0o755);
  });

  it('a file that has the name of a folder', async () => {
    const { exitCode, stderr } = await init(projectFolder({ '.vscode': '' }), []);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('.vscode/settings.json cannot be written: a file is in the way');
  });
});

describe('a folder with an unusual name', () => {
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
  ])('%j is reduced to a plain name', async (name, repository) => {
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

  it('keeps a cluster called 1.0 a string in every file', async () => {
    const folder = projectFolder({});
    await init(folder, ['--cluster-name', '1.0', '--forge', 'github']);
    expect(Object.keys(parse(filesIn(folder)['connect-sync.yaml'] ?? '').clusters)).toEqual(['1.0']);
    expect(filesIn(folder)['.github/workflows/connect-sync-plan.yml']).toContain(
      "CONNECT_SYNC_CLUSTER: '1.0'",
    );
  });
});

/** A cluster with this many connectors, some of them with a secret, one of them FAILED. */
async function clusterWith(connectors: number) {
  const made = await tryout({ files: {}, environment: { CONNECT_SYNC_CLUSTER: '' } });
  const seeds = Array.from({ length: connectors }, (_, index) => ({
    name: `orders-${String(index).padStart(2, '0')}`,
    config: {
      'connector.class': 'FileStreamSink',
      topics: 'orders',
      file: `/tmp/${index}`,
      'tasks.max': '1',
      ...(index === 1 && { 'sasl.password': 'hush-hush-4711' }),
    },
  }));
  made.sandbox.worker.seed(seeds);
  const url = made.sandbox.url.replace('http://', '');
  return { ...made, url };
}

describe('init at a cluster with connectors', () => {
  it('says what it found and what to run next, and writes no example', async () => {
    const { run, url, folder } = await clusterWith(16);
    const made = await run(['init', '--cluster', url, '--yes']);
    expect(made.exitCode, made.stderr).toBe(0);
    expect(made.stdout).toContain(`Cluster: dev at http://${url} `);
    expect(made.stdout).toContain('Found: Kafka Connect 4.3.0, 16 connectors, 16 RUNNING.\n');
    expect(made.stdout).toContain(
      'Next:\n  connect-sync import --cluster dev --secrets .env\n  connect-sync plan --cluster dev\n',
    );
    expect(Object.keys(filesIn(folder))).not.toContain('connectors/example.yaml');
    expect(filesIn(folder)['connect-sync.yaml']).toContain(`url: http://${url}\n`);
    for (const [, next = ''] of made.stdout.matchAll(/^ {2}connect-sync (.*)$/gm)) {
      const step = await runCli(next.split(' '), { directory: folder.directory });
      expect(step.exitCode, step.stderr).toBe(0);
      if (next.startsWith('plan')) expect(step.stdout).toContain('No differences: 16 connectors');
    }
  });

  it('repeats -C in what to run next', async () => {
    const { run, url, folder } = await clusterWith(1);
    mkdirSync(path.join(folder.directory, 'kafka connect'));
    const made = await run(['init', '-C', 'kafka connect', '--cluster', url]);
    expect(made.stdout).toContain("  connect-sync plan --cluster dev -C 'kafka connect'\n");
  });

  it('imports them if a person agrees: then the plan is empty', async () => {
    const { run, url, folder } = await clusterWith(16);
    const made = await run(['init', '--cluster', url, '--cluster-name', 'prod'], { answers: ['y'] });
    expect(made.exitCode, made.stderr).toBe(0);
    expect(made.stderr).toContain('Kafka Connect 4.3.0, 16 connectors, 16 RUNNING. Import them? [Y/n] ');
    expect(made.stdout).toContain('Imported 16 connectors from prod: 16 new.');
    expect(made.stdout).not.toContain('Next:');
    const files = Object.keys(filesIn(folder));
    expect(files.filter((file) => file.startsWith('connectors/'))).toHaveLength(16);
    expect(files.filter((file) => file.endsWith('.env.example'))).toEqual(['.env.example']);
    const [, next = ''] = /connect-sync (plan .*)$/m.exec(made.stderr) ?? [];
    const plan = await run(next.split(' '));
    expect(plan.stdout).toBe('No differences: 16 connectors on prod match their files.\n');
  });

  it('imports nothing if a person declines', async () => {
    const { run, url, folder } = await clusterWith(2);
    const made = await run(['init', '--cluster', url, '--cluster-name', 'prod'], { answers: ['n'] });
    expect(made.exitCode).toBe(0);
    expect(made.stdout).toContain('  connect-sync import --cluster prod --secrets .env\n');
    expect(Object.keys(filesIn(folder)).filter((file) => file.startsWith('connectors/'))).toEqual([]);
  });

  it('goes on with one line if the worker does not answer', async () => {
    const folder = projectFolder({});
    const { exitCode, stdout, stderr } = await init(folder, []);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout.match(/^Not reached: .*refuses the connection.*$/gm)).toHaveLength(1);
    expect(Object.keys(filesIn(folder))).toContain('connectors/example.yaml');
  });
});
