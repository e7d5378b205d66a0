import { spawn, spawnSync } from 'node:child_process';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { builtProgram } from '../support/built-program.ts';
import { tryout } from '../support/tryout.ts';

const file = 'config:\n  connector.class: FileStreamSource\n  tasks.max: 1\n  topic: lines\n';
/** `script` of util-linux runs a command in a terminal of its own, and passes its exit code on. */
const hasTerminal = spawnSync('script', ['-qec', 'true', '/dev/null']).status === 0;

/** Presses a key at the question of `apply` in a real terminal. */
function press(key: string, { directory, url }: { readonly directory: string; readonly url: string }) {
  const command = `${process.execPath} ${builtProgram} apply --cluster ${url}`;
  const child = spawn('script', ['-qec', command, '/dev/null'], { cwd: directory });
  let shown = '';
  let pressed = false;
  child.stdout.on('data', (data: Buffer) => {
    shown += data.toString();
    if (pressed || !shown.includes('[y/N]')) return;
    pressed = true;
    child.stdin.write(key);
  });
  return new Promise<{ readonly exitCode: number | null; readonly shown: string }>((resolve) => {
    child.on('close', (exitCode) => resolve({ exitCode, shown }));
  });
}

describe.skipIf(!hasTerminal)('a question in a terminal', () => {
  it.each([
    ['Ctrl-C', '\u0003', 130, 'exit 130: interrupted'],
    ['Ctrl-D', '\u0004', 1, 'exit 1: cancelled'],
    ['n', 'n\r', 1, 'exit 1: cancelled'],
  ])('is cancelled by %s', async (_, key, exitCode, says) => {
    const { folder, sandbox, writes } = await tryout({ files: { 'connectors/a.yaml': file } });
    const ended = await press(key, { directory: folder.directory, url: sandbox.url });
    expect(ended.shown).toContain('Cancelled: no changes made');
    expect(ended.shown).toContain(says);
    expect(ended.exitCode).toBe(exitCode);
    expect(writes()).toEqual([]);
  });
});
