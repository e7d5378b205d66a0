import path from 'node:path';
import process from 'node:process';
import { spawn } from '@lydell/node-pty';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Output } from '../../src/cli/host.ts';
import { LiveScreen, redrawMilliseconds } from '../../src/cli/progress/live-screen.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { projectFolder } from '../support/project-folder.ts';
import { realClock } from '../support/real-clock.ts';
import { type CliRun, runCli } from '../support/run-cli.ts';
import { type Screen, TestTerminal } from '../support/test-terminal.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const control = /\u001b/;
/** Generous, for a busy machine. */
const patience = { timeout: 120_000 };
/** Text that only the live area contains. */
const live = /\[[= -]{20}\]| in progress, | waiting until healthy, | waiting until stable, /;

describe('a screen with a live area', () => {
  function open(size = { columns: 60, rows: 10 }) {
    const clock = new VirtualClock();
    const terminal = new TestTerminal(size);
    let frame: readonly string[] = [];
    const screen = new LiveScreen({ output: terminal, clock, frame: () => frame });
    return {
      clock,
      terminal,
      screen,
      show: (lines: readonly string[]) => {
        frame = lines;
      },
      /** Waits for the next redraw. */
      redrawn: () => clock.sleep(redrawMilliseconds * 2),
    };
  }

  it('draws its lines in place below the lasting text, with the cursor on its own line', async () => {
    const { terminal, screen, show, redrawn } = open();
    terminal.write('$ connect-sync apply\n');
    screen.start();
    show(['one', 'two']);
    await redrawn();
    expect(await terminal.screen()).toEqual(['$ connect-sync apply', 'one', 'two']);
    screen.write(terminal, 'done\n');
    show(['two!']);
    await redrawn();
    expect(await terminal.screen()).toEqual(['$ connect-sync apply', 'done', 'two!']);
    expect(await terminal.cursor()).toEqual({ column: 0, line: 3 });
    screen.close();
    expect(await terminal.screen()).toEqual(['$ connect-sync apply', 'done']);
    expect(await terminal.cursor()).toEqual({ column: 0, line: 2 });
  });

  it('never hides the cursor', async () => {
    const { terminal, screen, show, redrawn } = open();
    screen.start();
    show(['one']);
    await redrawn();
    screen.close();
    expect(terminal.writes.join('')).not.toContain('?25');
  });

  it('writes nothing if nothing changed', async () => {
    const { terminal, screen, show, redrawn } = open();
    screen.start();
    show(['one']);
    await redrawn();
    const { length } = terminal.writes;
    await redrawn();
    expect(terminal.writes).toHaveLength(length);
    screen.close();
  });

  it('limits its rate without losing text', async () => {
    const { clock, terminal, screen, show } = open();
    screen.start();
    const lines = Array.from({ length: 2_000 }, (_, index) => `line ${index}`);
    for (const line of lines) {
      show([`now ${line}`]);
      screen.write(terminal, `${line}\n`);
      await clock.sleep(1);
    }
    expect(terminal.writes.length).toBeLessThanOrEqual(2_000 / redrawMilliseconds + 1);
    screen.close();
    expect(await terminal.screen()).toEqual(lines);
  });

  it('buffers a line until it is complete', async () => {
    const { terminal, screen, show, redrawn } = open();
    screen.start();
    show(['live']);
    screen.write(terminal, 'half ');
    await redrawn();
    expect(await terminal.screen()).toEqual(['live']);
    screen.write(terminal, 'and half\nrest');
    await redrawn();
    expect(await terminal.screen()).toEqual(['half and half', 'live']);
    screen.close();
    expect(await terminal.screen()).toEqual(['half and half', 'rest']);
  });

  it('buffers all text while a question is open', async () => {
    const { terminal, screen, show, redrawn } = open();
    screen.start();
    show(['live']);
    await redrawn();
    screen.pause();
    terminal.write('Sure? [y/N] ');
    screen.write(terminal, 'meanwhile\n');
    await redrawn();
    expect(await terminal.screen()).toEqual(['Sure? [y/N] ']);
    terminal.write('y\n');
    screen.resume();
    expect(await terminal.screen()).toEqual(['Sure? [y/N] y', 'meanwhile', 'live']);
    screen.close();
  });

  it('keeps the order of both streams on one terminal', async () => {
    const { terminal, screen, show, redrawn } = open();
    const stdout: Output = { write: terminal.write, isTerminal: true, columns: 60, rows: 10 };
    screen.start();
    show(['live']);
    await redrawn();
    screen.write(terminal, 'one\n');
    screen.write(stdout, 'two\n');
    screen.write(terminal, 'three\n');
    await redrawn();
    expect(await terminal.screen()).toEqual(['one', 'two', 'three', 'live']);
    screen.close();
  });

  it('erases all its lines after a resize', async () => {
    const { terminal, screen, show, redrawn } = open();
    terminal.write('before\n');
    screen.start();
    show([`${'x'.repeat(50)}`, '接続'.repeat(12), 'short']);
    await redrawn();
    await terminal.resize(20, 10);
    show(['now']);
    await redrawn();
    expect(await terminal.screen()).toEqual(['before', 'now']);
    await terminal.resize(80, 10);
    screen.close();
    expect(await terminal.screen()).toEqual(['before']);
  });

  it('scrolls the lasting text if the area fills the terminal', async () => {
    const { terminal, screen, show, redrawn } = open({ columns: 40, rows: 5 });
    const area = ['a', 'b', 'c', 'd'];
    screen.start();
    show(area);
    await redrawn();
    const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
    for (const line of lines) {
      screen.write(terminal, `${line}\n`);
      await redrawn();
    }
    expect(await terminal.screen()).toEqual([...lines, ...area]);
    screen.close();
    expect(await terminal.screen()).toEqual(lines);
  });

  it('passes text through before it starts and after it ends', () => {
    const { terminal, screen } = open();
    screen.write(terminal, 'a prompt: ');
    screen.start();
    screen.close();
    screen.write(terminal, 'bye\n');
    expect(terminal.writes).toEqual(['a prompt: ', 'bye\n']);
  });
});

function connector(parts: { readonly file?: string; readonly dependsOn?: string } = {}): string {
  const order = parts.dependsOn === undefined ? '' : `dependsOn: [${parts.dependsOn}]\n`;
  const file = parts.file ?? 'lines.txt';
  return `${order}config:\n  connector.class: FileStreamSource\n  tasks.max: 1\n  topic: lines\n  file: ${file}\n`;
}

async function openSandbox(): Promise<Sandbox> {
  const sandbox = await startSandbox({
    port: 0,
    connectVersion: '4.3',
    anyClass: false,
    clock: realClock(),
    pace: 0.1,
  });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

interface Watched extends CliRun {
  readonly terminal: TestTerminal;
  readonly screen: Screen;
  readonly history: readonly Screen[];
}

/** Three dependent connectors on each sandbox; the clusters are `c0`, `c1` and so on. */
async function watch(
  sandboxes: readonly Sandbox[],
  args: readonly string[],
  world: { readonly answers?: readonly string[]; readonly interrupt?: AbortSignal } = {},
): Promise<Watched> {
  const clusters = sandboxes.map(({ url }, index) => `  c${index}: { url: "${url}" }\n`).join('');
  const folder = projectFolder({
    'connect-sync.yaml': `version: 1\nclusters:\n${clusters}`,
    'connectors/first.yaml': connector(),
    'connectors/second.yaml': connector({ dependsOn: 'first' }),
    'connectors/third.yaml': connector({ dependsOn: 'second' }),
  });
  const terminal = new TestTerminal({ columns: 100, rows: 30 });
  const run = await runCli(['apply', '--all-clusters', '--stable-for', '3s', '--no-color', ...args], {
    directory: folder.directory,
    terminal,
    speed: 10,
    ...world,
  });
  return { ...run, terminal, screen: await terminal.screen(), history: await terminal.history() };
}

/** Checks that there is never more than one live area, nor text below it. */
function expectUntorn({ history, screen }: Watched): void {
  for (const state of history) {
    const first = state.findIndex((line) => live.test(line));
    if (first === -1) continue;
    const below = state.slice(first);
    expect(below.filter((line) => !live.test(line) && !/^ {2}(create|…)/.test(line))).toEqual([]);
  }
  expect(screen.filter((line) => live.test(line))).toEqual([]);
}

describe('apply on a terminal', () => {
  it('shows a line per connector under way, and keeps a line for each finished one', async () => {
    const run = await watch([await openSandbox()], ['--yes', '--verbose']);
    expect(run.exitCode).toBe(0);
    expectUntorn(run);
    const lines = run.history.flat();
    expect(lines).toContainEqual(
      expect.stringMatching(/^c0 {2}\[.{20}\] {2}0 of 3 done in \d+ s, 1 in flight/),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/^ {2}create {2}first {2}healthy, waiting until stable/),
    );
    const printed = run.screen.filter((line) => /^c0: \[/.test(line));
    expect(printed).toEqual([
      expect.stringMatching(/^c0: \[1\/3\] create {2}first {4}applied; RUNNING, 1\/1 task, after/),
      expect.stringMatching(/^c0: \[2\/3\] create {2}second {3}applied; RUNNING, 1\/1 task, after/),
      expect.stringMatching(/^c0: \[3\/3\] create {2}third {4}applied; RUNNING, 1\/1 task, after/),
    ]);
    expect(run.screen).toContainEqual(expect.stringMatching(/^c0: PUT \/connectors\/first\/config 201/));
    expect(run.screen.at(-1)).toBe('3 planned: 3 applied.');
    expect(run.screen.join('\n')).not.toContain('still working');
  });

  it('shows several clusters on one screen, and asks about one at a time', async () => {
    const run = await watch([await openSandbox(), await openSandbox()], [], { answers: ['y', 'y'] });
    expect(run.exitCode).toBe(0);
    expectUntorn(run);
    expect(run.history.some((state) => state.filter((line) => /^c[01] {2}\[/.test(line)).length === 2)).toBe(
      true,
    );
    expect(run.screen.filter((line) => line.startsWith('Apply these'))).toEqual([
      expect.stringMatching(/^Apply these changes to c[01]\? \[y\/N\] y$/),
      expect.stringMatching(/^Apply these changes to c[01]\? \[y\/N\] y$/),
    ]);
    expect(run.screen.filter((line) => line === '3 planned: 3 applied.')).toHaveLength(2);
  });

  it('leaves a clean terminal when it is interrupted', async () => {
    const sandbox = await openSandbox();
    const interrupt = new AbortController();
    sandbox.worker.inject({ path: '/connectors/first/config', effect: { kind: 'delay', milliseconds: 300 } });
    const running = watch([sandbox], ['--yes'], { interrupt: interrupt.signal });
    await expect
      .poll(() => sandbox.requests.some((one) => one.path === '/connectors/first/config'), patience)
      .toBe(true);
    interrupt.abort('SIGINT');
    const run = await running;
    expect(run.exitCode).toBe(130);
    expectUntorn(run);
    expect(run.history.flat()).toContainEqual(
      expect.stringMatching(/^c0 {2}\[ {20}\] {2}stopping, 0 of 3 done/),
    );
    expect(run.screen).toContain('c0: SIGINT: no further change is started; changes in flight finish');
    expect(run.screen.at(-1)).toBe('exit 130: interrupted');
  });

  it('leaves a clean terminal when a connector fails, and shows the next commands', async () => {
    const sandbox = await openSandbox();
    sandbox.worker.failTasksAfter('first', 0, 'a.B: x\nCaused by: java.io.IOException: disk is full\n');
    const run = await watch([sandbox], ['--yes', '--verbose']);
    expect(run.exitCode).toBe(20);
    expectUntorn(run);
    // Each outcome stands there once: the report does not repeat what the progress left above it.
    const outcomes = run.screen.filter((line) =>
      /unhealthy: 1 of 1 task FAILED after|disk is full|skipped:/.test(line),
    );
    expect(outcomes).toEqual([
      expect.stringMatching(/^c0: \[1\/3\] create {2}first {4}applied; unhealthy: 1 of 1 task FAILED after/),
      '        java.io.IOException: disk is full',
      expect.stringMatching(/^c0: \[2\/3\] create {2}second {3}skipped: first, which it depends on/),
      expect.stringMatching(/^c0: \[3\/3\] create {2}third {4}skipped: second, which it depends on/),
    ]);
    expect(run.screen.slice(-4)).toEqual([
      '3 planned: 1 applied (1 of them unhealthy), 2 skipped.',
      '1 connector not healthy: connect-sync status first --cluster c0',
      'To continue (2 skipped): connect-sync apply --cluster c0',
      'exit 20: partly applied',
    ]);
  });

  it.each([
    ['in CI', { CI: 'true' }, []],
    ['on a dumb terminal', { TERM: 'dumb' }, []],
    ['with --quiet', {}, ['--quiet']],
  ] as const)('is plain text %s', async (_, environment, args) => {
    const sandbox = await openSandbox();
    const folder = projectFolder({ 'connectors/first.yaml': connector() });
    const run = await runCli(
      ['apply', '--yes', '--cluster', sandbox.url, '--stable-for', '1s', '--no-color', ...args],
      {
        directory: folder.directory,
        environment,
        terminal: new TestTerminal({ columns: 80, rows: 24 }),
        speed: 20,
      },
    );
    expect(run.exitCode).toBe(0);
    expect(run.stdout + run.stderr).not.toMatch(control);
    expect(run.stderr.includes('[1/1] create  first')).toBe(args.length === 0);
  });
});

describe('the built program on a real terminal', () => {
  it('asks, shows its progress, and leaves a clean terminal at the second Ctrl-C', async () => {
    const sandbox = await openSandbox();
    sandbox.worker.inject({ path: '/connectors/first/config', effect: { kind: 'stall' } });
    const folder = projectFolder({ 'connectors/first.yaml': connector() });
    const { type, ended, terminal } = start(['apply', '--cluster', sandbox.url], folder.directory);
    const shows = (text: string) =>
      expect.poll(async () => (await terminal.screen()).join('\n'), patience).toContain(text);
    await shows('Apply these changes to ');
    type('y\r');
    await shows('  create  first  in progress, ');
    type('\u0003');
    await shows('SIGINT: no further change is started');
    await shows('  create  first  in progress, ');
    type('\u0003');
    expect(await ended).toBe(130);
    await expect
      .poll(async () => (await terminal.screen()).filter((line) => live.test(line)), patience)
      .toEqual([]);
    expect((await terminal.screen()).at(-1)).toMatch(/SIGINT: no further change is started/);
    expect((await terminal.cursor()).column).toBe(0);
    expect(terminal.writes.join('')).not.toContain('\u001b[?25l');
  });
});

const program = path.resolve(import.meta.dirname, '../../dist/bin.cjs');

/** Starts the program on a pseudo-terminal. */
function start(args: readonly string[], directory: string) {
  const terminal = new TestTerminal({ columns: 90, rows: 20 });
  const child = spawn(process.execPath, [program, ...args], {
    cols: terminal.columns,
    rows: terminal.rows,
    cwd: directory,
    env: { ...process.env, CI: '', TERM: 'xterm-256color' },
  });
  onTestFinished(() => child.kill('SIGKILL'));
  child.onData(terminal.write);
  const ended = new Promise<number>((resolve) => {
    child.onExit(({ exitCode }) => resolve(exitCode));
  });
  return { terminal, ended, type: (text: string) => child.write(text) };
}
