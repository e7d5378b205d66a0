import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { misbehavingSource, missingForPlugin } from './plugin/build-plugin.ts';
import { startWithPlugin } from './plugin/start-with-plugin.ts';
import { stopEverything, testedVersions } from './real-workers.ts';
import { startController, writesIn } from './reconcile/start-controller.ts';
import { trial } from './trust/trial.ts';

const version = testedVersions[4];
const missing = await missingForPlugin([version]);
if (missing) console.warn(`two active controllers are not tested on a real worker: ${missing}`);

const source = { 'connector.class': misbehavingSource, 'tasks.max': '2', 'tasks.made': '2' };
const names = ['one', 'two', 'three'] as const;

describe.skipIf(missing)('two controllers that are both active by accident, on a real worker', () => {
  afterAll(stopEverything);

  it('correct each edit, do not undo each other, and rest when nothing differs', async () => {
    const workers = await startWithPlugin({ version });
    const [url = '', log = ''] = [workers.urls[0], workers.logFiles[0]];
    await trial(url, async (world) => {
      const writesOf = (name: string) =>
        writesIn(log).filter((line) => line.includes(`/connectors/${name}/config`)).length;
      for (const name of names) world.declare(name, { config: source });
      const one = await startController(world, 'heal');
      const other = await startController(world, 'heal');
      const areInSync = () =>
        eventually(async () => {
          const reported = await world.reported();
          for (const name of names) expect(reported[name]?.config['tasks.max'], name).toBe('2');
        });
      await areInSync();
      // Two edits within an hour are not contention yet: each is of another connector.
      for (const name of names) {
        await world.requestDirectly('PUT', `/connectors/${name}/config`, { ...source, 'tasks.max': '1' });
        await areInSync();
      }
      await Promise.all([one.moreRuns(2), other.moreRuns(2)]);
      // The worker logs a request after its answer.
      await sleep(500);
      const before = writesIn(log);
      for (const name of names) {
        // The creation, the edit and its correction. Both may send the first and the last in the same round trip.
        expect(writesOf(name), name).toBeGreaterThanOrEqual(3);
        expect(writesOf(name), name).toBeLessThanOrEqual(5);
      }
      await Promise.all([one.moreRuns(4), other.moreRuns(4)]);
      expect(writesIn(log)).toEqual(before);
      for (const controller of [one, other]) {
        expect((await controller.state()).clusters[0]?.holds).toEqual([]);
        await controller.end();
      }
    });
  });
});
