import path from 'node:path';
import process from 'node:process';
import { spawn } from '@lydell/node-pty';
import { describe, expect, it, onTestFinished } from 'vitest';
import { TestTerminal } from '../support/test-terminal.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

const program = path.resolve(import.meta.dirname, '../../dist/bin.cjs');
const config = { 'connector.class': 'FileStreamSink', 'tasks.max': '2', topics: 'lines' };
const keys = { down: '\u001b[B', tab: '\t', enter: '\r', controlC: '\u0003', escape: '\u001b' };

const seeded = [
  ...['elastic', 'neo4j', 'audit', 'lines'].map((name) => `sink-${name}-orders`),
  ...Array.from({ length: 30 }, (_, index) => `source-${String(index).padStart(2, '0')}`),
];

/** Prints the terminal settings before and after the command, as a shell would compare them. */
const shell = 'stty -g; "$@"; echo "code $?"; stty -g; read -r -p "typed: " typed; echo "[$typed]"';

/** Starts `delete` without names in a shell on a terminal, and waits for the list. */
async function startDelete(connectors: readonly string[] = seeded) {
  const world = await tryout({ files: {} });
  world.sandbox.worker.seed(connectors.map((name) => ({ name, config })));
  await world.sandbox.worker.settled();
  const terminal = new TestTerminal({ columns: 100, rows: 24 });
  const command = [process.execPath, program, 'delete', '--cluster', world.sandbox.url];
  const child = spawn('bash', ['--norc', '-c', shell, 'bash', ...command], {
    cols: terminal.columns,
    rows: terminal.rows,
    cwd: world.folder.directory,
    env: { ...process.env, CI: '', TERM: 'xterm-256color' },
  });
  onTestFinished(() => child.kill('SIGKILL'));
  child.onData(terminal.write);
  const ended = new Promise<void>((resolve) => {
    child.onExit(() => resolve());
  });
  const shows = (text: string | RegExp) =>
    expect.poll(async () => (await terminal.screen()).join('\n'), { timeout: 120_000 }).toMatch(text);
  await shows('Delete which connectors');
  const type = (text: string) => child.write(text);
  /** The shell reads the next input, and the terminal has its former settings. */
  const expectRestored = async (code: number) => {
    await shows(`code ${code}`);
    await shows('typed:');
    type('as ever\r');
    await ended;
    await shows(/\[as ever\]/);
    const written = terminal.writes.join('');
    const settings = [...written.matchAll(/^[0-9a-f]+(?::[0-9a-f]+){20,}/gm)].map(([text]) => text);
    expect(settings).toHaveLength(2);
    expect(settings[0]).toBe(settings[1]);
    expect(written.lastIndexOf('\u001b[?25h')).toBeGreaterThanOrEqual(written.lastIndexOf('\u001b[?25l'));
  };
  return { world, terminal, shows, type, expectRestored };
}

async function names({ sandbox }: Tryout): Promise<string[]> {
  const answer = await fetch(`${sandbox.url}/connectors`);
  return ((await answer.json()) as string[]).sort();
}

describe('the list of delete', () => {
  it('filters while typing; two connectors are selected, confirmed and deleted', async () => {
    const { world, terminal, shows, type, expectRestored } = await startDelete();
    type('orders');
    await shows('4 matches');
    expect((await terminal.screen()).join('\n')).not.toContain('source-00');
    type(keys.down);
    await shows('sink-elastic-orders (RUNNING, 2 tasks, FileStreamSink)');
    type(keys.tab);
    await shows('◼ sink-elastic-orders');
    type(keys.down);
    type(keys.tab);
    await shows('◼ sink-lines-orders');
    await expectScreen(terminal).toMatchFileSnapshot('delete-list.txt');
    type(keys.enter);
    await shows('Delete these 2 connectors');
    expect(await names(world)).toHaveLength(seeded.length);
    type('y\r');
    await shows('2 planned: 2 applied.');
    await expectRestored(0);
    expect(await names(world)).toEqual(
      seeded.filter((name) => !['sink-elastic-orders', 'sink-lines-orders'].includes(name)).sort(),
    );
  });

  it.each([
    ['Ctrl-C', keys.controlC],
    ['Escape', keys.escape],
  ])('is canceled with %s: nothing is deleted, and the terminal is restored', async (_, key) => {
    const { world, shows, type, expectRestored } = await startDelete();
    type(keys.tab);
    await shows('◼ sink-audit-orders');
    type(key);
    await shows('Cancelled: no changes made.');
    await expectRestored(130);
    expect(world.writes()).toEqual([]);
  });

  it('shows 200 connectors in a window of the terminal', async () => {
    const many = Array.from({ length: 200 }, (_, index) => `connector-${String(index).padStart(3, '0')}`);
    const { world, terminal, shows, type, expectRestored } = await startDelete(many);
    expect((await terminal.screen()).length).toBeLessThanOrEqual(24);
    type('199');
    await shows('1 match');
    type(keys.tab);
    await shows('◼ connector-199');
    type(keys.enter);
    await shows('Delete connector-199 on');
    type('n\r');
    await shows('Cancelled: no changes made');
    await expectRestored(1);
    expect(world.writes()).toEqual([]);
  });

  it('escapes control characters in names', async () => {
    const { terminal, shows, type, expectRestored } = await startDelete([
      'plain',
      'torn\u001b[2J\u202ename\nsecond line',
    ]);
    await shows('plain');
    expect(terminal.writes.join('')).not.toContain('\u001b[2J\u202e');
    type(keys.controlC);
    await expectRestored(130);
  });
});

/** The list as it is displayed, with a fixed address for the sandbox. */
function expectScreen(terminal: TestTerminal) {
  return {
    toMatchFileSnapshot: async (file: string) => {
      const screen = (await terminal.screen()).join('\n');
      const from = screen.indexOf('◆');
      const text = screen.slice(from).replace(/127\.0\.0\.1:\d+/, 'localhost:8083');
      await expect(`${text}\n`).toMatchFileSnapshot(path.join('__snapshots__', file));
    },
  };
}
