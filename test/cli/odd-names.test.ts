import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ConnectVersion } from '../../src/sandbox/start-sandbox.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

const config = { 'connector.class': 'FileStreamSink', 'tasks.max': '1', topics: 'lines' };
const odd = [
  'with space',
  ' outer ',
  'größe',
  '🚀',
  'a:b',
  'a?b',
  'a#b',
  'a&b=c',
  'a+b',
  'a*b',
  'a[1]|"',
  'a$b',
  'x'.repeat(400),
];
const unsafe = ['a/b', 'a%b', 'a\\b', 'a;b', 'a{b}', '..'];
const project = { 'connect-sync.yaml': 'version: 1\n' };

async function world(names: readonly string[], connectVersion: ConnectVersion = '4.3'): Promise<Tryout> {
  const made = await tryout({ files: project, connectVersion });
  made.sandbox.worker.seed(names.map((name) => ({ name, config })));
  await made.sandbox.worker.settled();
  return made;
}

const liveNames = async ({ sandbox }: Tryout) =>
  (await (await fetch(`${sandbox.url}/connectors`)).json()) as string[];

describe.each(['2.8', '3.9', '4.3'] as const)(
  'names with blanks and other letters on Kafka Connect %s',
  (version) => {
    it('can be shown, paused, resumed, restarted and deleted', async () => {
      const made = await world(odd, version);
      for (const name of odd) {
        const encoded = encodeURIComponent(name);
        const before = made.writes().length;
        for (const command of ['describe', 'show', 'status', 'tasks', 'topics'])
          expect(await made.run([command, name]), `${command} ${name}`).toMatchObject({ exitCode: 0 });
        for (const command of ['pause', 'resume', 'restart', 'delete']) {
          const run = await made.run([command, name, ...(command === 'delete' ? ['--yes'] : [])]);
          expect(run.exitCode, `${command} ${name}: ${run.stdout}${run.stderr}`).toBe(0);
        }
        expect(made.writes().slice(before)).toEqual([
          `PUT /connectors/${encoded}/pause`,
          `PUT /connectors/${encoded}/resume`,
          `POST /connectors/${encoded}/restart`,
          `DELETE /connectors/${encoded}`,
        ]);
      }
      expect(await liveNames(made)).toEqual([]);
    });
  },
);

describe('names with blanks and other letters', () => {
  it('can be stopped, and their offsets be read and reset', async () => {
    const made = await world(odd);
    for (const name of odd) {
      expect(await made.run(['stop', name]), name).toMatchObject({ exitCode: 0 });
      expect(await made.run(['offsets', name]), name).toMatchObject({ exitCode: 0 });
    }
  });

  it('are imported into files that plan empty, and can be pruned and created again from them', async () => {
    const made = await world(odd);
    const imported = await made.run(['import']);
    expect(imported.stderr).not.toContain('import-invalid-name');
    expect(imported.exitCode, imported.stderr).toBe(0);
    expect(readdirSync(path.join(made.folder.directory, 'connectors'))).toHaveLength(odd.length);
    expect(await made.run(['plan', '--detailed-exitcode'])).toMatchObject({ exitCode: 0 });
    await made.run(['delete', '*', '--yes', '--max-deletions', '100']);
    for (const name of await liveNames(made)) await made.run(['delete', name, '--yes']);
    expect(await liveNames(made)).toEqual([]);
    const applied = await made.run(['apply', '--yes']);
    expect(applied.exitCode, applied.stdout + applied.stderr).toBe(0);
    expect((await liveNames(made)).sort()).toEqual([...odd].sort());
  });

  it('keep their outer blanks when they are created in a state', async () => {
    const made = await world([]);
    made.folder.write(
      'connectors/a.yaml',
      `name: " a "\nstate: stopped\nconfig: ${JSON.stringify(config)}\n`,
    );
    const applied = await made.run(['apply', '--yes']);
    expect(applied.exitCode, applied.stdout + applied.stderr).toBe(0);
    expect(await liveNames(made)).toEqual([' a ']);
    expect(await made.run(['plan', '--detailed-exitcode'])).toMatchObject({ exitCode: 0 });
  });

  it('are refused where blanks around them come from the name of a file', async () => {
    const made = await world([]);
    made.folder.write('connectors/a .yaml', `config: ${JSON.stringify(config)}\n`);
    const plan = await made.run(['plan']);
    expect(plan.exitCode).toBe(29);
    expect(plan.stderr + plan.stdout).toContain('blanks around it may be a slip');
  });

  it('are written by show --out and in backups under names that every file system can store', async () => {
    const made = await world(odd);
    expect(await made.run(['show', '--out', 'live'])).toMatchObject({ exitCode: 0 });
    const files = readdirSync(path.join(made.folder.directory, 'live'));
    expect(files).toHaveLength(odd.length);
    for (const file of files) expect(file).not.toMatch(/[:?*"<>|]|^ /);
  });
});

describe('a name that exists', () => {
  it('is not a glob', async () => {
    const made = await world(['a?b', 'axb', 'a*b']);
    expect((await made.run(['pause', 'a?b'])).exitCode).toBe(0);
    expect((await made.run(['delete', 'a*b', '--yes'])).exitCode).toBe(0);
    expect(made.writes()).toEqual(['PUT /connectors/a%3Fb/pause', 'DELETE /connectors/a*b']);
  });
});

describe('an unsafe name', () => {
  it.each(['pause', 'restart', 'stop', 'delete'])(
    'is refused by %s with exit 1, and why',
    async (command) => {
      const made = await world(unsafe);
      for (const name of unsafe) {
        const run = await made.run([command, name, ...(command === 'delete' ? ['--yes'] : [])]);
        expect(run.exitCode, name).toBe(1);
        expect(run.stdout + run.stderr, name).toContain(
          'unsafe in URLs: with / % \\ ; { } or a control character',
        );
      }
      expect(made.writes()).toEqual([]);
    },
  );

  it.each([
    ['describe'],
    ['tasks'],
    ['topics'],
    ['offsets'],
    ['offsets', '--reset', '--stop', '--yes'],
    ['topics', '--reset', '--yes'],
  ])('is never exit 28: %s %s', async (command, ...options) => {
    const made = await world(unsafe);
    for (const name of unsafe) {
      const run = await made.run([command, name, ...options]);
      expect([0, 1], `${name}: ${run.stdout}${run.stderr}`).toContain(run.exitCode);
      expect(run.stdout + run.stderr, name).toContain('cannot be used in a URL');
    }
    expect(made.writes()).toEqual([]);
  });

  it('that does not exist is an unknown name: 1', async () => {
    const made = await world([]);
    for (const name of unsafe) expect(await made.run(['restart', name]), name).toMatchObject({ exitCode: 1 });
  });

  it.each(['$connector_name', 'orders-$USER', '<name>', '@name@'])(
    'in a file is a placeholder: %s',
    async (name) => {
      const made = await world([]);
      made.folder.write('connectors/a.yaml', `name: "${name}"\nconfig: ${JSON.stringify(config)}\n`);
      const plan = await made.run(['plan']);
      expect(plan.exitCode).toBe(29);
      expect(plan.stdout + plan.stderr).toContain('looks like a placeholder');
    },
  );

  it('is skipped by import, listed by plan, and refused in a file', async () => {
    const made = await world(unsafe);
    const imported = await made.run(['import']);
    expect(imported.stderr).toContain('warning[import-invalid-name]: skipped "a/b"');
    made.folder.write('connectors/a.yaml', `name: a;b\nconfig: ${JSON.stringify(config)}\n`);
    const plan = await made.run(['plan']);
    expect(plan.exitCode).toBe(29);
    expect(plan.stdout + plan.stderr).toContain('cannot be used in a URL');
  });
});
