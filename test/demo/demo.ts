import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';

// The main job as a story on the terminal: real commands against an in-memory worker that ends with the demo.

const root = path.resolve(import.meta.dirname, '../..');
const program = path.join(root, 'dist', 'bin.cjs');
const environmentFile = 'connectors/.env.example';
const isColoured = process.stdout.isTTY === true;

// Nothing remains afterwards, no backup either.
const unattended = ['--yes', '--stable-for', '2s', '--backup', 'none'];

await runStory();

async function runStory(): Promise<void> {
  const sandbox = startSandbox();
  const stopOnSignal = () => sandbox.process.kill('SIGTERM');
  process.once('SIGINT', stopOnSignal);
  process.once('SIGTERM', stopOnSignal);
  try {
    const url = await sandbox.url;
    const common = ['--cluster', url, '--dotenv', environmentFile];
    say('connectors/ declares three connectors, and the cluster is empty. Plan the changes:');
    await run(['plan', ...common], 0);
    say('Apply the plan, and wait until every connector is healthy:');
    await run(['apply', ...common, ...unattended], 0);
    say('Another person edits a connector directly on the worker:');
    await editDirectly(url);
    say('No file has changed, so this is drift. Show it as a patch; exit code 2 reports it to a pipeline:');
    await run(['drift', ...common], 2);
    say('Restore the declared state:');
    await run(['apply', ...common, ...unattended], 0);
    say('Plan again:');
    await run(['plan', ...common, '--detailed-exitcode'], 0);
    say('Plan for your own cluster:  npx connect-sync plan --cluster http://your-worker:8083');
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

async function editDirectly(url: string): Promise<void> {
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
