import { describe, expect, it } from 'vitest';
import { type Tryout, tryout } from '../support/tryout.ts';

const secret = 'hunter2-of-the-sink';
const config = {
  'connector.class': 'FileStreamSink',
  topics: 't',
  'tasks.max': '1',
  'database.password': secret,
};
const files = Object.fromEntries(
  ['a', 'b'].map((name) => [
    `connectors/${name}.yaml`,
    `name: ${name}\nconfig: { connector.class: FileStreamSink, topics: changed, tasks.max: 1 }\n`,
  ]),
);

/** Three connectors, of which an apply changes `a` and `b`, and a deletion takes `c`. */
async function world(): Promise<Tryout> {
  const made = await tryout({ files });
  made.sandbox.worker.seed(['a', 'b', 'c'].map((name) => ({ name, config })));
  await made.sandbox.worker.settled();
  return made;
}

const apply = ['apply', '--yes', '--stable-for', '1s'];
const deletion = ['delete', 'c', '--yes', '--allow-deletes', '1'];

/** The arguments of a command that was printed. */
function commandIn(text: string, pattern: RegExp): string[] {
  const [, found = ''] = pattern.exec(text) ?? [];
  return found.split(' ');
}

describe('apply', () => {
  it('says how to get back, and the command restores the whole run', async () => {
    const { run, sandbox } = await world();
    const applied = await run(apply);
    expect(applied.exitCode, applied.stderr).toBe(0);
    const command = commandIn(applied.stdout, /^To restore: connect-sync (restore .*)$/m);
    expect(sandbox.worker.config('a')).toMatchObject({ topics: 'changed' });
    const restored = await run([...command, '--yes', '--stable-for', '1s']);
    expect(restored.exitCode, restored.stderr).toBe(0);
    expect(restored.stdout).toContain('2 planned: 2 applied.');
    expect(restored.stdout).not.toContain('To restore');
    for (const name of ['a', 'b']) expect(sandbox.worker.config(name)).toMatchObject(config);
  });

  it('says it with the directory and the files that were given', async () => {
    const { run, folder } = await world();
    folder.write('.env', '');
    const applied = await run([...apply, '-C', folder.directory, '--dotenv', '.env'], { directory: '/' });
    const command = commandIn(applied.stdout, /^To restore: connect-sync (restore .*)$/m);
    expect(command).toContain('-C');
    expect((await run([...command, '--yes', '--stable-for', '1s'], { directory: '/' })).exitCode).toBe(0);
  });

  it('says nothing of it where nothing was overwritten or deleted', async () => {
    const { run } = await tryout({ files });
    expect((await run(apply)).stdout).not.toContain('To restore');
    const again = await run(['restart', 'a']);
    expect(again.stdout).not.toContain('To restore');
  });

  it('says nothing of it without a backup', async () => {
    const { run } = await world();
    expect((await run([...apply, '--backup', 'none'])).stdout).not.toContain('To restore');
  });
});

describe('delete', () => {
  it('says how to get back what it deleted', async () => {
    const { run, sandbox } = await world();
    const deleted = await run(deletion);
    const command = commandIn(deleted.stdout, /^To restore: connect-sync (restore .*)$/m);
    expect((await run([...command, '--yes', '--stable-for', '1s'])).exitCode).toBe(0);
    expect(sandbox.worker.config('c')).toMatchObject(config);
  });
});

describe('restore without arguments', () => {
  it('lists the backups, the newest first, with what each contains, and contacts nobody', async () => {
    const { run, sandbox } = await world();
    // On a clock that runs fast, the second run may begin before the first one ended.
    await run(['apply', '--yes', '--no-wait'], { speed: 1 });
    await run(deletion, { speed: 1 });
    const before = sandbox.requests.length;
    const { stdout, exitCode } = await run(['restore']);
    expect(exitCode).toBe(0);
    expect(sandbox.requests.length).toBe(before);
    const [newest = '', older = ''] = stdout.split('\n\n');
    expect(newest).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC {2}http:\S+ {2}1 connector\n {2}before the deletion: c\n/,
    );
    expect(older).toMatch(
      / 2 connectors\n {2}before an update: a, b\n {2}connect-sync restore \.connect-sync/,
    );
    expect(stdout).not.toContain(secret);
    const command = commandIn(newest, /connect-sync (restore .*)$/m);
    expect((await run([...command, '--yes', '--stable-for', '1s'])).exitCode).toBe(0);
    expect(sandbox.worker.config('c')).toMatchObject(config);
  });

  it('lists them as JSON, and those of another folder', async () => {
    const { run } = await world();
    await run([...apply, '--backup', 'safe']);
    expect((await run(['restore'])).stdout).toContain('No backups in .connect-sync/backups.');
    const { stdout } = await run(['restore', '-f', 'json', '--backup', 'safe']);
    const { runs, total } = JSON.parse(stdout);
    expect(total).toBe(1);
    expect(runs[0].connectors).toMatchObject([
      { name: 'a', before: 'update' },
      { name: 'b', before: 'update' },
    ]);
    expect(stdout).not.toContain(secret);
  });

  it('reports a file that cannot be restored', async () => {
    const { run, folder } = await world();
    await run(apply);
    folder.write(
      '.connect-sync/backups/2020-01-01T00-00-00.000Z-prod/x.json',
      '{ "format": "connect-sync/backup"',
    );
    const { stdout, exitCode } = await run(['restore']);
    expect(stdout).toMatch(/at an unknown time {2}0 connectors\n {2}cannot be restored: \S+x\.json: /);
    expect(exitCode).toBe(0);
  });
});

describe('restore of a folder', () => {
  it.each([
    ['of all runs', '.connect-sync/backups', 'has the backups of 1 run: restore one of them'],
    ['without backups', 'connectors', 'has no backups'],
  ])('%s is refused', async (_, given, says) => {
    const { run } = await world();
    await run(apply);
    const { stderr, exitCode } = await run(['restore', given, '--yes']);
    expect(stderr).toContain(says);
    expect(exitCode).toBe(64);
  });
});
