import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { spawn } from '@lydell/node-pty';
import { describe, expect, it, onTestFinished } from 'vitest';
import { builtProgram } from '../support/built-program.ts';
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts';
import { TestTerminal } from '../support/test-terminal.ts';

const keys = { enter: '\r', controlC: '\u0003', escape: '\u001b' };

/** Starts `init` at a terminal and waits for the first question. */
async function startInit(folder: ProjectFolder) {
  const terminal = new TestTerminal({ columns: 100, rows: 40 });
  const child = spawn(process.execPath, [builtProgram, 'init', '--name', 'orders'], {
    cols: terminal.columns,
    rows: terminal.rows,
    cwd: folder.directory,
    env: { ...process.env, CI: '', TERM: 'xterm-256color' },
  });
  onTestFinished(() => child.kill('SIGKILL'));
  child.onData(terminal.write);
  const ended = new Promise<number>((resolve) => {
    child.onExit(({ exitCode }) => resolve(exitCode));
  });
  const shows = (text: string) =>
    expect.poll(async () => (await terminal.screen()).join('\n'), { timeout: 120_000 }).toContain(text);
  await shows('Kafka Connect worker URL?');
  return { shows, ended, type: (text: string) => child.write(text) };
}

describe('the questions of init', () => {
  it('are two, each with a default, and repeated after an invalid answer', async () => {
    const folder = projectFolder({});
    const { shows, ended, type } = await startInit(folder);
    await shows('http://localhost:8083');
    type('connect.example');
    type(keys.enter);
    await shows('not the URL of a Kafka Connect worker: it must begin with http:// or https://');
    type('\u0015https://connect.example:8083');
    type(keys.enter);
    await shows('Cluster name?');
    type(keys.enter);
    await shows('8 files written');
    await shows('Not reached: ');
    await shows('Cluster: dev at https://connect.example:8083.');
    expect(await ended).toBe(0);
    expect(readFileSync(path.join(folder.directory, 'connect-sync.yaml'), 'utf8')).toContain(
      '\n  dev:\n    # Any worker',
    );
  });

  it.each([
    ['Ctrl-C', keys.controlC],
    ['Escape', keys.escape],
  ])('are canceled with %s: nothing is written', async (_, key) => {
    const folder = projectFolder({});
    const { shows, ended, type } = await startInit(folder);
    type(keys.enter);
    await shows('Cluster name?');
    type(key);
    await shows('no files written');
    expect(await ended).toBe(130);
    expect(existsSync(path.join(folder.directory, 'connect-sync.yaml'))).toBe(false);
  });
});
