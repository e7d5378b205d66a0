import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { spawn } from '@lydell/node-pty';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { builtProgram } from '../support/built-program.ts';
import { realClock } from '../support/real-clock.ts';
import { readScreen, type ScreenLine } from './read-screen.ts';

/** One command of the story: what was typed, and the screen at its end. */
export interface RecordedStep {
  readonly typed: readonly string[];
  readonly screen: readonly ScreenLine[];
}

/** The size of the terminal. */
export const size = { columns: 104, rows: 27 } as const;

/** Runs the story with the built program in a real pseudo terminal, against a sandbox: plan, apply, drift. */
export async function recordStory(): Promise<readonly RecordedStep[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'connect-sync-recording-'));
  const sandbox = await startSandbox({
    port: 0,
    connectVersion: '4.3',
    anyClass: false,
    kafkaClusterId: 'hVB3FkRmTpC1x7Qe',
    clock: realClock(),
  });
  try {
    await prepare(folder, sandbox);
    const record = (command: string, remark?: string) => recordCommand(folder, sandbox, command, remark);
    const plan = await record('plan');
    const apply = await record('apply');
    await put(sandbox, 'orders-lines', { ...lines, 'batch.size': '100' });
    const drift = await record('drift', '# a colleague edits orders-lines on the worker');
    return [plan, apply, drift];
  } finally {
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const lines = {
  'connector.class': 'FileStreamSource',
  'tasks.max': '1',
  'batch.size': '4000',
  file: '/data/lines.txt',
  topic: 'order-lines',
};

/** Two declared connectors; one of them runs with another config. */
async function prepare(folder: string, sandbox: Sandbox): Promise<void> {
  const declared = Object.entries(lines).map(([key, value]) => `  ${key}: ${value}\n`);
  const files = {
    'connect-sync.yaml': `version: 1\nclusters:\n  prod:\n    url: ${sandbox.url}\n`,
    'connectors/orders-lines.yaml': `config:\n${declared.join('')}`,
    'connectors/orders-archive.yaml':
      'config:\n  connector.class: FileStreamSink\n  tasks.max: 1\n  topics: orders\n  file: /data/orders.txt\n',
  };
  await mkdir(path.join(folder, 'connectors'));
  for (const [file, text] of Object.entries(files)) await writeFile(path.join(folder, file), text);
  await put(sandbox, 'orders-lines', { ...lines, 'batch.size': '2000' });
}

async function put(sandbox: Sandbox, name: string, config: Readonly<Record<string, string>>): Promise<void> {
  const answer = await fetch(`${sandbox.url}/connectors/${name}/config`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(config),
  });
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  await realClock().sleep(1500);
}

async function recordCommand(
  folder: string,
  sandbox: Sandbox,
  command: string,
  remark: string | undefined,
): Promise<RecordedStep> {
  const child = spawn(process.execPath, [builtProgram, command], {
    cols: size.columns,
    rows: size.rows,
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', TERM: 'xterm-256color', LANG: 'C.UTF-8' },
  });
  let written = '';
  child.onData((text) => {
    written += text;
    if (text.includes('[y/N]')) child.write('y\r');
  });
  await new Promise((resolve) => child.onExit(resolve));
  const typed = [...(remark === undefined ? [] : [remark]), `$ connect-sync ${command}`];
  const address = new URL(sandbox.url).host;
  const output = written
    .replaceAll(`http://${address}`, 'https://connect.example:8083')
    .replaceAll(address, 'worker');
  return { typed, screen: await readScreen(`${typed.join('\r\n')}\r\n${output}`, size) };
}
