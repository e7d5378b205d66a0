import { execFileSync } from 'node:child_process';
import { cpSync, renameSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSource } from '../../../src/controller/source/open-source.ts';
import type { ProjectInput } from '../../../src/project/load-project.ts';
import { makeProjectFolder } from '../../support/project-folder.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const connector = (topic: string) => `config:\n  connector.class: X\n  topic: "${topic}"\n`;
const files = {
  'connect-sync.yaml': 'version: 1\ndotenv: [.env]\n',
  '.env': 'DB_PASSWORD=one\n',
  'connectors/a.yaml': connector('1'),
};

/** A folder of files, and the name of the revision that is read of a folder in it. */
function lay(laid: Readonly<Record<string, string>>) {
  const folder = makeProjectFolder(laid);
  onTestFinished(() => folder.remove());
  const at = (file: string) => path.join(folder.directory, file);
  const reader = (place = '', more: Partial<ProjectInput> = {}) => {
    const input = { directory: at(place), environment: new Map<string, string>(), version: '0.1.0', ...more };
    const source = openSource({ input, settleMilliseconds: 0 }, async () => 'read', {
      clock: new VirtualClock({ quietTurns: 4 }),
      signal: new AbortController().signal,
      onUnexpected: (error) => {
        throw error;
      },
    });
    return async () => {
      const { view } = await source.read();
      expect(view).toMatchObject({ state: 'current', reason: null });
      return view.revision ?? '';
    };
  };
  return { write: folder.write, at, reader };
}

function gitIn(folder: string) {
  return (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
      cwd: folder,
      encoding: 'utf8',
    }).trim();
}

/** The files as a repository, with a reader of its revisions. */
function repository(place = '') {
  const under = (text: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(text).map(([file, contents]) => [path.join(place, file), contents]));
  const laid = lay({ ...under(files), 'README.md': 'text\n', '.gitignore': '*.log\n.env\nignored/\n' });
  const git = gitIn(laid.at(''));
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'first');
  return { ...laid, git, read: laid.reader(place), commit: () => git('rev-parse', '--short=12', 'HEAD') };
}

describe('the name of a revision in a repository', () => {
  it.each<[string, (world: ReturnType<typeof repository>) => void]>([
    ['a file is touched', ({ at }) => utimesSync(at('connectors/a.yaml'), new Date(), new Date())],
    [
      'a log appears, also among the connector files',
      ({ write }) => {
        write('connectors/a.log', 'x');
        write('out.txt', 'x');
      },
    ],
    ['a file that is not loaded is edited', ({ write }) => write('README.md', 'other\n')],
    ['a file that is not loaded is deleted', ({ at }) => rmSync(at('README.md'))],
    [
      'a file is staged that is not loaded',
      ({ write, git }) => {
        write('notes.md', 'x');
        git('add', '.');
      },
    ],
    ['connect-sync writes a backup', ({ write }) => write('.connect-sync/backups/a.json', '{}')],
    // A digest of a secret could be used to guess it.
    ['the value of a secret is exchanged', ({ write }) => write('.env', 'DB_PASSWORD=other\n')],
  ])('is the commit, and stays it when %s', async (_, change) => {
    const world = repository();
    expect(await world.read()).toBe(world.commit());
    change(world);
    expect(await world.read()).toBe(world.commit());
  });

  it.each<[string, (world: ReturnType<typeof repository>, text: string) => void]>([
    ['is edited', ({ write }, text) => write('connectors/a.yaml', connector(text))],
    ['is added', ({ write }, text) => write('connectors/new.yaml', connector(text))],
    [
      'is added and staged',
      ({ write, git }, text) => {
        write('connectors/new.yaml', connector(text));
        git('add', '.');
      },
    ],
    ['is added that Git ignores', ({ write }, text) => write('connectors/ignored/new.yaml', connector(text))],
  ])(
    'has a digest at its end while a file %s that is not committed, and follows each edit',
    async (_, edit) => {
      const world = repository();
      const names: string[] = [];
      for (const text of ['2', '3', '2']) {
        edit(world, text);
        names.push(await world.read());
      }
      expect(names[0]).toMatch(new RegExp(`^${world.commit()}-dirty-[0-9a-f]{12}$`));
      expect(names[1]).not.toBe(names[0]);
      expect(names[2]).toBe(names[0]);
    },
  );

  it('says so while a connector file is deleted, and is the new commit afterwards', async () => {
    const world = repository();
    world.write('connectors/b.yaml', connector('1'));
    world.git('add', '.');
    world.git('commit', '-qm', 'second');
    expect(await world.read()).toBe(world.commit());
    rmSync(world.at('connectors/b.yaml'));
    expect(await world.read()).toContain('-dirty-');
    world.git('commit', '-qam', 'third');
    expect(await world.read()).toBe(world.commit());
  });

  it('is the commit for a project in a folder, whatever else is edited in the repository', async () => {
    const world = repository('deploy/kafka');
    world.write('src/main.txt', 'edited');
    world.write('connectors/other.yaml', connector('1'));
    expect(await world.read()).toBe(world.commit());
    world.write('deploy/kafka/connectors/a.yaml', connector('2'));
    expect(await world.read()).toContain('-dirty-');
  });

  it('has another digest at its end for files outside of the repository', async () => {
    const laid = lay({
      'work/connect-sync.yaml': 'version: 1\nvars: { topic: x }\n',
      'work/connectors/a.yaml': connector('${var.topic}'),
      'vars.yaml': 'topic: "1"\n',
    });
    const git = gitIn(laid.at('work'));
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'first');
    const read = laid.reader('work', { varFiles: ['../vars.yaml'] });
    const first = await read();
    expect(first).toMatch(new RegExp(`^${git('rev-parse', '--short=12', 'HEAD')}\\+[0-9a-f]{12}$`));
    laid.write('vars.yaml', 'topic: "2"\n');
    expect(await read()).not.toBe(first);
  });
});

describe('the name of a revision without Git', () => {
  it('is the same for each copy of the files, wherever and whenever it was made', async () => {
    const { at, reader } = lay(
      Object.fromEntries(Object.entries(files).map(([file, text]) => [`one/${file}`, text])),
    );
    cpSync(at('one'), at('other/place'), { recursive: true });
    const name = await reader('one')();
    expect(name).toMatch(/^sha256:[0-9a-f]{12}$/);
    expect(await reader('other/place')()).toBe(name);
  });

  it('is the folder that git-sync links to', async () => {
    const commits = ['a'.repeat(40), 'b'.repeat(40)] as const;
    const under = (folder: string) =>
      Object.fromEntries(Object.entries(files).map(([file, text]) => [`${folder}/${file}`, text]));
    const { at, reader } = lay({ ...under(commits[0]), ...under(commits[1]) });
    symlinkSync(commits[0], at('current'));
    const read = reader('current');
    expect(await read()).toBe('a'.repeat(12));
    symlinkSync(commits[1], at('next'));
    renameSync(at('next'), at('current'));
    expect(await read()).toBe('b'.repeat(12));
  });
});
