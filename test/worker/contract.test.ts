import { afterAll, describe } from 'vitest';
import { describeContract } from '../contract/suite/contract-suite.ts';
import { realTraits, startWorkerUnderTest } from './real-worker-under-test.ts';
import { missingForWorkers, stopEverything, testedVersions } from './real-workers.ts';

const missing = await missingForWorkers(testedVersions);
if (missing) console.warn(`the contract suite on real workers is skipped: ${missing}`);

describe.skipIf(missing)('real workers', () => {
  afterAll(stopEverything);

  for (const version of testedVersions) {
    // Workers mostly wait for their own rebalances: side by side, the versions take little longer than one.
    describe.concurrent(version, () => {
      describe.sequential('contract', () =>
        describeContract({ version, traits: realTraits, start: () => startWorkerUnderTest(version) }));
    });
  }
});
