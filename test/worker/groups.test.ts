import { afterAll, describe } from 'vitest';
import { describeHundred } from './groups/hundred.ts';
import { describeKilledInTheWait, describeKilledWorkers } from './groups/killed-worker.ts';
import { missingForPlugin } from './plugin/build-plugin.ts';
import { stopEverything } from './real-workers.ts';

const missing = await missingForPlugin(['2.8.2', '3.9.1', '4.3.0']);
if (missing) console.warn(`an apply on groups of real workers is not tested: ${missing}`);

// They mostly wait for their own workers: two rows side by side take little longer than the longer one. More at once
// would start more workers than a small machine can in two minutes.
describe.skipIf(missing)('an apply on a group of real workers', () => {
  afterAll(stopEverything);

  describe.concurrent('that creates a hundred', () => {
    describe.sequential('on one', () => describeHundred('one worker', { version: '3.9.1', count: 1 }));
    describe.sequential('on two', () => describeHundred('a group of two', { version: '3.9.1', count: 2 }));
  });

  describe.concurrent('of which one is killed', () => {
    describe.sequential('while it writes', describeKilledWorkers);
    describe.sequential('while it waits', describeKilledInTheWait);
  });
});
