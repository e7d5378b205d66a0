import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { runManyCycles } from '../../controller/many-cycles.ts';
import type { Figures, Row } from '../row.ts';
import { inWorld } from './large-plans.ts';

const connectors = 10;
/** Of one run without changes, whatever the number of connectors. */
const requestsOfCycle = 4;

/** What a controller retains: its heap after many cycles, over that after the first ones. The times are those of a cycle. */
export const manyCyclesRow: Row = {
  name: 'reconcile, heap after 10,000 cycles',
  bound: 'the same after 1,000',
  bar: 1.1,
  run: (effort) =>
    inWorld({ ...effort, connectors }, 'as-live', async ({ worker, tree }) => {
      const { directory } = tree;
      const project = { version: 1, ownership: { names: ['*'] }, clusters: { bench: { url: worker.url } } };
      writeFileSync(path.join(directory, 'connect-sync.yaml'), JSON.stringify(project));
      const marks = effort.isShort ? [100, 300] : [1_000, 10_000];
      return figuresOf(await runManyCycles({ directory, mode: 'heal', marks }));
    }),
};

function figuresOf(marks: Awaited<ReturnType<typeof runManyCycles>>): Figures {
  const [first, last] = marks;
  if (!first || !last) throw new Error('it was not measured');
  const cycles = last.cycle - first.cycle;
  const requests = (last.requests - first.requests) / cycles;
  return {
    n: cycles,
    milliseconds: (last.milliseconds - first.milliseconds) / cycles,
    boundMilliseconds: first.milliseconds / first.cycle,
    ratio: last.heapBytes / first.heapBytes,
    peakBytes: last.heapBytes,
    broken: [
      ...(last.handles > first.handles ? [`${last.handles} handles, and ${first.handles} before`] : []),
      ...(last.listeners > first.listeners
        ? [`${last.listeners} listeners, and ${first.listeners} before`]
        : []),
      ...(requests > requestsOfCycle
        ? [`${requests} requests a cycle, and ${requestsOfCycle} are enough`]
        : []),
    ],
  };
}
