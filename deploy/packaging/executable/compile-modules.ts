import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { bundleScript } from './write-modules.ts';

/** The commands that wait for nothing and are run most; the first one that loads a module decides what is compiled. */
const commands = [['plan'], ['validate'], ['drift'], ['status'], ['list'], ['apply']];

/**
 * Runs commands with the Node of the executable, against a sandbox, and leaves what V8 compiled of each module beside it.
 * V8 accepts that only from the same version with the same flags.
 */
export async function compileModules(node: string, folder: string): Promise<void> {
  const record = await bundleScript('record', folder);
  const run = promisify(execFile);
  const project = await mkdtemp(path.join(tmpdir(), 'connect-sync-compile-'));
  const sandbox = spawn(node, [path.join(folder, '../../dist/bin.cjs'), 'sandbox', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    const url = await firstLine(sandbox.stdout);
    await writeConnectors(project);
    const connectSync = (script: readonly string[], args: readonly string[]) =>
      run(node, [...script, ...args, '--cluster', url], { cwd: project });
    await connectSync([path.join(folder, '../../dist/bin.cjs')], ['apply', '--yes']);
    for (const command of commands) await connectSync([record, folder], command);
  } finally {
    sandbox.kill();
    await rm(project, { recursive: true });
  }
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stream })) return line;
  throw new Error('the sandbox has ended');
}

async function writeConnectors(project: string): Promise<void> {
  await mkdir(path.join(project, 'connectors'));
  for (const name of ['orders', 'payments', 'shipments']) {
    const lines = [
      'config:',
      '  connector.class: org.apache.kafka.connect.file.FileStreamSourceConnector',
      '  tasks.max: "1"',
      `  topic: ${name}`,
      `  file: /data/${name}.txt`,
      '  value.converter: org.apache.kafka.connect.json.JsonConverter',
    ];
    await writeFile(path.join(project, `connectors/${name}.yaml`), `${lines.join('\n')}\n`);
  }
}
