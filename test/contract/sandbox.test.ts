import { describe } from 'vitest';
import type { ConnectVersion } from '../../src/sandbox/start-sandbox.ts';
import { sandboxTraits, startSandboxUnderTest } from './sandbox-under-test.ts';
import { describeContract } from './suite/contract-suite.ts';

/** Each profile of the sandbox, and the version of real workers that it must match. */
const versions = {
  '2.8': '2.8.2',
  '3.4': '3.4.1',
  '3.9': '3.9.1',
  '4.3': '4.3.0',
  '4.4': '4.4.0',
} as const satisfies Record<ConnectVersion, string>;

describe('the sandbox', () => {
  for (const [profile, version] of Object.entries(versions) as [ConnectVersion, string][]) {
    describe.concurrent(profile, () => {
      describe.sequential('contract', () => {
        describeContract({ version, traits: sandboxTraits, start: () => startSandboxUnderTest(profile) });
      });
    });
  }
});
