/**
 * How long 100 connectors take to be created on real workers: with `connect-sync apply` at its default settings, and
 * with what people do without it, a loop that PUTs one file after the other. Each on workers of its own, fresh.
 *
 *     npx tsx test/bench/creates.ts [VERSION…]     # default: 4.3.0
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { stringify } from 'yaml';
import { runCli } from '../support/run-cli.ts';
import { type LoopTiming, putOneByOne } from '../worker/put-one-by-one.ts';
import { missingForWorkers, startWorkers, stopEverything } from '../worker/real-workers.ts';

const count = 100;
const configs = new Map(
  Array.from({ length: count }, (_, index) => {
    const name = `bench-${String(index + 1).padStart(3, '0')}`;
    return [name, configOf(name)] as const;
  }),
);

/** Milliseconds from the start. */
interface Timing extends LoopTiming {
  /** It was over, all watching included. */
  readonly ended: number;
}

await main(process.argv.slice(2));

async function main(versions: readonly string[]): Promise<void> {
  const chosen = versions.length > 0 ? versions : ['4.3.0'];
  const missing = await missingForWorkers(chosen);
  if (missing !== undefined) {
    console.error(missing);
    process.exitCode = 1;
    return;
  }
  try {
    for (const version of chosen) await compare(version);
  } finally {
    await stopEverything();
  }
}

async function compare(version: string): Promise<void> {
  console.log(`\n${count} connectors of one task each, created on Kafka Connect ${version}`);
  console.log('                                    last write   all RUNNING      command');
  console.log('                                      answered    first seen         ends');
  for (const workers of [1, 2]) {
    const where = workers === 1 ? 'one worker' : 'a group of two';
    tell(`${where}, connect-sync apply`, await onFreshWorkers(version, workers, apply));
    tell(`${where}, a bare PUT loop`, await onFreshWorkers(version, workers, loop));
  }
}

function tell(what: string, { written, running, ended, amiss }: Timing): void {
  const seconds = [written, running, ended].map((milliseconds) => `${(milliseconds / 1000).toFixed(1)} s`);
  console.log(`${what.padEnd(34)}${seconds.map((text) => text.padStart(13)).join('')}`);
  console.log(
    amiss.length === 0 ? '    no error shown, all healthy' : amiss.map((line) => `    ${line}`).join('\n'),
  );
  if (amiss.length > 0) process.exitCode = 1;
}

async function onFreshWorkers(
  version: string,
  number: number,
  create: (url: string) => Promise<Timing>,
): Promise<Timing> {
  const workers = await startWorkers({ version, count: number, heapMegabytes: 1024 });
  try {
    return await create(workers.urls[0] ?? '');
  } finally {
    await workers.stop();
  }
}

/** What the program does at default settings, told by its own events; ten seconds of it are `--stable-for`. */
async function apply(url: string): Promise<Timing> {
  const directory = await mkdtemp(path.join(tmpdir(), 'connect-sync-bench-'));
  try {
    await mkdir(path.join(directory, 'connectors'));
    for (const [name, config] of configs) {
      await writeFile(path.join(directory, `connectors/${name}.yaml`), stringify({ config }));
    }
    const started = Date.now();
    const run = await runCli(['apply', '--yes', '--format', 'json', '--cluster', url], { directory });
    const ended = Date.now() - started;
    const wrong = run.stderr.split('\n').filter((line) => line !== '' && !isProgress(line));
    const amiss = run.exitCode === 0 ? wrong : [`exit ${run.exitCode}`, ...wrong];
    return { ...readEvents(run.stdout, started), ended, amiss };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function isProgress(line: string): boolean {
  return /: (?:validated \d+|\[[ \d]+\/\d+\] create .* applied; RUNNING, 1\/1 task,|still working)/.test(
    line,
  );
}

interface Event {
  readonly at: string;
  readonly kind: string;
  readonly name?: string;
  readonly health?: { readonly kind: string };
}

function readEvents(stdout: string, started: number): Pick<Timing, 'written' | 'running'> {
  const healthy = new Set<string>();
  let [written, running] = [Number.NaN, Number.NaN];
  for (const line of stdout.trim().split('\n')) {
    const { at, kind, name = '', health } = JSON.parse(line) as Event;
    const after = Date.parse(at) - started;
    if (kind === 'written') written = after;
    if (kind !== 'health') continue;
    if (health?.kind === 'healthy') healthy.add(name);
    else healthy.delete(name);
    if (healthy.size === count && Number.isNaN(running)) running = after;
  }
  return { written, running };
}

/** The loop ends when all it created is RUNNING. */
async function loop(url: string): Promise<Timing> {
  const timing = await putOneByOne(url, configs);
  return { ...timing, ended: timing.running };
}

function configOf(name: string): Readonly<Record<string, string>> {
  return {
    'connector.class': 'org.apache.kafka.connect.file.FileStreamSourceConnector',
    'tasks.max': '1',
    file: path.join(tmpdir(), `${name}-that-is-not-there.txt`),
    topic: 'bench-lines',
  };
}
