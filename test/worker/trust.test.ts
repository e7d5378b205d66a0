import { afterAll, beforeAll, describe } from 'vitest';
import { missingForPlugin } from './plugin/build-plugin.ts';
import { startWithPlugin } from './plugin/start-with-plugin.ts';
import { type RealWorkers, stopEverything, testedVersions } from './real-workers.ts';
import { describeConverters } from './trust/converters.ts';
import { describeGate } from './trust/gate.ts';
import { describeHealing } from './trust/healing.ts';
import { describeQuietFailure } from './trust/quiet.ts';
import { describeRollback } from './trust/rollback.ts';
import { describeSecrets } from './trust/secrets.ts';
import { describeStates } from './trust/states.ts';

const missing = await missingForPlugin(testedVersions);
if (missing) console.warn(`whether an apply can be trusted is not tested on real workers: ${missing}`);

const isEdge = (version: string) => version === testedVersions[0] || version === testedVersions.at(-1);

describe.skipIf(missing)('an apply on real workers', () => {
  afterAll(stopEverything);

  for (const version of testedVersions) {
    // Workers and the program mostly wait: side by side, the versions take little longer than one.
    describe.concurrent(version, () => {
      let workers: RealWorkers | undefined;
      const url = () => workers?.urls[0] ?? '';

      beforeAll(async () => {
        workers = await startWithPlugin({ version });
      });

      describe.concurrent('as each version can', () => {
        describe.sequential('states', () => describeStates(url, version));
        describe.sequential('a restart', () => describeHealing(url));
        describe.sequential('a converter', () => describeConverters(url, version));
      });

      // What no version does differently is tried on the oldest and the newest.
      if (!isEdge(version)) return;
      describe.concurrent('what fails', () => {
        describe.sequential('the gate', () => describeGate(url));
        describe.sequential('a failure that the REST API does not show', () => describeQuietFailure(url));
      });
      describe.concurrent('rollbacks and secrets', () => {
        describe.sequential('a rollback', () => describeRollback(url, version));
        describe.sequential('a secret', () => describeSecrets(url));
      });
    });
  }
});
