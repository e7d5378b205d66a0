import { compareConnectors } from '../../../src/diff/compare-connectors.ts';
import type { DesiredConnector } from '../../../src/model/desired-connector.ts';
import type { LiveConnector } from '../../../src/model/live-connector.ts';
import { live as liveConnector, present } from '../../support/connectors.ts';
import { changedSeedsOf, seedsOf } from '../connectors.ts';
import { type Row, timesOf } from '../row.ts';

/** The heart of it without any input or output: every connector differs in one key of forty. */
export const diffRow: Row = {
  name: 'the comparison alone, 40 keys each, one differs',
  bound: 'one pass over the same maps that only compares strings',
  bar: 3,
  run: async ({ runs, connectors }) => {
    const size = { connectors, keys: 40 };
    const live = new Map(seedsOf(size).map(({ name, config }) => [name, liveConnector(name, { config })]));
    const desired = changedSeedsOf(size).map(({ name, config }) => present(name, { config }));
    const [ours, bound]: { milliseconds: number }[][] = [[], []];
    for (let run = 0; run < runs * 6; run += 1) {
      const mine = timed(() => compareConnectors(desired, live).length);
      const other = timed(() => countDifferent(desired, live));
      if (mine.result !== connectors || other.result !== connectors)
        throw new Error('something is not compared');
      // The first ones are interpreted.
      if (run < runs) continue;
      ours?.push(mine);
      bound?.push(other);
    }
    return { n: runs * 5, ...timesOf(ours ?? [], bound ?? []) };
  },
};

function countDifferent(
  desired: readonly DesiredConnector[],
  live: ReadonlyMap<string, LiveConnector>,
): number {
  let different = 0;
  for (const one of desired) {
    if (one.kind === 'absent') continue;
    const config = live.get(one.name)?.config;
    for (const [key, value] of one.config) if (config?.get(key) !== value) different += 1;
  }
  return different;
}

function timed(perform: () => number) {
  const started = performance.now();
  const result = perform();
  return { result, milliseconds: performance.now() - started };
}
