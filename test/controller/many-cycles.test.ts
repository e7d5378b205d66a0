import { describe, expect, it, onTestFinished } from 'vitest';
import type { Sandbox } from '../../src/sandbox/start-sandbox.ts';
import { tryout } from '../support/tryout.ts';
import { type CyclesOptions, type Mark, runManyCycles } from './many-cycles.ts';
import { fileSource, sourceConfig } from './trial.ts';

const connectors = 50;
/** What V8 itself still adds meanwhile: optimized code, feedback, caches. */
const mostBytes = 2_000_000;

/** What waits at the moment of a measurement differs by a few; what were retained in each cycle would be hundreds. */
const mostWaiting = 10;

/** The first measurement and the last one of a controller that heals connectors. */
async function measure(
  { declared = connectors, ...options }: Partial<CyclesOptions> & { readonly declared?: number } = {},
  prepare: (sandbox: Sandbox) => void = () => undefined,
): Promise<readonly [Mark, Mark]> {
  const files = Object.fromEntries(
    Array.from({ length: declared }, (_, index) => [
      `connectors/c${index}.yaml`,
      fileSource(`/tmp/${index}`),
    ]),
  );
  const { folder, sandbox } = await tryout({ files });
  folder.write(
    'connect-sync.yaml',
    JSON.stringify({
      version: 1,
      ownership: { names: ['*'] },
      clusters: { dev: { url: sandbox.url } },
    }),
  );
  prepare(sandbox);
  const marks = await runManyCycles({
    directory: folder.directory,
    mode: 'heal',
    marks: [300, 700],
    ...options,
  });
  const [first, last] = marks;
  if (!first || !last) throw new Error('it was not measured');
  return [first, last];
}

describe('many cycles', () => {
  it('retain nothing: no memory, no handle, no listener, and four requests each', async () => {
    const [first, last] = await measure();
    expect(last.heapBytes - first.heapBytes).toBeLessThan(mostBytes);
    expect(last.handles - first.handles).toBeLessThan(mostWaiting);
    expect(last.listeners - first.listeners).toBeLessThan(mostWaiting);
    expect((last.requests - first.requests) / (last.cycle - first.cycle)).toBe(4);
  });

  it('retain nothing of connectors that are gone, declared or live, and of their metrics', async () => {
    const [first, last] = await measure(
      { mode: 'observe', churn: true, declared: 2, marks: [100, 300] },
      (sandbox) => {
        let seeded = 0;
        const replace = setInterval(() => {
          if (seeded > 0) sandbox.worker.deleteConnector(`live-${seeded}`);
          seeded += 1;
          sandbox.worker.seed([{ name: `live-${seeded}`, config: sourceConfig }]);
        }, 100);
        onTestFinished(() => clearInterval(replace));
      },
    );
    expect(last.heapBytes - first.heapBytes).toBeLessThan(mostBytes);
    expect(last.listeners - first.listeners).toBeLessThan(mostWaiting);
    // One connector more or less is live at the moment of a reading.
    expect(last.series - first.series).toBeLessThan(50);
  });

  it('show it if each one retained 1 kB for each connector', async () => {
    const [first, last] = await measure({ leakedBytes: 1_024 * connectors });
    expect(last.heapBytes - first.heapBytes).toBeGreaterThan(5 * mostBytes);
  });
});
