import { describe, expect, it } from 'vitest';
import { brokerVersion, startBroker } from './broker.ts';
import { endProcess } from './java-process.ts';
import { missingForWorkers } from './real-workers.ts';

const missing = await missingForWorkers([brokerVersion]);
if (missing) console.warn(`the broker is not tested: ${missing}`);

describe.skipIf(missing)('the broker of the suites', () => {
  it('starts with any cluster id, also one that looks like an option, as one in 64 does', async () => {
    const broker = await startBroker('this-process', '-DOKwheU2aXYBN7H5busiw');
    expect(broker.role).toBe('broker');
    await endProcess(broker);
  });
});
