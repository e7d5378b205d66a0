import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Tryout, type TryoutOptions, tryout } from '../support/tryout.ts';

const config = { 'connector.class': 'FileStreamSink', 'tasks.max': '2', topics: 'lines' };

async function world(options: Partial<TryoutOptions> = {}): Promise<Tryout> {
  const made = await tryout({ files: {}, ...options });
  made.sandbox.worker.seed(['orders-a', 'orders-b', 'lines'].map((name) => ({ name, config })));
  await made.sandbox.worker.settled();
  return made;
}

async function names({ sandbox }: Tryout): Promise<string[]> {
  const answer = await fetch(`${sandbox.url}/connectors`);
  return ((await answer.json()) as string[]).sort();
}

function backups({ folder }: Tryout): string[] {
  const root = path.join(folder.directory, '.connect-sync/backups');
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .map((file) => path.basename(file))
    .sort();
}

describe.each(['2.8', '3.4', '3.9', '4.3'] as const)('delete on Kafka Connect %s', (connectVersion) => {
  it('shows what it is, asks, saves it, deletes it and looks that it is gone', async () => {
    const made = await world({ connectVersion });
    const run = await made.run(['delete', 'orders-a'], { answers: ['y'] });
    expect(run.stdout).toContain('- orders-a   delete   running  FileStreamSink  topics lines');
    expect(run.stderr).toContain(`Delete orders-a on ${made.sandbox.url}? [y/N]`);
    expect(run.stderr).toContain('saved 1 connector, secrets included');
    expect(run.stdout).toContain('1 planned: 1 applied.');
    expect(run.exitCode).toBe(0);
    expect(await names(made)).toEqual(['lines', 'orders-b']);
    expect(backups(made)).toEqual(['orders-a.json']);
  });
});

describe('delete', () => {
  it.each(['n', ''])('does nothing when the answer is "%s": 1', async (answer) => {
    const made = await world();
    const run = await made.run(['delete', 'orders-*'], { answers: [answer] });
    expect(run.stderr).toContain('Delete these 2 connectors on');
    expect(run.stderr).toContain('Nothing has been changed.');
    expect(run.exitCode).toBe(1);
    expect(made.writes()).toEqual([]);
  });

  it('needs --yes where no one can be asked: 64', async () => {
    const made = await world();
    const refused = await made.run(['delete', 'orders-*']);
    expect(refused.stderr).toContain('--yes');
    expect(refused.exitCode).toBe(64);
    expect(made.writes()).toEqual([]);
    const done = await made.run(['delete', 'orders-*', '--yes']);
    expect(done.exitCode).toBe(0);
    expect(await names(made)).toEqual(['lines']);
    expect(backups(made)).toEqual(['orders-a.json', 'orders-b.json']);
  });

  it('refuses what is protected, and deletes nothing else either: 22', async () => {
    const made = await world({
      files: { 'connect-sync.yaml': 'version: 1\nownership:\n  protect: ["orders-a"]\n' },
    });
    const run = await made.run(['delete', 'orders-*', '--yes']);
    expect(run.stdout).toContain('refused[protected]');
    expect(run.exitCode).toBe(22);
    expect(made.writes()).toEqual([]);
  });

  it('says that the next apply brings back what a file describes', async () => {
    const made = await world({
      files: {
        'connectors/orders-a.yaml': 'config:\n  connector.class: FileStreamSink\n  topics: lines\n',
      },
    });
    const run = await made.run(['delete', 'orders-a', '--yes']);
    expect(run.stderr).toContain(
      'the next apply will revert the deletion of "orders-a": its file declares it present',
    );
    expect(run.exitCode).toBe(0);
  });

  it('deletes nothing where the backup cannot be written', async () => {
    const made = await world({ files: { file: 'in the way' } });
    const run = await made.run(['delete', 'orders-a', '--yes', '--backup', 'file']);
    expect(run.stderr).toContain('backup-not-written');
    expect(run.exitCode).toBe(1);
    expect(made.writes()).toEqual([]);
  });

  it('goes without a backup where that is asked for', async () => {
    const made = await world();
    const run = await made.run(['delete', 'orders-a', '--yes', '--backup', 'none']);
    expect(run.stderr).not.toContain('saved');
    expect(run.exitCode).toBe(0);
  });

  it('of what is not there ends with 1', async () => {
    const made = await world();
    const run = await made.run(['delete', 'orders-c', '--yes']);
    expect(run.stderr).toContain('did you mean "orders-a"?');
    expect(run.exitCode).toBe(1);
  });

  it('that was not answered is read for and not sent again', async () => {
    const made = await world();
    made.sandbox.worker.inject({ method: 'DELETE', effect: { kind: 'reset-after' } });
    const run = await made.run(['delete', 'orders-a', '--yes']);
    expect(run.exitCode).toBe(0);
    expect(made.writes()).toEqual(['DELETE /connectors/orders-a']);
  });

  it('leaves alone what somebody changed while the question stood', async () => {
    const made = await world();
    const { worker } = made.sandbox;
    const answers: string[] = [];
    const run = await made.run(['delete', 'orders-a'], {
      answers: new Proxy(answers, {
        get: (target, key) => {
          if (key !== 'length') return Reflect.get(target, key);
          worker.editConfig('orders-a', { topics: 'others' });
          return target.length;
        },
      }),
    });
    expect(run.exitCode).not.toBe(0);
    expect(await names(made)).toContain('orders-a');
  });

  it('-f json tells it a document a line, and that it was refused for want of --yes', async () => {
    const made = await world();
    const refused = await made.run(['delete', 'orders-a', '-f', 'json']);
    const last = JSON.parse(refused.stdout.trimEnd().split('\n').at(-1) ?? '');
    expect(last).toMatchObject({ kind: 'error', diagnostics: [{ code: 'nobody-to-ask' }] });
    const done = await made.run(['delete', 'orders-a', '-f', 'json', '--yes']);
    const lines = done.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ kind }) => kind)).toEqual([
      'plan',
      'backed-up',
      'started',
      'written',
      'finished',
      'report',
    ]);
    expect(lines[0].plan.changes).toMatchObject([
      { name: 'orders-a', kind: 'delete', reason: 'asked for by name' },
    ]);
  });
});

describe('delete without a name', () => {
  it('deletes what was marked, after the question', async () => {
    const made = await world();
    const run = await made.run(['delete'], { answers: ['y'], marks: ['orders-a', 'lines'] });
    expect(run.stderr).toContain('Delete these 2 connectors on');
    expect(run.exitCode).toBe(0);
    expect(await names(made)).toEqual(['orders-b']);
  });

  it('changes nothing when the person leaves: 130', async () => {
    const made = await world();
    const run = await made.run(['delete'], { answers: ['y'] });
    expect(run.stderr).toContain('Nothing has been changed.');
    expect(run.exitCode).toBe(130);
    expect(made.writes()).toEqual([]);
  });

  it('changes nothing where nothing was marked, nor where there is nothing', async () => {
    const made = await world();
    expect((await made.run(['delete'], { answers: ['y'], marks: [] })).exitCode).toBe(0);
    expect(made.writes()).toEqual([]);
    const empty = await tryout({ files: {} });
    const run = await empty.run(['delete'], { answers: ['y'] });
    expect(run.stderr).toContain('There is no connector.');
    expect(run.exitCode).toBe(0);
  });

  it('says in a line that it needs a terminal: 64', async () => {
    const made = await world();
    const run = await made.run(['delete']);
    expect(run.stderr).toContain('there is no terminal to show a list on');
    expect(run.exitCode).toBe(64);
  });
});
