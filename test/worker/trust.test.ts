import { afterAll, beforeAll, describe } from 'vitest';
import { missingForPlugin, pluginFolder } from './plugin/build-plugin.ts';
import { type RealWorkers, startWorkers, stopEverything, testedVersions } from './real-workers.ts';
import { describeConverters } from './trust/converters.ts';
import { describeGate } from './trust/gate.ts';
import { describeHealing } from './trust/healing.ts';
import { describeQuietFailure } from './trust/quiet.ts';
import { describeRollback } from './trust/rollback.ts';
import { describeSecrets } from './trust/secrets.ts';
import { describeStates } from './trust/states.ts';

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
      describe.sequential('a failure that shows nowhere', () => describeQuietFailure(url));
      describe.sequential('a rollback', () => describeRollback(url, version));
      describe.sequential('states', () => describeStates(url, version));
      describe.sequential('a restart', () => describeHealing(url));
      describe.sequential('a converter', () => describeConverters(url, version));
      describe.sequential('a secret', () => describeSecrets(url));
    });
  }
});
