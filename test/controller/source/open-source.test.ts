import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSource, type Source } from '../../../src/controller/source/open-source.ts';
import type { Project } from '../../../src/project/load-project.ts';
import { resolveClusters } from '../../../src/project/resolve-clusters.ts';
import { makeProjectFolder, type ProjectFolder } from '../../support/project-folder.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const project = 'version: 1\nclusters:\n  dev: { url: "http://127.0.0.1:1" }\n';
const connector = (revision: string, more = '') =>
  `config:\n  connector.class: X\n  revision: "${revision}"\n${more}`;

interface Opened {
  readonly folder: ProjectFolder;
  readonly clock: VirtualClock;
  readonly source: Source<string>;
  readonly unexpected: readonly unknown[];
}

/** The revisions that the connectors of a project carry, as a text. */
async function revisionsOf(loaded: Project): Promise<string> {
  const [cluster] = await resolveClusters(loaded, { clusters: [], allClusters: true, variable: undefined });
  const connectors = cluster?.desired.connectors ?? [];
  return connectors
    .map((one) => `${one.name}=${one.kind === 'present' ? one.config.get('revision') : ''}`)
    .join(' ');
}

function open(
  files: Readonly<Record<string, string>>,
  { directory = '', settle = 0 }: { readonly directory?: string; readonly settle?: number } = {},
): Opened {
  const folder = makeProjectFolder(files);
  onTestFinished(() => folder.remove());
  const clock = new VirtualClock({ quietTurns: 4 });
  const unexpected: unknown[] = [];
  const input = {
    directory: path.join(folder.directory, directory),
    environment: new Map<string, string>(),
    version: '0.1.0',
  };
  const source = openSource({ input, settleMilliseconds: settle }, revisionsOf, {
    clock,
    signal: new AbortController().signal,
    onUnexpected: (error) => unexpected.push(error),
  });
  return { folder, clock, source, unexpected };
}

const two = {
  'connect-sync.yaml': project,
  'connectors/a.yaml': connector('1'),
  'connectors/b.yaml': connector('1'),
};

describe('a directory', () => {
  it('is read, and read anew each time', async () => {
    const { folder, source } = open(two);
    const first = await source.read();
    expect(first.value).toBe('a=1 b=1');
    expect(first.view).toMatchObject({ state: 'current', failingSince: null, reason: null, problems: [] });
    folder.write('connectors/a.yaml', connector('2'));
    const second = await source.read();
    expect(second.value).toBe('a=2 b=1');
    expect(second.view.revision).not.toBe(first.view.revision);
  });

  it('keeps its revision while nothing is changed, and while connect-sync writes its own files there', async () => {
    const { folder, source } = open(two);
    const { view } = await source.read();
    folder.write('.connect-sync/backups/2026/a.json', '{}');
    const again = await source.read();
    expect(again.view).toEqual(view);
  });

  it('shares one reading between calls at the same time', async () => {
    const { source } = open(two);
    const [one, other] = await Promise.all([source.read(), source.read()]);
    expect(one.value).toBe('a=1 b=1');
    expect(other).toEqual(one);
  });

  it('is named by its commit where Git knows it', async () => {
    const { folder, source } = open(two);
    const git = (...args: string[]) => execFileSync('git', args, { cwd: folder.directory, encoding: 'utf8' });
    git('init', '-q');
    git('add', '.');
    git('-c', 'user.name=t', '-c', 'user.email=t@example.org', 'commit', '-qm', 'first');
    const commit = git('rev-parse', 'HEAD').trim();
    expect((await source.read()).view.revision).toBe(commit.slice(0, 12));
    folder.write('connectors/a.yaml', connector('2'));
    expect((await source.read()).view.revision).toMatch(
      new RegExp(`^${commit.slice(0, 12)}-dirty-[0-9a-f]{12}$`),
    );
  });
});

describe('the last good revision stays in force, and the state says so', () => {
  it.each<[string, (folder: ProjectFolder) => void, string, RegExp]>([
    ['where a file is in error', (folder) => folder.write('connectors/a.yaml', 'config: ['), 'invalid', /./],
    [
      'where a variable is unset',
      (folder) => folder.write('connectors/a.yaml', connector('${env.NOWHERE}')),
      'invalid',
      /NOWHERE/,
    ],
    [
      'where the project file is in error',
      (folder) => folder.write('connect-sync.yaml', 'version: 1\nclustres: {}\n'),
      'invalid',
      /clustres/,
    ],
    [
      'where the project file is gone',
      (folder) => rmSync(path.join(folder.directory, 'connect-sync.yaml')),
      'invalid',
      /project file is gone/,
    ],
    [
      'where all connector files are gone',
      (folder) => rmSync(path.join(folder.directory, 'connectors'), { recursive: true }),
      'empty',
      /./,
    ],
    [
      'where the directory is empty',
      (folder) => {
        rmSync(folder.directory, { recursive: true });
        mkdirSync(folder.directory);
      },
      'empty',
      /empty/,
    ],
    [
      'where the directory is gone',
      (folder) => rmSync(folder.directory, { recursive: true }),
      'missing',
      /not there/,
    ],
    [
      'where it is a file',
      (folder) => {
        rmSync(folder.directory, { recursive: true });
        writeFileSync(folder.directory, '');
      },
      'missing',
      /ENOTDIR/,
    ],
    [
      'where Git is updating the work tree',
      (folder) => {
        folder.write('.git/index.lock', '');
        folder.write('connectors/a.yaml', connector('2'));
      },
      'changing',
      /^Git is updating its files: \.git\/index\.lock is there/,
    ],
  ])('%s', async (_, breakIt, state, reason) => {
    const { folder, clock, source, unexpected } = open(two);
    await source.read();
    const began = clock.wallTime();
    breakIt(folder);
    const failed = await source.read();
    expect(failed.value).toBe('a=1 b=1');
    expect(failed.view.state).toBe(state);
    expect(failed.view.reason).toMatch(reason);
    expect(Date.parse(failed.view.failingSince ?? '')).toBeGreaterThanOrEqual(began);
    // It goes on being that failure, with its beginning.
    await clock.sleep(60_000);
    expect((await source.read()).view.failingSince).toBe(failed.view.failingSince);
    expect(unexpected).toEqual([]);
  });

  it('until the files are good again', async () => {
    const { folder, source } = open(two);
    await source.read();
    folder.write('connectors/a.yaml', 'config: [');
    await source.read();
    folder.write('connectors/a.yaml', connector('3'));
    const { value, view } = await source.read();
    expect(value).toBe('a=3 b=1');
    expect(view).toMatchObject({ state: 'current', failingSince: null, reason: null, problems: [] });
  });

  it('and there is none before the first good one', async () => {
    const { source } = open({ 'connect-sync.yaml': project });
    const { value, view } = await source.read();
    expect(value).toBeUndefined();
    expect(view).toMatchObject({ state: 'empty', revision: null });
  });

  it('with the errors of the files at their places', async () => {
    const { source } = open({ ...two, 'connectors/b.yaml': 'config:\n  connector.class: X\nstatus: no\n' });
    const { view } = await source.read();
    expect(view.problems).toMatchObject([{ source: { file: 'connectors/b.yaml', line: 3, column: 1 } }]);
  });
});

describe('files that are being changed', () => {
  it('count when nothing was changed for the settling time', async () => {
    const { folder, clock, source } = open(two, { settle: 2_000 });
    await source.read();
    folder.write('connectors/a.yaml', connector('2'));
    const reading = source.read();
    // A second file follows within the settling time, as rsync copies them.
    await clock.sleep(1_000);
    folder.write('connectors/b.yaml', connector('2'));
    expect((await reading).value).toBe('a=2 b=2');
  });

  it('do not count while somebody keeps changing them', async () => {
    const { folder, clock, source } = open(two, { settle: 2_000 });
    await source.read();
    let isDone = false;
    const edits = (async () => {
      for (let edit = 2; !isDone; edit += 1) {
        folder.write('connectors/a.yaml', connector(String(edit)));
        await clock.sleep(500);
      }
    })();
    const { value, view } = await source.read();
    isDone = true;
    await edits;
    expect(value).toBe('a=1 b=1');
    expect(view).toMatchObject({
      state: 'changing',
      reason: 'its files are being changed: connectors/a.yaml',
    });
  });
});

describe('a link that is swapped to another revision, as git-sync does it', () => {
  const tree = (revision: string) => ({
    'connect-sync.yaml': project,
    ...Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [`connectors/c${index}.yaml`, connector(revision)]),
    ),
  });
  const under = (folder: string, files: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(files).map(([file, text]) => [`${folder}/${file}`, text]));
  const names = ['a'.repeat(40), 'b'.repeat(40)] as const;

  it('gives one revision or the other, never a mixture, however often it is swapped', async () => {
    const { folder, source } = open(
      { ...under(names[0], tree('1')), ...under(names[1], tree('2')) },
      { directory: 'current' },
    );
    const link = path.join(folder.directory, 'current');
    const swapTo = (name: string) => {
      symlinkSync(name, `${link}.new`);
      renameSync(`${link}.new`, link);
    };
    swapTo(names[0]);
    let isDone = false;
    const swapping = (async () => {
      for (let swap = 0; !isDone; swap += 1) {
        swapTo(names[swap % 2] ?? names[0]);
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    const seen = new Set<string>();
    for (let reading = 0; reading < 40; reading += 1) {
      const { value, view } = await source.read();
      const revisions = new Set(value?.split(' ').map((one) => one.split('=')[1]));
      expect(revisions.size).toBeLessThanOrEqual(1);
      seen.add(view.state);
    }
    isDone = true;
    await swapping;
    swapTo(names[1]);
    const last = await source.read();
    expect(last.view).toMatchObject({ state: 'current', revision: 'b'.repeat(12) });
    expect(last.value).toContain('c0=2');
  });

  it('leads nowhere for a moment, and nothing is lost', async () => {
    const { folder, source } = open(under(names[0], tree('1')), { directory: 'current' });
    symlinkSync(names[0], path.join(folder.directory, 'current'));
    await source.read();
    rmSync(path.join(folder.directory, names[0]), { recursive: true });
    const { value, view } = await source.read();
    expect(value).toContain('c0=1');
    expect(view.state).toBe('missing');
  });

  it('works for the volumes of Kubernetes, whose files are links through ..data', async () => {
    const { folder, source } = open({ ...under('..1', tree('1')), ...under('..2', tree('2')) });
    const at = (name: string) => path.join(folder.directory, name);
    symlinkSync('..1', at('..data'));
    symlinkSync('..data/connect-sync.yaml', at('connect-sync.yaml'));
    symlinkSync('..data/connectors', at('connectors'));
    expect((await source.read()).value).toContain('c29=1');
    symlinkSync('..2', at('..next'));
    renameSync(at('..next'), at('..data'));
    const { value, view } = await source.read();
    expect(value).toContain('c29=2');
    expect(value).not.toContain('=1');
    expect(view.state).toBe('current');
  });
});

describe('thousands of readings', () => {
  it('of 500 files leave nothing open', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 500 }, (_, index) => [`connectors/c${index}.yaml`, connector('1')]),
    );
    const { source } = open({ 'connect-sync.yaml': project, ...many });
    await source.read();
    const before = process.getActiveResourcesInfo().length;
    for (let reading = 0; reading < 20; reading += 1) await source.read();
    expect(process.getActiveResourcesInfo().length).toBeLessThanOrEqual(before);
  });
});

describe('a file that is replaced with the same size and time', () => {
  it('is seen by its inode', async () => {
    const { folder, source } = open(two);
    const file = path.join(folder.directory, 'connectors/a.yaml');
    const time = new Date('2026-01-01T00:00:00Z');
    utimesSync(file, time, time);
    await source.read();
    cpSync(file, `${file}.new`);
    folder.write('connectors/a.yaml.new', connector('2'));
    utimesSync(`${file}.new`, time, time);
    renameSync(`${file}.new`, file);
    expect((await source.read()).value).toBe('a=2 b=1');
  });
});
