import { afterAll, beforeAll, describe } from 'vitest';
import { missingForPlugin, pluginFolder } from './plugin/build-plugin.ts';
import { type RealWorkers, startWorkers, stopEverything, testedVersions } from './real-workers.ts';
import { describeGate } from './trust/gate.ts';

const missing = await missingForPlugin(testedVersions);
if (missing) console.warn(`whether an apply can be trusted is not tested on real workers: ${missing}`);

describe.skipIf(missing)('an apply on real workers', () => {
  afterAll(stopEverything);

  for (const version of testedVersions) {
    // Workers and the program mostly wait: side by side, the versions take little longer than one.
    describe.concurrent(version, () => {
      let workers: RealWorkers | undefined;
      const url = () => workers?.urls[0] ?? '';

      beforeAll(async () => {
        workers = await startWorkers({ version, pluginPath: [await pluginFolder()] });
      });

      describe.sequential('the gate', () => describeGate(url));
    });
  }
});
