import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { artifacts } from '../../../deploy/packaging/artifacts.ts';
import { fetchNode } from '../../../deploy/packaging/executable/fetch-node.ts';
import type { SeededConnector } from '../../../src/sandbox/sandbox-worker.ts';
import { seedsOf } from '../connectors.ts';
import { makeTree } from '../make-tree.ts';
import { compare, connectSync, type Effort, type Figures, type Row } from '../row.ts';
import { startWorkerProcess } from '../worker-process.ts';

const bounds = path.resolve(import.meta.dirname, '../bounds');

/** A plan of a few connectors beside what a script of sixty lines does. */
export const smallPlanRow: Row = {
  name: 'plan, 10 connectors, no change',
  bound: 'a script that reads once, compares, writes',
  bar: 2,
  run: (effort) => besideScript(10, {}, effort),
};

/** The single executable, beside the same script with the same Node. */
export const executableRow: Row = {
  name: 'plan, 100 connectors, no change, the single executable',
  bound: 'a script that reads once, compares, writes',
  bar: 2,
  whyLeftOut: async () => (existsSync(artifacts.executable) ? undefined : 'npm run package builds it'),
  run: async (effort) => besideScript(100, { node: path.join(await fetchNode(), 'bin/node') }, effort),
};

/** Without a Node, the program runs with that of the bench. */
async function besideScript(
  connectors: number,
  { node }: { readonly node?: string },
  effort: Effort,
): Promise<Figures> {
  const size = { connectors, keys: 20 };
  const worker = await startWorkerProcess({ ...size, delayMilliseconds: 0 });
  const tree = makeTree(seedsOf(size));
  const json = jsonFiles(seedsOf(size));
  const args = ['plan', '--cluster', worker.url];
  const expects = new RegExp(`^No differences: ${connectors} connectors`, 'm');
  const { directory } = tree;
  try {
    return await compare(
      {
        ours: {
          ...(node
            ? { executable: artifacts.executable, args, directory }
            : connectSync(args, { directory })),
          expects,
        },
        bound: {
          ...(node && { executable: node }),
          args: [path.join(bounds, 'read-and-compare.mjs'), worker.url, json],
        },
        worker,
      },
      { ...effort, runs: effort.runs * 3 },
    );
  } finally {
    worker.close();
    tree.remove();
    rmSync(json, { recursive: true });
  }
}

/** A plan whose worker is far away: what counts is how many answers it waits for one after the other. */
export const distantPlanRow: Row = {
  name: 'plan, 100 connectors, no change, 20 ms before every request',
  bound: 'one bare read through the same delay',
  bar: 2,
  run: async (effort) => {
    const size = { connectors: 100, keys: 20 };
    const worker = await startWorkerProcess({ ...size, delayMilliseconds: 20 });
    const tree = makeTree(seedsOf(size));
    try {
      return await compare(
        {
          ours: {
            ...connectSync(['plan', '--cluster', worker.url], tree),
            expects: /^No differences: 100 connectors/m,
          },
          bound: { args: [path.join(bounds, 'read-once.mjs'), worker.url, '/connectors?expand=info'] },
          worker,
        },
        effort,
      );
    } finally {
      worker.close();
      tree.remove();
    }
  },
};

function jsonFiles(connectors: readonly SeededConnector[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'connect-sync-bench-json-'));
  for (const one of connectors) writeFileSync(path.join(folder, `${one.name}.json`), JSON.stringify(one));
  return folder;
}
