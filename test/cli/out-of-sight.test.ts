import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { asOrdinaryUser } from '../support/as-ordinary-user.ts';
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

const config = { 'connector.class': 'FileStreamSource', 'tasks.max': '1', topic: 'lines' };
const file = `config:\n${Object.entries(config)
  .map(([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`)
  .join('')}`;

const live = ['orders-a', 'orders-b', 'orders-c', 'orders-d', 'orders-e', 'orders-f', 'orders-g', 'orders-h'];

/** Everything is declared except `orders-h`; what a test hides is one of the others. */
async function world(
  options: { readonly connectors?: string; readonly files?: Readonly<Record<string, string>> } = {},
): Promise<Tryout> {
  const patterns = options.connectors === undefined ? '' : `connectors: ${options.connectors}\n`;
  const declared = live.slice(0, 6).map((name) => [`connectors/${name}.yaml`, file]);
  const made = await tryout({
    files: {
      'connect-sync.yaml': `version: 1\nownership: { names: ["orders-*"] }\n${patterns}`,
      ...Object.fromEntries(declared),
      'connectors/team/orders-g.yaml': file,
      ...options.files,
    },
    // Some links lead to other temporary folders.
    environment: { CONNECT_SYNC_ALLOWED_PATHS: tmpdir() },
  });
  made.sandbox.worker.seed(live.map((name) => ({ name, config })));
  return made;
}

const ours = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false'];

function git(directory: string, ...args: readonly string[]): void {
  execFileSync('git', ['-C', directory, ...ours, '-c', 'protocol.file.allow=always', ...args], {
    stdio: 'pipe',
  });
}

function commitAll(directory: string): void {
  git(directory, 'init', '-q');
  git(directory, 'add', '-A');
  git(directory, 'commit', '-q', '-m', 'x');
}

function at({ folder }: Tryout, ...parts: readonly string[]): string {
  return path.join(folder.directory, ...parts);
}

/** Expects plan and apply with `--prune` to exit with 22, to name all of these, and to write nothing. */
async function refusal(made: Tryout, ...named: readonly (string | RegExp)[]): Promise<string> {
  const prune = ['--prune', '--allow-deletes', '99'];
  const plan = await made.run(['plan', ...prune]);
  const apply = await made.run(['apply', '--yes', '--no-wait', ...prune]);
  expect([plan.exitCode, apply.exitCode], plan.stdout + plan.stderr).toEqual([22, 22]);
  for (const one of named) expect(plan.stderr).toMatch(one);
  expect(made.writes()).toEqual([]);
  expect(plan.stderr).toContain('--prune deletes nothing while connector files may be out of sight');
  return plan.stderr;
}

/** Expects `--prune` to delete `orders-h`, which no file declares, and nothing else. */
async function prunes(made: Tryout): Promise<void> {
  const apply = await made.run(['apply', '--yes', '--no-wait', '--prune']);
  expect(apply.exitCode, apply.stdout + apply.stderr).toBe(0);
  expect(made.writes()).toEqual(['DELETE /connectors/orders-h']);
}

describe('--prune refuses while an entry below the patterns cannot be read', () => {
  it('because links to folders are broken or lead to themselves; all are named', async () => {
    const made = await world();
    symlinkSync('../gone', at(made, 'connectors/team-b'));
    symlinkSync('team-c', at(made, 'connectors/team-c'));
    symlinkSync('nowhere', at(made, 'connectors/x.yaml'));
    await refusal(
      made,
      'cannot follow connectors/team-b: no such file or directory',
      'cannot follow connectors/team-c: its symbolic link is circular',
      /cannot read connectors\/x\.yaml/,
    );
  });

  it('and without --prune a broken link to a folder is a warning', async () => {
    const made = await world();
    symlinkSync('../gone', at(made, 'connectors/team-b'));
    const plan = await made.run(['plan']);
    expect(plan.exitCode).toBe(0);
    expect(plan.stdout + plan.stderr).toContain('warning[unreadable-link]');
  });

  it('but not because of broken links that no pattern covers', async () => {
    const made = await world({ connectors: '["connectors/**/*.yaml", "!connectors/old/**"]' });
    mkdirSync(at(made, 'connectors/old'));
    symlinkSync('nowhere', at(made, 'connectors/old/team'));
    symlinkSync('nowhere', at(made, 'elsewhere'));
    symlinkSync('me@host.1', at(made, 'connectors/.#orders-a.yaml'));
    await prunes(made);
  });

  it.each([
    ['a folder that is missing', '[connectors, team-b]', /no connector files in team-b: it does not exist/],
    ['an empty folder', '[connectors, empty]', /no connector files in empty: it is empty/],
    [
      'a glob below a missing folder',
      '["connectors/**/*.yaml", "team-b/**/*.yaml"]',
      /team-b does not exist/,
    ],
    ['one of two folders in braces', '["{connectors,team-b}/**/*.yaml"]', /team-b does not exist/],
    ['one of two folders in a group', '["@(connectors|team-b)/**/*.yaml"]', /team-b does not exist/],
    ['a file that is missing', '[connectors, more/x.yaml]', /no connector files in more\/x\.yaml/],
    ['a folder outside', '[connectors, "../nowhere-at-all/*.yaml"]', /nowhere-at-all does not exist/],
    ['a link to itself', '[connectors, round]', /no connector files in round: it cannot be read/],
    ['a broken link', '[connectors, broken]', /no connector files in broken: it does not exist/],
  ])('because connectors: names %s', async (_, connectors, says) => {
    const made = await world({ connectors });
    mkdirSync(at(made, 'empty'));
    symlinkSync('round', at(made, 'round'));
    symlinkSync('nowhere', at(made, 'broken'));
    await refusal(made, says);
    expect((await made.run(['plan'])).exitCode).toBe(0);
  });

  it('but not because a glob over an existing folder matches nothing', async () => {
    await prunes(await world({ connectors: '["connectors/**/*.yaml", "connectors/**/*.json"]' }));
  });

  it('because a folder cannot be listed, also behind a link', async () => {
    const outside = projectFolder({ 'closed/orders-x.yaml': file });
    const made = await world();
    chmodSync(path.join(outside.directory, 'closed'), 0o000);
    symlinkSync(path.join(outside.directory, 'closed'), at(made, 'connectors/linked'));
    chmodSync(outside.directory, 0o755);
    await asOrdinaryUser(made.folder, () =>
      refusal(made, /cannot (?:read the directory|follow) .*: permission denied/),
    );
    chmodSync(path.join(outside.directory, 'closed'), 0o755);
  });

  it('because a file cannot be read', async () => {
    const made = await world();
    chmodSync(at(made, 'connectors/orders-b.yaml'), 0o000);
    await asOrdinaryUser(made.folder, () => refusal(made, /cannot read connectors\/orders-b\.yaml/));
  });

  it('because a pipe stands where a file is expected', async () => {
    const made = await world();
    execFileSync('mkfifo', [at(made, 'connectors/orders-x.yaml')]);
    symlinkSync('/dev/null', at(made, 'connectors/orders-y.yaml'));
    await refusal(made, /cannot read connectors\/orders-x\.yaml: it is neither/, /orders-y\.yaml/);
  });

  it('because a file holds only the pointer of Git LFS: an error, and nothing is deleted', async () => {
    const made = await world();
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12\n';
    made.folder.write('connectors/orders-a.yaml', pointer);
    const apply = await made.run(['apply', '--yes', '--prune', '--allow-deletes', '99']);
    expect(apply.exitCode).toBe(29);
    expect(made.writes()).toEqual([]);
  });

  it('but files behind links within linked folders are found', async () => {
    const outside = projectFolder({ 'team/README.md': '', 'team-more/orders-h.yaml': file });
    symlinkSync('../team-more', path.join(outside.directory, 'team/more'));
    const made = await world();
    symlinkSync(path.join(outside.directory, 'team'), at(made, 'connectors/linked'));
    expect((await made.run(['plan', '--prune', '--detailed-exitcode'])).exitCode, 'nothing to delete').toBe(
      0,
    );
  });
});

describe('--prune refuses while a file that Git tracks is not in the work tree', () => {
  it('because it was deleted and the deletion is not staged; all are named', async () => {
    const made = await world();
    commitAll(made.folder.directory);
    rmSync(at(made, 'connectors/orders-a.yaml'));
    rmSync(at(made, 'connectors/team'), { recursive: true });
    await refusal(
      made,
      'connectors/orders-a.yaml cannot be seen',
      'connectors/team/orders-g.yaml cannot be seen',
    );
    git(made.folder.directory, 'rm', '-q', 'connectors/orders-a.yaml', 'connectors/team/orders-g.yaml');
    const plan = await made.run(['plan', '--prune', '--allow-deletes', '3', '--detailed-exitcode']);
    expect(plan.stdout).toMatch(/- orders-a\s+delete/);
    expect(plan.exitCode, 'staged deletions are deletions').toBe(2);
  });

  it('but not because another file is missing, or an untracked one was deleted', async () => {
    const made = await world({ files: { 'docs/notes.yaml': '', '.gitignore': 'connectors/local\n' } });
    commitAll(made.folder.directory);
    rmSync(at(made, 'docs'), { recursive: true });
    made.folder.write('connectors/orders-new.yaml', 'state: absent\n');
    made.folder.write('connectors/local/orders-local.yaml', 'state: absent\n');
    await prunes(made);
  });

  it('because the work tree is a sparse checkout', async () => {
    const made = await world();
    commitAll(made.folder.directory);
    git(made.folder.directory, 'sparse-checkout', 'set', '--no-cone', '/*', '!/connectors/team/');
    await refusal(made, 'connectors/team/orders-g.yaml cannot be seen');
  });

  it('because the index is sparse, too', async () => {
    const made = await world();
    commitAll(made.folder.directory);
    git(made.folder.directory, 'config', 'index.sparse', 'true');
    git(made.folder.directory, 'sparse-checkout', 'set', '--cone', 'connectors/other');
    await refusal(made, 'connectors/team/orders-g.yaml cannot be seen');
  });

  it('because it is marked as unchanged or skipped', async () => {
    const made = await world();
    commitAll(made.folder.directory);
    git(made.folder.directory, 'update-index', '--skip-worktree', 'connectors/orders-a.yaml');
    git(made.folder.directory, 'update-index', '--assume-unchanged', 'connectors/orders-b.yaml');
    rmSync(at(made, 'connectors/orders-a.yaml'));
    rmSync(at(made, 'connectors/orders-b.yaml'));
    await refusal(made, 'connectors/orders-a.yaml cannot be seen', 'connectors/orders-b.yaml cannot be seen');
  });

  it('because all of them are missing, whatever --allow-empty says', async () => {
    const made = await world();
    commitAll(made.folder.directory);
    rmSync(at(made, 'connectors'), { recursive: true });
    const apply = await made.run(['apply', '--yes', '--prune', '--allow-empty', '--allow-deletes', '99']);
    expect(apply.exitCode).toBe(22);
    expect(made.writes()).toEqual([]);
    for (const name of live.slice(0, 6))
      expect(apply.stderr).toContain(`connectors/${name}.yaml cannot be seen`);
  });

  it('because a folder that connectors: names is missing: its files are named', async () => {
    const made = await world({ connectors: '[connectors, more]', files: { 'more/orders-x.yaml': file } });
    commitAll(made.folder.directory);
    rmSync(at(made, 'more'), { recursive: true });
    await refusal(made, 'more/orders-x.yaml cannot be seen');
  });

  it('in a project below the root of the repository, with files beside it', async () => {
    const repository = projectFolder({ 'shared/orders-x.yaml': file, 'README.md': '' });
    const made = await world({ connectors: '[connectors, ../shared]' });
    const project = path.join(repository.directory, 'project');
    renameSync(made.folder.directory, project);
    commitAll(repository.directory);
    rmSync(path.join(project, 'connectors/orders-a.yaml'));
    writeFileSync(path.join(repository.directory, 'shared/orders-y.yaml'), 'state: absent\n');
    rmSync(path.join(repository.directory, 'shared/orders-x.yaml'));
    const plan = await made.run(['plan', '--prune'], { directory: project });
    expect(plan.exitCode).toBe(22);
    expect(plan.stderr).toContain('connectors/orders-a.yaml cannot be seen');
    expect(plan.stderr).toContain('../shared/orders-x.yaml cannot be seen');
  });

  it('because of an unresolved merge', async () => {
    const made = await world();
    const { directory } = made.folder;
    commitAll(directory);
    git(directory, 'checkout', '-q', '-b', 'other');
    made.folder.write('connectors/orders-a.yaml', `${file}  more: a\n`);
    git(directory, 'commit', '-qam', 'other');
    git(directory, 'checkout', '-q', '-');
    git(directory, 'rm', '-q', 'connectors/orders-a.yaml');
    git(directory, 'commit', '-qm', 'removed');
    expect(() => git(directory, 'merge', '-q', 'other')).toThrow();
    await refusal(made, 'connectors/orders-a.yaml cannot be seen: it has an unresolved merge conflict');
  });

  it('in a nested repository, and in one behind a link', async () => {
    const shared = projectFolder({ 'orders-x.yaml': file, 'orders-y.yaml': file });
    commitAll(shared.directory);
    const made = await world({ files: { 'connectors/nested/orders-z.yaml': file } });
    commitAll(at(made, 'connectors/nested'));
    symlinkSync(shared.directory, at(made, 'connectors/shared'));
    rmSync(at(made, 'connectors/nested/orders-z.yaml'));
    rmSync(path.join(shared.directory, 'orders-y.yaml'));
    await refusal(
      made,
      'connectors/nested/orders-z.yaml cannot be seen',
      'connectors/shared/orders-y.yaml cannot be seen',
    );
  });

  it('because something else stands in its place', async () => {
    const made = await world({ files: { 'connectors/more/orders-x.yaml': file } });
    symlinkSync('../team-b', at(made, 'connectors/team-b'));
    made.folder.write('team-b/orders-y.yaml', file);
    commitAll(made.folder.directory);
    // As on Windows, where links are checked out as files.
    rmSync(at(made, 'connectors/team-b'));
    writeFileSync(at(made, 'connectors/team-b'), '../team-b');
    rmSync(at(made, 'connectors/orders-a.yaml'));
    mkdirSync(at(made, 'connectors/orders-a.yaml'));
    rmSync(at(made, 'connectors/more'), { recursive: true });
    writeFileSync(at(made, 'connectors/more'), '');
    await refusal(
      made,
      'connectors/team-b cannot be seen: Git tracks a link here',
      'connectors/orders-a.yaml cannot be seen',
      'connectors/more/orders-x.yaml cannot be seen',
    );
  });
});

describe('--prune refuses while a submodule', () => {
  /** A project with the submodule `connectors/shared`, cloned without its submodules. */
  async function cloned(): Promise<{ readonly made: Tryout; readonly library: ProjectFolder }> {
    const library = projectFolder({ 'orders-x.yaml': file });
    commitAll(library.directory);
    const made = await world();
    commitAll(made.folder.directory);
    git(made.folder.directory, 'submodule', '-q', 'add', library.directory, 'connectors/shared');
    git(made.folder.directory, 'commit', '-qm', 'submodule');
    const origin = `${made.folder.directory}-origin`;
    renameSync(made.folder.directory, origin);
    git(path.dirname(origin), 'clone', '-q', origin, made.folder.directory);
    rmSync(origin, { recursive: true });
    return { made, library };
  }

  const notFetched = 'connectors/shared cannot be seen: this submodule was not fetched';

  it('was not fetched', async () => {
    const { made } = await cloned();
    await refusal(made, notFetched, 'git submodule update --init');
    rmSync(at(made, 'connectors/shared'), { recursive: true });
    await refusal(made, notFetched);
  });

  it('was not fetched into an archive without .git, and with .gitmodules', async () => {
    const { made } = await cloned();
    rmSync(at(made, '.git'), { recursive: true });
    expect(readFileSync(at(made, '.gitmodules'), 'utf8')).toContain('connectors/shared');
    await refusal(made, notFetched);
  });

  it('is named by connectors: with a folder below it', async () => {
    const { made } = await cloned();
    made.folder.write(
      'connect-sync.yaml',
      'version: 1\nownership: { names: ["orders-*"] }\nconnectors: [connectors/*.yaml, "connectors/shared/sub/*.yaml"]\n',
    );
    await refusal(made, /connectors\/shared\/sub/);
  });

  it('is at another commit than the recorded one, or lacks one of its files', async () => {
    const { made, library } = await cloned();
    git(made.folder.directory, 'submodule', '-q', 'update', '--init');
    library.write('orders-y.yaml', file);
    git(library.directory, 'add', '-A');
    git(library.directory, 'commit', '-qm', 'more');
    rmSync(at(made, 'connectors/shared/orders-x.yaml'));
    await refusal(made, 'connectors/shared/orders-x.yaml cannot be seen');
    git(at(made, 'connectors/shared'), 'fetch', '-q');
    git(at(made, 'connectors/shared'), 'checkout', '-qf', 'FETCH_HEAD');
    await refusal(made, 'connectors/shared cannot be seen: this submodule is not at the recorded commit');
    git(made.folder.directory, 'add', '-A');
    git(at(made, 'connectors/shared'), 'restore', '.');
    made.sandbox.worker.seed(['orders-x', 'orders-y'].map((name) => ({ name, config })));
    await prunes(made);
  });
});

describe('--prune refuses while Git cannot say which files should be there', () => {
  it('because the repository belongs to somebody else', async () => {
    const made = await world();
    commitAll(made.folder.directory);
    if (process.geteuid?.() !== 0) return;
    execFileSync('chown', ['-R', 'nobody', made.folder.directory]);
    const stderr = await refusal(made, /dubious ownership/);
    expect(stderr).toContain(`git config --global --add safe.directory`);
  });

  it('because the repository of a copied work tree is missing', async () => {
    const made = await world();
    writeFileSync(at(made, '.git'), 'gitdir: ../nowhere/modules/x\n');
    await refusal(made, 'not a git repository');
  });

  it('because nothing is checked out', async () => {
    const made = await world();
    commitAll(made.folder.directory);
    rmSync(at(made, '.git/index'));
    await refusal(made, 'nothing of this repository is checked out');
  });

  it('because git is not installed', async () => {
    const made = await world();
    commitAll(made.folder.directory);
    const { PATH } = process.env;
    process.env['PATH'] = '/nowhere';
    try {
      await refusal(made, 'git is not installed');
    } finally {
      process.env['PATH'] = PATH;
    }
  });

  it('but not because of an empty folder .git, or outside of a repository', async () => {
    const made = await world();
    mkdirSync(at(made, '.git'));
    await prunes(made);
  });
});

describe('a saved plan with deletions by pruning', () => {
  it('is not applied while a file is out of sight', async () => {
    const made = await world();
    commitAll(made.folder.directory);
    const saved = await made.run(['plan', '--prune', '--out', 'plan.json']);
    expect(saved.exitCode, saved.stderr).toBe(0);
    rmSync(at(made, 'connectors/orders-a.yaml'));
    const apply = await made.run(['apply', 'plan.json', '--yes']);
    expect(apply.exitCode, apply.stderr).toBe(22);
    expect(apply.stderr).toContain('connectors/orders-a.yaml cannot be seen');
    expect(made.writes()).toEqual([]);
  });
});
