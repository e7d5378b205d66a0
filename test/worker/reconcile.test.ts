import { renameSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { misbehavingSource, missingForPlugin } from './plugin/build-plugin.ts';
import { startWithPlugin } from './plugin/start-with-plugin.ts';
import { type RealWorkers, stopEverything, testedVersions } from './real-workers.ts';
import { startController, writesIn } from './reconcile/start-controller.ts';
import { type Trial, trial } from './trust/trial.ts';

// 2.8.2 does not log requests as the later ones do.
const versions = [testedVersions[1], testedVersions[4]];
const missing = await missingForPlugin(versions);
if (missing) console.warn(`continuous reconciliation is not tested on real workers: ${missing}`);

const source = { 'connector.class': misbehavingSource, 'tasks.max': '2', 'tasks.made': '2' };

describe.skipIf(missing)('reconcile on real workers', () => {
  afterAll(stopEverything);

  describe.each(versions)('%s', (version) => {
    let workers: RealWorkers | undefined;

    beforeAll(async () => {
      workers = await startWithPlugin({ version });
    });

    /** A trial whose requests the worker itself logs. */
    const attempt = (run: (world: Trial & { readonly writes: () => readonly string[] }) => Promise<void>) => {
      const [url = '', log = ''] = [workers?.urls[0], workers?.logFiles[0]];
      return trial(url, (world) => run({ ...world, writes: () => writesIn(log) }));
    };

    it('shows a task that fails, and the worker logs no write while it observes', () =>
      attempt(async (world) => {
        const failing = { ...source, 'task.fail.ids': '1', 'task.fail.after.ms': '4000' };
        world.declare('observed', { config: failing });
        await world.requestDirectly('PUT', '/connectors/observed/config', failing);
        await eventually(async () => expect(world.writes().join()).toContain('/observed'));
        const before = world.writes();
        const controller = await startController(world, 'observe');
        await eventually(async () =>
          expect(await controller.metrics()).toMatch(
            /^connect_sync_connector_tasks\{.*connector="observed",state="failed"\} 1$/m,
          ),
        );
        expect(await controller.metrics()).toMatch(/connector_failure\{.*connector="observed",.*\} 1$/m);
        await controller.end();
        expect(world.writes()).toEqual(before);
      }));

    it('corrects an edit by hand, with its events', () =>
      attempt(async (world) => {
        world.declare('edited', { config: source });
        const controller = await startController(world, 'heal');
        await eventually(async () =>
          expect((await world.reported())['edited']?.states).toBe('RUNNING 0:RUNNING 1:RUNNING'),
        );
        await world.requestDirectly('PUT', '/connectors/edited/config', { ...source, 'tasks.max': '1' });
        await eventually(async () => {
          expect(controller.kindsOf('edited')).toEqual(
            expect.arrayContaining(['drift-appeared', 'change-applied', 'drift-ended']),
          );
        });
        expect((await world.reported())['edited']?.config['tasks.max']).toBe('2');
        await controller.end();
      }));

    it('stops writing what another writer changes back, and names the key', () =>
      attempt(async (world) => {
        world.declare('contended', { config: source });
        const controller = await startController(world, 'heal');
        const own = () => world.writes().filter((line) => line.includes('/contended'));
        const hold = async () =>
          (await controller.state()).clusters[0]?.holds.find(({ name }) => name === 'contended');
        let byOther = 0;
        await eventually(async () => {
          const held = await hold();
          if (held?.kind !== 'contended') {
            const config = (await world.reported())['contended']?.config;
            if (config?.['tasks.max'] === '2') {
              byOther += 1;
              await world.requestDirectly('PUT', '/connectors/contended/config', {
                ...source,
                'tasks.max': '1',
              });
            }
          }
          expect(held).toMatchObject({ kind: 'contended', keys: ['tasks.max'] });
        }, 100_000);
        // The worker logs a request after its answer.
        await controller.moreRuns(1);
        const writes = own().length - byOther;
        await controller.moreRuns(3);
        expect(own().length - byOther).toBe(writes);
        // The creation or the first correction, and one more.
        expect([byOther, writes]).toEqual([2, 2]);
        expect((await world.reported())['contended']?.config['tasks.max']).toBe('1');
        expect(await controller.metrics()).toMatch(/^connect_sync_connectors_held\{.*kind="contended"\} 1$/m);
        await controller.end();
      }));

    it('writes nothing while its files are gone, is not ready, and goes on when they are back', () =>
      attempt(async (world) => {
        world.folder.write('connect-sync.yaml', 'version: 1\nownership: { names: [kept] }\n');
        world.declare('kept', { config: source });
        const controller = await startController(world, 'heal', ['--prune']);
        await eventually(async () =>
          expect((await world.reported())['kept']?.states).toBe('RUNNING 0:RUNNING 1:RUNNING'),
        );
        await eventually(async () => expect(await controller.ready()).toBe(200));
        await controller.moreRuns(2);
        const before = world.writes();
        const { directory } = world.folder;
        renameSync(
          path.join(directory, 'connectors'),
          path.join(directory, '..', `${path.basename(directory)}-away`),
        );
        await eventually(async () => expect(await controller.ready()).toBe(503));
        await controller.moreRuns(3);
        expect(world.writes()).toEqual(before);
        expect(await controller.ready()).toBe(503);
        renameSync(
          path.join(directory, '..', `${path.basename(directory)}-away`),
          path.join(directory, 'connectors'),
        );
        await eventually(async () => expect(await controller.ready()).toBe(200));
        world.declare('kept', { config: { ...source, 'tasks.max': '1', 'tasks.made': '1' } });
        await eventually(async () => expect((await world.reported())['kept']?.config['tasks.max']).toBe('1'));
        await controller.end();
      }));
  });
});
