import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { backupsOf } from '../support/backups-of.ts';
import { tryout } from '../support/tryout.ts';

const program = path.resolve(import.meta.dirname, '../../dist/bin.cjs');
const names = Array.from({ length: 40 }, (_, index) => `c${index}`);

describe('a run that is killed during its backup', () => {
  it('leaves complete backups, has changed no connector without one, and the next run completes the work', async () => {
    const connector = (file: string) =>
      `config: { connector.class: FileStreamSource, tasks.max: 1, topic: lines, file: ${file} }\n`;
    const world = await tryout({
      files: Object.fromEntries(names.map((name) => [`connectors/${name}.yaml`, connector('after.txt')])),
    });
    const { directory } = world.folder;
    const live = {
      'connector.class': 'FileStreamSource',
      'tasks.max': '1',
      topic: 'lines',
      file: 'before.txt',
    };
    world.sandbox.worker.seed(names.map((name) => ({ name, config: live })));
    const child = spawn(process.execPath, [program, 'apply', '--yes', '--cluster', world.sandbox.url], {
      cwd: directory,
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => child.once('close', resolve));
    while (!someFile(directory) && child.exitCode === null) await sleep(1);
    child.kill('SIGKILL');
    await ended;
    const isWhole = ({ document }: { document: { connector: { config: object } } }) =>
      JSON.stringify(document.connector.config) === JSON.stringify(sorted(live));
    expect(backupsOf(directory).every(isWhole), 'every backup file is complete').toBe(true);
    const savedThen = new Set(backupsOf(directory).map(({ document }) => document.connector.name));
    const written = names.filter((name) => world.writes().includes(`PUT /connectors/${name}/config`));
    expect(
      written.filter((name) => !savedThen.has(name)),
      'no connector is changed before it is backed up',
    ).toEqual([]);
    const next = await world.run(['apply', '--yes', '--stable-for', '1s', '--concurrency', '16']);
    expect(next.exitCode, next.stderr).toBe(0);
    expect((await world.run(['plan', '--detailed-exitcode'])).exitCode).toBe(0);
    const saved = new Set(backupsOf(directory).map(({ document }) => document.connector.name));
    expect([...saved].sort()).toEqual([...names].sort());
  });
});

/** Whether any file of a backup exists. */
function someFile(directory: string): boolean {
  const root = path.join(directory, '.connect-sync/backups');
  if (!existsSync(root)) return false;
  const [run] = readdirSync(root).filter((name) => name !== '.gitignore');
  return run !== undefined && readdirSync(path.join(root, run)).some((name) => name.includes('.json'));
}

function sorted(config: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(config).sort(([one], [other]) => (one < other ? -1 : 1)));
}
