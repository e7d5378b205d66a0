import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';

// The main job as a story on the terminal: real commands against an in-memory worker that ends with the demo.

const root = path.resolve(import.meta.dirname, '../..');
const program = path.join(root, 'dist', 'bin.cjs');
const environmentFile = 'connectors/.env.example';
const isColoured = process.stdout.isTTY === true;

// Nothing is left behind, no backup either.
const unattended = ['--yes', '--stable-for', '2s', '--backup', 'none'];

await tellStory();

async function tellStory(): Promise<void> {
  const sandbox = startSandbox();
  const stopOnSignal = () => sandbox.process.kill('SIGTERM');
  process.once('SIGINT', stopOnSignal);
  process.once('SIGTERM', stopOnSignal);
  try {
    const url = await sandbox.url;
    const common = ['--cluster', url, '--env-file', environmentFile];
    say('Three connectors lie as files in connectors/; the cluster is empty. What would happen?');
    await run(['plan', ...common], 0);
    say('That is what we want. Do it, and wait until all is healthy:');
    await run(['apply', ...common, ...unattended], 0);
    say('Somebody edits a connector behind our back, straight on the worker:');
    await editBehindOurBack(url);
    say(
      'Nothing in the repository has changed, so this is drift. Here it is, as a patch; exit 2 rings the alarm:',
    );
    await run(['drift', ...common], 2);
    say('Heal it:');
    await run(['apply', ...common, ...unattended], 0);
    say('And look again:');
    await run(['plan', ...common, '--detailed-exitcode'], 0);
    say('Your own cluster:  npx connect-sync plan --cluster http://your-worker:8083');
  } finally {
    await sandbox.stop();
  }
}

function startSandbox() {
  const child = spawn(process.execPath, [program, 'sandbox', '--port', '0'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  command(['sandbox', '--port', '0', '&']);
  return {
    process: child,
    url: firstLine(child),
    stop: () => ended(child),
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the sandbox has no output');
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error('the sandbox ended before it said its URL');
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await exit;
}

async function run(args: readonly string[], expectedExitCode: number): Promise<void> {
  command(args);
  const child = spawn(process.execPath, [program, ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const exitCode = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  process.stdout.write(dim(`(exit ${exitCode})\n`));
  if (exitCode !== expectedExitCode) throw new Error(`expected exit ${expectedExitCode}, got ${exitCode}`);
}

async function editBehindOurBack(url: string): Promise<void> {
  const resource = `${url}/connectors/sink-elastic-orders-00/config`;
  const config = (await (await fetch(resource)).json()) as Record<string, string>;
  process.stdout.write(
    bold('> GET /connectors/sink-elastic-orders-00/config, and PUT it back with "batch.size": "50"\n'),
  );
  const answer = await fetch(resource, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...config, 'batch.size': '50' }),
  });
  process.stdout.write(dim(`(${answer.status} ${answer.statusText})\n`));
}

function say(text: string): void {
  process.stdout.write(`\n# ${text}\n`);
}

function command(args: readonly string[]): void {
  process.stdout.write(bold(`$ connect-sync ${args.join(' ')}\n`));
}

function bold(text: string): string {
  return isColoured ? `\u001b[1m${text}\u001b[22m` : text;
}

function dim(text: string): string {
  return isColoured ? `\u001b[2m${text}\u001b[22m` : text;
}
