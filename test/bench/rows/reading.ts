import path from 'node:path';
import { compare, type Row } from '../row.ts';
import { bytesOfEach, command, inWorld } from './large-plans.ts';

const readOnce = path.resolve(import.meta.dirname, '../bounds/read-once.mjs');

/** Commands that show what is live, beside the fetching of the same two documents. */
export const readingRows: readonly Row[] = ['status', 'list'].map((name) => ({
  name,
  bound: 'fetching the same two documents',
  bar: 1.5,
  most: { requests: 2, bytesOfEach },
  run: (effort) =>
    inWorld(effort, 'as-live', (world) =>
      compare(
        {
          ours: command(world, [name], { expects: /connectors/ }),
          bound: {
            args: [readOnce, world.worker.url, '/connectors?expand=info', '/connectors?expand=status'],
          },
          worker: world.worker,
        },
        effort,
      ),
    ),
}));
