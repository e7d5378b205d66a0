import path from 'node:path';
import { changedSeedsOf, seedsOf } from '../connectors.ts';
import { makeTree, type Tree } from '../make-tree.ts';
import { compare, connectSync, type Effort, type Figures, type Row, type Sides } from '../row.ts';
import { startWorkerProcess, type WorkerProcess } from '../worker-process.ts';

const keys = 20;
const parseYaml = path.resolve(import.meta.dirname, '../bounds/parse-yaml.mjs');
/** Its configuration and its status, each read once. */
export const bytesOfEach = 1_300;
const mostPeakBytes = 250 * 1024 * 1024;

interface World {
  readonly worker: WorkerProcess;
  readonly tree: Tree;
}

/** What large repositories pay: everything beside the parsing of their files. */
export const largePlanRows: readonly Row[] = [
  {
    name: 'plan, no change',
    bound: 'the yaml package parsing the same files',
    bar: 1.3,
    most: { requests: 4, bytesOfEach },
    run: (effort) =>
      inWorld(effort, 'as-live', async (world) => {
        const figures = await compare(besideYaml(world, ['plan'], { expects: /^No differences/m }), effort);
        return { ...figures, broken: tooMuchMemory(figures) };
      }),
  },
  ...(['text', 'json'] as const).map(
    (format): Row => ({
      name: `plan --no-validate, all changed, -f ${format}`,
      bound: 'the yaml package parsing the same files',
      bar: 2,
      most: { requests: 5, bytesOfEach },
      run: (effort) =>
        inWorld(effort, 'all-changed', (world) =>
          compare(
            besideYaml(world, ['plan', '--no-validate', '-f', format], { expects: /batch\.size/ }),
            effort,
          ),
        ),
    }),
  ),
  {
    name: 'apply, nothing to do',
    bound: 'plan of the same',
    bar: 1.1,
    most: { requests: 4, bytesOfEach },
    run: (effort) =>
      inWorld(effort, 'as-live', (world) =>
        compare(
          {
            ours: command(world, ['apply'], { expects: /^No differences/m }),
            bound: command(world, ['plan'], {}),
            worker: world.worker,
          },
          effort,
        ),
      ),
  },
];

/** Sets up a worker with so many connectors and a project for them. */
export async function inWorld(
  { connectors }: Effort,
  files: 'as-live' | 'all-changed',
  perform: (world: World) => Promise<Figures>,
): Promise<Figures> {
  const size = { connectors, keys };
  const worker = await startWorkerProcess({ ...size, delayMilliseconds: 0 });
  const tree = makeTree(files === 'as-live' ? seedsOf(size) : changedSeedsOf(size));
  try {
    return await perform({ worker, tree });
  } finally {
    worker.close();
    tree.remove();
  }
}

/** A command against the worker of a world, with what must be so for it to count. */
export function command(
  { worker, tree }: World,
  args: readonly string[],
  expected: Pick<Sides['ours'], 'expects' | 'exitCode'>,
): Sides['ours'] {
  const { directory } = tree;
  return { ...connectSync([...args, '--cluster', worker.url], { directory }), ...expected };
}

function besideYaml(world: World, args: readonly string[], expected: Pick<Sides['ours'], 'expects'>): Sides {
  return {
    ours: command(world, args, expected),
    bound: { args: [parseYaml, path.join(world.tree.directory, 'connectors')] },
    worker: world.worker,
  };
}

function tooMuchMemory({ peakBytes = 0 }: Figures): string[] {
  return peakBytes > mostPeakBytes ? [`${Math.round(peakBytes / 1024 / 1024)} MB at the peak, of 250`] : [];
}
