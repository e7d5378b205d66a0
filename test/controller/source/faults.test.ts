import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSource, type SourceReading } from '../../../src/controller/source/open-source.ts';
import type { Project, ProjectInput } from '../../../src/project/load-project.ts';
import { resolveClusters } from '../../../src/project/resolve-clusters.ts';
import { makeProjectFolder } from '../../support/project-folder.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const project = 'version: 1\nclusters:\n  dev: { url: "http://127.0.0.1:1" }\n';
const connector = (topic: string) => `config:\n  connector.class: X\n  topic: "${topic}"\n`;
const two = {
  'connect-sync.yaml': project,
  'connectors/a.yaml': connector('1'),
  'connectors/b.yaml': connector('1'),
};

async function topicsOf(loaded: Project): Promise<string> {
  const [cluster] = await resolveClusters(loaded, { clusters: [], allClusters: true, variable: undefined });
  const connectors = cluster?.desired.connectors ?? [];
  return connectors
    .map((one) => `${one.name}=${one.kind === 'present' ? one.config.get('topic') : ''}`)
    .join(' ');
}

interface Options extends Partial<Omit<ProjectInput, 'environment'>> {
  readonly environment?: (folder: string) => Readonly<Record<string, string>>;
  readonly settle?: number;
  /** The project, in the folder of all files. */
  readonly at?: string;
}

function open(files: Readonly<Record<string, string>>, options: Options = {}) {
  const {
    environment = (): Readonly<Record<string, string>> => ({}),
    settle = 0,
    at: place = '',
    ...rest
  } = options;
  const folder = makeProjectFolder(files);
  onTestFinished(() => folder.remove());
  const clock = new VirtualClock({ quietTurns: 4 });
  const at = (file: string) => path.join(folder.directory, file);
  const input = {
    directory: at(place),
    environment: new Map(Object.entries(environment(folder.directory))),
    version: '0.1.0',
    ...rest,
  };
  const source = openSource({ input, settleMilliseconds: settle }, topicsOf, {
    clock,
    signal: new AbortController().signal,
    onUnexpected: (error) => {
      throw error;
    },
  });
  return { folder, clock, at, read: () => source.read() };
}

const isCurrent = ({ value, view }: SourceReading<string>) => [value, view.state, view.reason];

describe('what does not count is not looked at', () => {
  it.each<[string, (at: (file: string) => string) => void]>([
    ['a link to the root of the file system', (at) => symlinkSync('/', at('root'))],
    ['a circle of links', (at) => symlinkSync('circle', at('circle'))],
    ['a link to nothing', (at) => symlinkSync('nowhere', at('link'))],
    ['a link to the folder above', (at) => symlinkSync('..', at('up'))],
    ['a pipe', (at) => execFileSync('mkfifo', [at('pipe')])],
    ['a pipe among the connector files', (at) => execFileSync('mkfifo', [at('connectors/pipe')])],
    ['a file with a line break in its name', (at) => writeFileSync(at('a\nb.yaml'), 'x')],
  ])('%s', async (_, make) => {
    const { at, read } = open(two);
    make(at);
    expect(isCurrent(await read())).toEqual(['a=1 b=1', 'current', null]);
  });

  it('a file that keeps changing beside the files of the project', async () => {
    const { clock, at, read } = open(two, { settle: 2_000 });
    const { view } = await read();
    let isDone = false;
    const log = (async () => {
      for (let line = 0; !isDone; line += 1) {
        writeFileSync(at('controller.log'), `${line}\n`, { flag: 'a' });
        await clock.sleep(300);
      }
    })();
    writeFileSync(at('connectors/a.yaml'), connector('2'));
    const after = await read();
    isDone = true;
    await log;
    expect(isCurrent(after)).toEqual(['a=2 b=1', 'current', null]);
    expect(after.view.revision).not.toBe(view.revision);
  });
});

describe('a file that is needed and cannot be read is an error with its name, until it can', () => {
  it.each<[string, (file: string) => void, RegExp]>([
    ['a circle of links', (file) => symlinkSync(path.basename(file), file), /connectors\/b\.yaml.*circular/],
    ['a pipe', (file) => execFileSync('mkfifo', [file]), /connectors\/b\.yaml.*neither a file nor a folder/],
    ['a link to nothing', (file) => symlinkSync('nowhere', file), /connectors\/b\.yaml.*no such file/],
    [
      'a file that is too large',
      (file) => {
        writeFileSync(file, '');
        truncateSync(file, 17 * 1024 * 1024);
      },
      /connectors\/b\.yaml.*16 MiB/,
    ],
  ])('%s', async (_, make, reason) => {
    const { at, read } = open(two);
    await read();
    const file = at('connectors/b.yaml');
    rmSync(file);
    make(file);
    const broken = await read();
    expect(broken.view).toMatchObject({ state: 'invalid', reason: expect.stringMatching(reason) });
    expect(broken.value).toBe('a=1 b=1');
    rmSync(file);
    writeFileSync(file, connector('2'));
    expect(isCurrent(await read())).toEqual(['a=1 b=2', 'current', null]);
  });

  it.skipIf(process.getuid?.() === 0)('a file without permission', async () => {
    const { at, read } = open(two);
    await read();
    const { chmodSync } = await import('node:fs');
    chmodSync(at('connectors/b.yaml'), 0);
    expect((await read()).view).toMatchObject({
      state: 'invalid',
      reason: expect.stringMatching(/connectors\/b\.yaml.*permission denied/),
    });
    chmodSync(at('connectors/b.yaml'), 0o600);
    expect(isCurrent(await read())).toEqual(['a=1 b=1', 'current', null]);
  });
});

describe('a file that is written slowly', () => {
  /** Truncates it and writes it line by line, with valid YAML in between. */
  async function writeSlowly(clock: VirtualClock, file: string, text: string): Promise<void> {
    writeFileSync(file, '');
    for (const line of text.split(/(?<=\n)/)) {
      await clock.sleep(800);
      writeFileSync(file, line, { flag: 'a' });
    }
  }

  const shared = 'connectors: ["connectors/*.yaml", "../shared/*.yaml"]\n';
  const inFile = (value: string) => `config:\n  connector.class: X\n  first: x\n  topic: "${value}"\n`;

  it.each<[string, SlowFile]>([
    ['in the directory', { file: 'work/connectors/a.yaml', text: inFile, values: ['a=1 b=', 'a=2 b='] }],
    [
      'as a file of variables outside of it',
      {
        file: 'vars.yaml',
        text: (value) => `one: "${value}"\ntwo: "${value}"\n`,
        more: 'vars: { one: "0", two: "0" }\n',
        refers: '${var.one}${var.two}',
        values: ['a=11 b=', 'a=22 b='],
        options: { varFiles: ['../vars.yaml'] },
      },
    ],
    [
      'as an environment file outside of it, which the job lists',
      {
        file: 'job.env',
        text: (value) => `ONE=${value}\nTWO=${value}\n`,
        refers: '${env.ONE}${env.TWO}',
        values: ['a=11 b=', 'a=22 b='],
        options: { environment: (folder) => ({ CONNECT_SYNC_DOTENV: path.join(folder, 'job.env') }) },
      },
    ],
    [
      'in a folder outside of it, which the job allows',
      {
        file: 'shared/c.yaml',
        text: inFile,
        more: shared,
        values: ['a=1 b= c=1', 'a=1 b= c=2'],
        options: { environment: (folder) => ({ CONNECT_SYNC_ALLOWED_PATHS: path.join(folder, 'shared') }) },
      },
    ],
  ])('%s never counts by half', async (_, { file, text, more = '', refers = '1', values, options }) => {
    const { clock, at, read } = open(
      {
        'work/connect-sync.yaml': `${project}${more}`,
        'work/connectors/a.yaml': connector(refers),
        'work/connectors/b.yaml': 'config: { connector.class: X, topic: "" }\n',
        [file]: text('1'),
      },
      { at: 'work', settle: 2_000, ...options },
    );
    const [before, after] = values;
    expect(isCurrent(await read())).toEqual([before, 'current', null]);
    const writing = writeSlowly(clock, at(file), text('2'));
    const during = await read();
    await writing;
    expect(isCurrent(during)).toEqual([after, 'current', null]);
  });
});

interface SlowFile {
  readonly file: string;
  /** Its text for a value that stands in it once or twice. */
  readonly text: (value: string) => string;
  readonly more?: string;
  /** What the connector `a` takes its topic from. */
  readonly refers?: string;
  readonly values: readonly [before: string, after: string];
  readonly options?: Options;
}

describe('a link to a part of the files that is swapped and swapped back while they are read', () => {
  it('gives one of the two, never a mixture', async () => {
    const tree = (topic: string) =>
      Object.fromEntries(
        Array.from({ length: 40 }, (_, index) => [`${topic}/c${index}.yaml`, connector(topic)]),
      );
    const { at, read } = open({ 'connect-sync.yaml': project, ...tree('1'), ...tree('2') });
    const swapTo = (name: string) => {
      symlinkSync(name, at('next'));
      renameSync(at('next'), at('connectors'));
    };
    swapTo('1');
    let isDone = false;
    const swapping = (async () => {
      for (let swap = 0; !isDone; swap += 1) {
        swapTo(String((swap % 2) + 1));
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    for (let reading = 0; reading < 20; reading += 1) {
      const { value = '' } = await read();
      expect(new Set(value.split(' ').map((one) => one.split('=')[1])).size).toBe(1);
    }
    isDone = true;
    await swapping;
    swapTo('2');
    expect((await read()).value).toContain('c0=2');
  });
});

describe('an update by Git is awaited', () => {
  const git = (folder: string, ...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { cwd: folder });

  it.each<[string, string, (base: string) => string]>([
    ['in a repository', 'repo', (base) => path.join(base, 'repo/.git')],
    [
      'where the project is in a folder of the repository',
      'repo/sub',
      (base) => path.join(base, 'repo/.git'),
    ],
    [
      'in a work tree, whose .git is a file, as those of git-sync',
      'tree',
      (base) => path.join(base, 'repo/.git/worktrees/tree'),
    ],
  ])('%s', async (_, place, gitFolder) => {
    const files = Object.entries(two).flatMap(([file, text]) => [
      [`repo/${file}`, text],
      [`repo/sub/${file}`, text],
    ]);
    const { folder, at, read } = open(Object.fromEntries(files), { at: place });
    git(at('repo'), 'init', '-q');
    git(at('repo'), 'add', '.');
    git(at('repo'), 'commit', '-qm', 'first');
    git(at('repo'), 'worktree', 'add', '-q', '--detach', at('tree'));
    expect((await read()).view.state).toBe('current');
    const lock = path.join(gitFolder(folder.directory), 'index.lock');
    writeFileSync(lock, '');
    writeFileSync(at(`${place}/connectors/a.yaml`), connector('2'));
    const during = await read();
    expect(during.view).toMatchObject({
      state: 'changing',
      reason: expect.stringContaining('index.lock is there'),
    });
    expect(during.value).toBe('a=1 b=1');
    rmSync(lock);
    expect(isCurrent(await read())).toEqual(['a=2 b=1', 'current', null]);
  });
});

describe('a process that was started in a link', () => {
  it('follows it, after the old folder is gone', async () => {
    const under = (folder: string, topic: string) => ({
      [`${folder}/connect-sync.yaml`]: project,
      [`${folder}/connectors/a.yaml`]: connector(topic),
    });
    const [one, two] = ['a'.repeat(40), 'b'.repeat(40)] as const;
    const folder = makeProjectFolder({ ...under(one, '1'), ...under(two, '2') });
    onTestFinished(() => folder.remove());
    const at = (file: string) => path.join(folder.directory, file);
    symlinkSync(one, at('current'));
    const { read } = open({}, { directory: at(one), environment: () => ({ PWD: at('current') }) });
    const first = await read();
    expect([first.value, first.view.directory]).toEqual(['a=1', at('current')]);
    symlinkSync(two, at('next'));
    renameSync(at('next'), at('current'));
    rmSync(at(one), { recursive: true });
    const second = await read();
    expect(isCurrent(second)).toEqual(['a=2', 'current', null]);
    expect(second.view.revision).toBe(two.slice(0, 12));
    rmSync(at('current'));
    expect((await read()).view).toMatchObject({ state: 'missing', reason: 'the directory is not there' });
  });

  it('stays where it is if the variable names another folder', async () => {
    const { read, at } = open(two, { environment: (folder) => ({ PWD: path.join(folder, 'elsewhere') }) });
    mkdirSync(at('other'));
    symlinkSync('other', at('elsewhere'));
    expect(isCurrent(await read())).toEqual(['a=1 b=1', 'current', null]);
  });
});
