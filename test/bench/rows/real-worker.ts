import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SeededConnector } from '../../../src/sandbox/sandbox-worker.ts';
import { poll } from '../../support/poll.ts';
import { areRunning } from '../../worker/put-one-by-one.ts';
import {
  missingForWorkers,
  type RealWorkers,
  startWorkers,
  stopEverything,
} from '../../worker/real-workers.ts';
import { makeTree } from '../make-tree.ts';
import { type Measured, measure, median, type Program } from '../measure.ts';
import { connectSync, type Effort, type Figures, type Row, timesOf } from '../row.ts';

const version = '3.9.1';
const count = 100;
const writeEach = path.resolve(import.meta.dirname, '../bounds/write-each.mjs');

/** Many writes on a real worker, compared with a loop that reads nothing. */
export const realWorkerRows: readonly Row[] = [
  {
    name: `apply, ${count} creates on a real worker, validated, health awaited`,
    bound: 'a loop of bare PUTs, one at a time',
    bar: 1.5,
    run: async (effort) => (await bothRows(effort)).creates,
    whyLeftOut,
  },
  {
    name: `delete, ${count} connectors on a real worker`,
    bound: 'a loop of bare DELETEs, one at a time',
    bar: 0.7,
    run: async (effort) => (await bothRows(effort)).deletes,
    whyLeftOut,
  },
];

async function whyLeftOut({ isShort }: Effort): Promise<string | undefined> {
  return isShort ? 'it is about time alone' : missingForWorkers([version]);
}

interface Both {
  readonly creates: Figures;
  readonly deletes: Figures;
}

let both: Promise<Both> | undefined;

/** What one side has created the other deletes, so that both rows come from one worker. */
function bothRows(effort: Effort): Promise<Both> {
  both ??= measureBoth(effort).finally(stopEverything);
  return both;
}

async function measureBoth(effort: Effort): Promise<Both> {
  // Each takes a minute.
  const runs = Math.ceil(effort.runs / 2);
  const workers = await startWorkers({ version, heapMegabytes: 1024 });
  const connectors = Array.from({ length: count }, (_, index) => connectorOf(index));
  const tree = makeTree(connectors);
  const bodies = path.join(tree.directory, 'bodies.json');
  writeFileSync(
    bodies,
    JSON.stringify(Object.fromEntries(connectors.map(({ name, config }) => [name, config]))),
  );
  const sides = sidesOn(workers.urls[0] ?? '', { directory: tree.directory, bodies });
  const taken: Record<keyof typeof sides, Measured[]> = { apply: [], put: [], delete: [], bareDelete: [] };
  const rounds = [
    ['apply', 'bareDelete'],
    ['put', 'delete'],
  ] as const;
  try {
    for (let run = 0; run <= runs; run += 1) {
      for (const [creates, deletes] of rounds) {
        const created = await expectDone(sides[creates]);
        await settle(workers, count);
        const deleted = await expectDone(sides[deletes]);
        await settle(workers, 0);
        // The worker's own code is interpreted at first.
        if (run === 0) continue;
        taken[creates].push(created);
        taken[deletes].push(deleted);
      }
    }
  } finally {
    tree.remove();
  }
  const figures = (ours: Measured[], bound: Measured[]): Figures => ({
    n: runs,
    ...timesOf(ours, bound),
    peakBytes: median(ours.map(({ peakBytes }) => peakBytes)),
  });
  return { creates: figures(taken.apply, taken.put), deletes: figures(taken.delete, taken.bareDelete) };
}

function sidesOn(
  url: string,
  { directory, bodies }: { readonly directory: string; readonly bodies: string },
) {
  const cluster = ['--cluster', url, '--yes'];
  return {
    apply: connectSync(['apply', ...cluster, '--stable-for', '0s'], { directory }),
    put: { args: [writeEach, 'PUT', url, bodies] },
    delete: connectSync(['delete', 'bench-*', ...cluster, '--backup', 'none'], { directory }),
    bareDelete: { args: [writeEach, 'DELETE', url, bodies] },
  } satisfies Record<string, Program>;
}

async function expectDone(program: Program): Promise<Measured> {
  const measured = await measure(program);
  if (measured.exitCode === 0) return measured;
  throw new Error(`exit ${measured.exitCode}: ${measured.stderr}${measured.stdout}`);
}

function settle({ urls }: RealWorkers, expected: number): Promise<true> {
  return poll(async () => (await areRunning(urls[0] ?? '', expected)) || undefined, {
    what: `${expected} connectors are RUNNING`,
    within: 120_000,
    every: 200,
  });
}

function connectorOf(index: number): SeededConnector {
  const name = `bench-${String(index + 1).padStart(3, '0')}`;
  return {
    name,
    config: {
      'connector.class': 'org.apache.kafka.connect.file.FileStreamSourceConnector',
      'tasks.max': '1',
      file: path.join(tmpdir(), `${name}-that-is-not-there.txt`),
      topic: 'bench-lines',
    },
  };
}
