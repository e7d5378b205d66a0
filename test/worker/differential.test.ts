import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { type ConnectVersion, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { realClock } from '../support/real-clock.ts';
import { type Draw, type OddCall, oddCalls } from './differential/calls.ts';
import { type Difference, differences, leaves, normal, type Reading } from './differential/compare.ts';
import { knownDifferences } from './differential/known-differences.ts';
import { missingForWorkers, startWorkers, stopEverything } from './real-workers.ts';

const versions: readonly (readonly [string, ConnectVersion])[] = [
  ['3.9.1', '3.9'],
  ['4.3.0', '4.3'],
];
const missing = await missingForWorkers(versions.map(([version]) => version));
if (missing) console.warn(`the sandbox is not compared with real workers: ${missing}`);

// One sequence, so that the same differences show in every run; another number looks further.
const seed = Number(process.env['CONNECT_SYNC_DIFFERENTIAL_SEED'] ?? 446_949_227);

describe.skipIf(missing)('the sandbox and a real worker', () => {
  afterAll(stopEverything);

  it.each(versions)(
    'of %s answer one sequence of odd calls alike',
    { timeout: 120_000 },
    async (version, connectVersion) => {
      const folder = await mkdtemp(path.join(tmpdir(), 'connect-sync-differential-'));
      const file = path.join(folder, 'empty.txt');
      await writeFile(file, '');
      const workers = await startWorkers({ version });
      const sandbox = await startSandbox({ port: 0, connectVersion, anyClass: false, clock: realClock() });
      try {
        const pair = { real: workers.urls[0] ?? '', sandbox: sandbox.url };
        const found: (Difference & { readonly call: string })[] = [];
        for (const call of oddCalls(drawFrom(seed), file)) {
          for (const difference of await compared(pair, call))
            found.push({ call: call.label, ...difference });
        }
        const isKnown = (difference: (typeof found)[number]) =>
          knownDifferences.some(
            (known) => known.call === difference.call && known.path.test(difference.path),
          );
        expect(
          found.filter((difference) => !isKnown(difference)),
          `CONNECT_SYNC_DIFFERENTIAL_SEED=${seed}`,
        ).toEqual([]);
        const vanished = knownDifferences.filter(
          (known) => !found.some(({ call, path: place }) => call === known.call && known.path.test(place)),
        );
        expect(vanished).toEqual([]);
      } finally {
        await sandbox.close();
        await rm(folder, { recursive: true, force: true });
      }
    },
  );
});

interface Pair {
  readonly real: string;
  readonly sandbox: string;
}

async function compared(pair: Pair, call: OddCall): Promise<readonly Difference[]> {
  const real = await patiently(pair.real, call);
  const found = differences(real, await patiently(pair.sandbox, call));
  return call.settles ? [...found, ...(await differencesAfter(pair))] : found;
}

/** Gives both time to show the same configurations and states, and returns where they do not. */
async function differencesAfter(pair: Pair): Promise<readonly Difference[]> {
  const end = performance.now() + 5_000;
  for (;;) {
    await sleep(100);
    const found = leaves(await connectorsOf(pair.real), await connectorsOf(pair.sandbox), 'after');
    if (found.length === 0 || performance.now() > end) return found;
  }
}

async function connectorsOf(url: string): Promise<unknown> {
  const read = async (kind: string) => {
    const { text } = await exchange(url, { ...list, path: `/connectors?expand=${kind}` });
    const byName = JSON.parse(text) as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    return Object.fromEntries(Object.entries(byName).map(([name, entry]) => [name, entry[kind]]));
  };
  return normal({ info: await read('info'), status: await read('status') });
}

const list: OddCall = { label: '', method: 'GET', path: '/connectors', headers: {}, settles: false };

/** Sends again what a rebalance refused. */
async function patiently(url: string, call: OddCall): Promise<Reading> {
  for (let attempt = 0; ; attempt += 1) {
    const reading = await exchange(url, call);
    const isTransient = /rebalance is expected|stale configuration|haven't stopped completely/.test(
      reading.text,
    );
    if (!isTransient || attempt === 50) return reading;
    await sleep(100);
  }
}

/** Raw HTTP: `fetch` would tidy up paths and headers. */
function exchange(url: string, { method, path: target, headers, body }: OddCall): Promise<Reading> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path: target, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const found: Record<string, string | undefined> = {};
        for (const [name, value] of Object.entries(answer.headers)) found[name] = value?.toString();
        resolve({ status: answer.statusCode ?? 0, headers: found, text: Buffer.concat(chunks).toString() });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Mulberry32: small, and the same on every machine. */
function drawFrom(start: number): Draw {
  let state = start >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
