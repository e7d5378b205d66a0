import process from 'node:process';
import { spawn } from '@lydell/node-pty';
import { describe, expect, it, onTestFinished } from 'vitest';
import { builtProgram } from '../support/built-program.ts';
import { eventually } from '../support/eventually.ts';
import { TestTerminal } from '../support/test-terminal.ts';
import { type Tryout, tryout } from '../support/tryout.ts';
import { openTwoClusters } from '../support/two-clusters.ts';

const config = { 'connector.class': 'FileStreamSink', topics: 't', 'tasks.max': '1' };
const trace = 'a.Outer: x\nCaused by: java.net.ConnectException: Connection refused';

async function world(number: number): Promise<Tryout> {
  const made = await tryout({ files: {} });
  made.sandbox.worker.seed(
    Array.from({ length: number }, (_, index) => ({ name: `c-${String(index).padStart(4, '0')}`, config })),
  );
  return made;
}

/** Starts a command on a terminal of this size; `end` is Ctrl-C. */
function start(run: Tryout['run'], args: readonly string[], size = { columns: 80, rows: 24 }) {
  const terminal = new TestTerminal(size);
  const interruption = new AbortController();
  terminal.write('$ before\n');
  const running = run([...args, '--watch', '1s', '--no-color'], { terminal, interrupt: interruption.signal });
  const end = () => {
    interruption.abort('SIGINT');
    return running;
  };
  return { terminal, running, end };
}

describe.each([['list'], ['status']])('%s --watch on a terminal', (command) => {
  it('fills the screen, broken ones first, and restores it on Ctrl-C', async () => {
    const { run, sandbox } = await world(100);
    sandbox.worker.failTask('c-0077', 0, trace);
    const { terminal, end } = start(run, [command]);
    await eventually(async () => expect((await terminal.screen()).join('\n')).toContain('c-0077'));
    const screen = await terminal.screen();
    expect(screen.length).toBeLessThanOrEqual(24);
    expect(screen[0]).toMatch(/^Last read \d\d:\d\d:\d\d, every 1\.0 s\. Ctrl-C to end\.$/);
    expect(screen.join('\n')).not.toContain('before');
    const first = screen.findIndex((line) => line.includes('c-0077'));
    expect(first).toBeLessThan(6);
    if (command === 'list') expect(screen.at(-1)).toMatch(/^and 8\d more$/);
    expect((await end()).exitCode).toBe(130);
    expect((await terminal.screen())[0]).toBe('$ before');
    expect((await terminal.screen()).join('\n')).not.toContain('Last read');
    expect(terminal.writes.join('')).toContain('\u001b[?25h');
  });

  it('shows which connectors have changed, and from what', async () => {
    const { run, sandbox } = await world(3);
    const { terminal, end } = start(run, [command]);
    await eventually(async () => expect((await terminal.screen()).join('\n')).toContain('3 connectors'));
    sandbox.worker.failTask('c-0001', 0, trace);
    await eventually(async () =>
      expect((await terminal.screen()).join('\n')).toMatch(
        /Changed:\n {2}\d\d:\d\d:\d\d {2}c-0001: RUNNING, 1\/1 task -> 1 of 1 task FAILED/,
      ),
    );
    await end();
  });

  it('fits a window that is resized', async () => {
    const { run } = await world(60);
    const { terminal, end } = start(run, [command, ...(command === 'list' ? [] : ['--all'])]);
    await eventually(async () => expect((await terminal.screen()).join('\n')).toContain('60 connectors'));
    await terminal.resize(60, 10);
    await eventually(async () => {
      const screen = await terminal.screen();
      expect(screen.length).toBeLessThanOrEqual(10);
      if (command === 'list') expect(screen.at(-1)).toMatch(/^and 5\d more$/);
    });
    await end();
  });
});

describe('--watch', () => {
  it.each([
    ['Ctrl-C', '\u0003', 130],
    ['two of them', '\u0003\u0003', 130],
  ])('leaves the terminal as it was after %s', async (_, keys, code) => {
    const { sandbox, folder } = await world(3);
    const terminal = new TestTerminal({ columns: 80, rows: 24 });
    const command = [process.execPath, builtProgram, 'list', '--watch', '--cluster', sandbox.url];
    const child = spawn(
      'bash',
      ['--norc', '-c', 'echo before; stty -g; "$@"; echo "code $?"; stty -g', 'bash', ...command],
      {
        ...{ cols: terminal.columns, rows: terminal.rows, cwd: folder.directory },
        env: { ...process.env, CI: '', TERM: 'xterm-256color' },
      },
    );
    onTestFinished(() => child.kill('SIGKILL'));
    child.onData(terminal.write);
    const ended = new Promise<void>((resolve) => {
      child.onExit(() => resolve());
    });
    await eventually(async () => expect((await terminal.screen()).join('\n')).toContain('Last read'));
    child.write(keys);
    await ended;
    const screen = await terminal.screen();
    expect(screen[0]).toBe('before');
    expect(screen).toContain(`code ${code}`);
    expect(screen.join('\n')).not.toContain('Last read');
    const settings = screen.filter((line) => /^[0-9a-f]+(?::[0-9a-f]+)+/.test(line));
    expect(settings[0]).toBe(settings.at(-1));
    const written = terminal.writes.join('');
    for (const [on, off] of [
      ['?1049h', '?1049l'],
      ['?25l', '?25h'],
      ['?7l', '?7h'],
    ] as const)
      expect(written.lastIndexOf(off)).toBeGreaterThan(written.lastIndexOf(on));
  });

  it('cuts lines that are too wide, and marks that', async () => {
    const { run, sandbox } = await world(1);
    sandbox.worker.failTask('c-0000', 0, `a.B: ${'much to say '.repeat(30)}`);
    const { terminal, end } = start(run, ['status'], { columns: 60, rows: 24 });
    await eventually(async () => expect((await terminal.screen()).join('\n')).toMatch(/much to say .*…$/m));
    expect((await terminal.screen()).every((line) => line.length <= 60)).toBe(true);
    await end();
  });

  it('goes on when a cluster stops to answer, and says so', async () => {
    const { run, sandbox } = await world(2);
    const { terminal, end } = start(run, ['list', '--timeout', '2s']);
    await eventually(async () => expect((await terminal.screen()).join('\n')).toContain('2 connectors'));
    const fault = sandbox.worker.inject({
      times: Number.POSITIVE_INFINITY,
      effect: { kind: 'answer', answer: { status: 503, body: 'down for maintenance' } },
    });
    await eventually(async () =>
      expect((await terminal.screen()).join('\n')).toMatch(/\(as of \d\d:\d\d:\d\d\)/),
    );
    fault.remove();
    await eventually(async () => expect((await terminal.screen()).join('\n')).not.toContain('as of'));
    await end();
  });

  it('restores the terminal after an error', async () => {
    const { run } = await world(2);
    const { terminal, running } = start(run, ['list', '--cluster', 'http://127.0.0.1:1']);
    expect((await running).exitCode).toBe(28);
    expect((await terminal.screen()).join('\n')).toMatch(/\$ before\nerror\[/);
  });

  it.each([['list'], ['status']])('cuts long names in %s, so that the health is seen', async (command) => {
    const { run, sandbox } = await world(1);
    const name = `${'inventory-of-the-warehouse-'.repeat(4)}007`;
    sandbox.worker.seed([{ name, config }]);
    sandbox.worker.failTask(name, 0, trace);
    const { terminal, end } = start(run, [command]);
    await eventually(async () =>
      expect((await terminal.screen()).join('\n')).toMatch(/inventory-\S*…\S*007 .*1(?:\/| of )1 task/),
    );
    await end();
  });

  it('shows several clusters on one screen', async () => {
    const { run, sandbox, other } = await openTwoClusters({ file: 'config: {}\n' });
    for (const [worker, name] of [
      [sandbox.worker, 'east'],
      [other.worker, 'west'],
    ] as const)
      worker.seed(Array.from({ length: 30 }, (_, index) => ({ name: `${name}-${index}`, config })));
    other.worker.failTask('west-7', 0, trace);
    const { terminal, end } = start(run, ['list', '--all-clusters']);
    await eventually(async () => expect((await terminal.screen()).join('\n')).toContain('west-7'));
    const screen = await terminal.screen();
    expect(screen.length).toBeLessThanOrEqual(24);
    expect(screen.filter((line) => /^and 2\d more$/.test(line))).toHaveLength(2);
    await end();
  });

  it.each([['list'], ['status']])(
    'prints each change of %s as a line where there is no terminal',
    async (command) => {
      const { run, sandbox } = await world(3);
      const interruption = new AbortController();
      const running = run([command, '--watch', '1s'], { interrupt: interruption.signal });
      const reads = (number: number) =>
        eventually(async () => expect(sandbox.requests.length).toBeGreaterThan(number));
      await reads(5);
      sandbox.worker.failTask('c-0001', 0, trace);
      await reads(sandbox.requests.length + 8);
      interruption.abort('SIGINT');
      const { stdout } = await running;
      const [page, ...changes] = stdout.split(/^(?=\d{4}-)/m);
      expect(page).toContain('3 connectors');
      expect(changes).toEqual([
        expect.stringMatching(
          /^\d{4}-\d\d-\d\dT[\d:.]+Z http:\S+: c-0001: RUNNING, 1\/1 task -> 1 of 1 task FAILED.*\n$/,
        ),
      ]);
      expect(stdout).not.toContain('\u001b');
    },
  );

  it('takes a name that follows it for a name', async () => {
    const { run } = await world(3);
    const interruption = new AbortController();
    const running = run(['list', '--watch', 'c-0001'], { interrupt: interruption.signal });
    setTimeout(() => interruption.abort('SIGINT'), 1_000);
    expect((await running).stdout).toContain('1 of 3 connectors');
  });
});
