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
  it('shows the connector, asks for confirmation, backs it up, deletes it and verifies that', async () => {
    const made = await world({ connectVersion });
    const run = await made.run(['delete', 'orders-a'], { answers: ['y'] });
    expect(run.stdout).toContain('- orders-a   delete   running  FileStreamSink  topics lines');
    expect(run.stderr).toContain(`Delete orders-a on ${made.sandbox.url}? [y/N]`);
    expect(run.stderr).toContain('backed up 1 connector, secrets included');
    expect(run.stdout).toContain('1 planned: 1 applied.');
    expect(run.exitCode).toBe(0);
    expect(await names(made)).toEqual(['lines', 'orders-b']);
    expect(backups(made)).toEqual(['orders-a.json']);
  });
});

describe('delete', () => {
  it.each(['n', ''])('changes nothing if the answer is "%s": 1', async (answer) => {
    const made = await world();
    const run = await made.run(['delete', 'orders-*', '--allow-deletes', '2'], { answers: [answer] });
    expect(run.stderr).toContain('Delete these 2 connectors on');
    expect(run.stderr).toContain('Cancelled: no changes made');
    expect(run.exitCode).toBe(1);
    expect(made.writes()).toEqual([]);
  });

  it('requires --yes if non-interactive: 64', async () => {
    const made = await world();
    const refused = await made.run(['delete', 'orders-*', '--allow-deletes', '2']);
    expect(refused.stderr).toContain('--yes');
    expect(refused.exitCode).toBe(64);
    expect(made.writes()).toEqual([]);
    const done = await made.run(['delete', 'orders-*', '--yes', '--allow-deletes', '2']);
    expect(done.exitCode).toBe(0);
    expect(await names(made)).toEqual(['lines']);
    expect(backups(made)).toEqual(['orders-a.json', 'orders-b.json']);
  });

  it('refuses to delete anything if one connector is protected: 22', async () => {
    const made = await world({
      files: { 'connect-sync.yaml': 'version: 1\nownership:\n  protect: ["orders-a"]\n' },
    });
    const run = await made.run(['delete', 'orders-*', '--yes']);
    expect(run.stdout).toContain('refused[protected]');
    expect(run.exitCode).toBe(22);
    expect(made.writes()).toEqual([]);
  });

  it('warns that the next apply creates the connector again if a file declares it', async () => {
    const made = await world({
      files: {
        'connectors/orders-a.yaml': 'config:\n  connector.class: FileStreamSink\n  topics: lines\n',
      },
    });
    const run = await made.run(['delete', 'orders-a', '--yes']);
    expect(run.stderr).toContain('--> connectors/orders-a.yaml:1:1\n');
    expect(run.stderr).toContain(
      'the next apply will revert the deletion of "orders-a": its file declares it present',
    );
    expect(run.stderr).toContain('hint: to keep the deletion, delete the file as well');
    expect(run.exitCode).toBe(0);
  });

  it('deletes nothing if the backup cannot be written', async () => {
    const made = await world({ files: { file: 'in the way' } });
    const run = await made.run(['delete', 'orders-a', '--yes', '--backup', 'file']);
    expect(run.stderr).toContain('backup-not-written');
    expect(run.exitCode).toBe(1);
    expect(made.writes()).toEqual([]);
  });

  it('writes no backup with --backup none', async () => {
    const made = await world();
    const run = await made.run(['delete', 'orders-a', '--yes', '--backup', 'none']);
    expect(run.stderr).not.toContain('saved');
    expect(run.exitCode).toBe(0);
  });

  it('exits with 1 for an unknown name', async () => {
    const made = await world();
    const run = await made.run(['delete', 'orders-c', '--yes']);
    expect(run.stderr).toContain('did you mean "orders-a"?');
    expect(run.exitCode).toBe(1);
  });

  it('resolves an unknown outcome by reading, without sending again', async () => {
    const made = await world();
    made.sandbox.worker.inject({ method: 'DELETE', effect: { kind: 'reset-after' } });
    const run = await made.run(['delete', 'orders-a', '--yes']);
    expect(run.exitCode).toBe(0);
    expect(made.writes()).toEqual(['DELETE /connectors/orders-a']);
  });

  it('does not delete a connector that was changed during the confirmation', async () => {
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

  it('prints one JSON document per line, and an error without --yes', async () => {
    const made = await world();
    const refused = await made.run(['delete', 'orders-a', '-f', 'json']);
    const last = JSON.parse(refused.stdout.trimEnd().split('\n').at(-1) ?? '');
    expect(last).toMatchObject({ kind: 'error', diagnostics: [{ code: 'not-a-terminal' }] });
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
      { name: 'orders-a', kind: 'delete', reason: 'requested by name' },
    ]);
  });
});

describe('delete with names or globs', () => {
  const marked = (repository: string) => ({ ...config, 'x.owner': repository });
  const many = Array.from({ length: 8 }, (_, index) => `orders-${index}`);

  /** Eight of ours, and three of others. */
  async function shared(ownership: string): Promise<Tryout> {
    const made = await tryout({ files: { 'connect-sync.yaml': `version: 1\n${ownership}` } });
    const { worker } = made.sandbox;
    worker.seed(many.map((name) => ({ name, config: marked('us') })));
    worker.seed(['orders-theirs', 'payments'].map((name) => ({ name, config: marked('them') })));
    worker.seed([{ name: 'lines', config }]);
    await worker.settled();
    return made;
  }

  const byNames = 'ownership: { names: ["orders-?"] }\n';
  const byMarker = 'ownership: { marker: x.owner, repository: us }\n';

  it.each([
    ['by name', byNames],
    ['by marker', byMarker],
  ])('selects by a glob only what is owned %s, up to the limit', async (_, ownership) => {
    const made = await shared(ownership);
    const all = await made.run(['delete', '*', '--yes']);
    expect(all.stdout).toContain(
      'refused[too-many-deletes]: this would delete 8 of 8 owned connectors (100 %)',
    );
    expect(all.stdout).toContain('--allow-deletes 8');
    expect(all.exitCode).toBe(22);
    expect((await made.run(['delete', '*', '--yes', '--allow-deletes', '7'])).exitCode).toBe(22);
    expect(made.writes()).toEqual([]);
    const allowed = await made.run(['delete', '*', '--yes', '--allow-deletes', '8']);
    expect(allowed.exitCode, allowed.stdout + allowed.stderr).toBe(0);
    expect(allowed.stdout).toMatch(/Left alone\n.*lines .*\n.*orders-theirs .*\n.*payments /);
    expect(await names(made)).toEqual(['lines', 'orders-theirs', 'payments']);
  });

  it('refuses a glob that matches nothing that is owned: 22', async () => {
    const made = await shared(byNames);
    const run = await made.run(['delete', 'pay*', '--yes']);
    expect(run.stderr).toContain('pay*: 1 connector matches, and is not owned by this project');
    expect(run.exitCode).toBe(22);
    expect(made.writes()).toEqual([]);
  });

  it.each([['payments'], ['orders-0 payments']])(
    'refuses what another repository owns, by its exact name: %s',
    async (selected) => {
      const made = await shared(byMarker);
      const run = await made.run(['delete', ...selected.split(' '), '--yes', '--allow-deletes', '9']);
      expect(run.stdout).toContain(
        'refused[other-repository]: this connector has the ownership marker of another',
      );
      expect(run.exitCode).toBe(22);
      expect(made.writes()).toEqual([]);
    },
  );

  it('refuses what has a marker that the worker masks', async () => {
    const made = await shared(byMarker);
    made.sandbox.worker.seed([{ name: 'masked', config: marked('********') }]);
    expect((await made.run(['delete', 'masked', '--yes'])).exitCode).toBe(22);
  });

  it('counts names, too: three of eleven are too many without declared ownership', async () => {
    const made = await shared('');
    const three = ['orders-0', 'orders-1', 'lines'];
    const run = await made.run(['delete', ...three, '--yes']);
    expect(run.stdout).toContain('this would delete 3 of 11 connectors (27 %); at most 2 may be deleted');
    expect(run.exitCode).toBe(22);
    expect((await made.run(['delete', ...three, '--yes', '--allow-deletes', '3'])).exitCode).toBe(0);
  });

  it('deletes one exact name, whatever the limit is, also the last connector and one that is not owned', async () => {
    const made = await shared('ownership: { names: ["orders-?"], maxDeletes: 0 }\n');
    expect((await made.run(['delete', 'lines', '--yes'])).exitCode).toBe(0);
    expect((await made.run(['delete', 'orders-*', '--yes'])).exitCode).toBe(22);
    const last = await tryout({ files: {} });
    last.sandbox.worker.seed([{ name: 'last', config }]);
    const all = await last.run(['delete', '*', '--yes']);
    expect(all.stdout).toContain(
      'refused[deletes-everything]: this would leave no connector on this cluster',
    );
    expect(all.exitCode).toBe(22);
    expect((await last.run(['delete', 'last', '--yes'])).exitCode).toBe(0);
  });

  it.each([
    ['stop', ['stop', 'orders-*']],
    ['pause', ['pause', 'orders-*']],
    ['restart', ['restart', 'orders-*']],
  ])('%s by a glob leaves alone what another repository owns', async (_, args) => {
    const made = await shared(byMarker);
    const run = await made.run(args);
    expect(run.exitCode, run.stdout + run.stderr).toBe(0);
    expect(run.stdout).toMatch(/orders-theirs +belongs to another repository/);
    expect(made.writes().some((write) => write.includes('theirs'))).toBe(false);
  });

  it.each([
    ['offsets', ['offsets', 'payments', '--reset', '--stop', '--yes']],
    ['topics', ['topics', 'p*', '--reset', '--yes']],
  ])('%s of another repository are not reset: 22', async (_, args) => {
    const made = await shared(byMarker);
    const run = await made.run(args);
    expect(run.stderr).toContain('error[other-repository]');
    expect(run.exitCode).toBe(22);
    expect(made.writes()).toEqual([]);
  });
});

describe('delete without a name', () => {
  it('deletes the selected connectors after confirmation', async () => {
    const made = await world();
    const run = await made.run(['delete'], { answers: ['y'], selected: ['orders-a', 'lines'] });
    expect(run.stderr).toContain('Delete these 2 connectors on');
    expect(run.exitCode).toBe(0);
    expect(await names(made)).toEqual(['orders-b']);
  });

  it('changes nothing if canceled: 130', async () => {
    const made = await world();
    const run = await made.run(['delete'], { answers: ['y'] });
    expect(run.stderr).toContain('Cancelled: no changes made');
    expect(run.exitCode).toBe(130);
    expect(made.writes()).toEqual([]);
  });

  it('changes nothing if nothing is selected or there are no connectors', async () => {
    const made = await world();
    expect((await made.run(['delete'], { answers: ['y'], selected: [] })).exitCode).toBe(0);
    expect(made.writes()).toEqual([]);
    const empty = await tryout({ files: {} });
    const run = await empty.run(['delete'], { answers: ['y'] });
    expect(run.stderr).toContain('no connectors');
    expect(run.exitCode).toBe(0);
  });

  it('requires a terminal: 64', async () => {
    const made = await world();
    const run = await made.run(['delete']);
    expect(run.stderr).toContain('this is not a terminal');
    expect(run.exitCode).toBe(64);
  });
});
