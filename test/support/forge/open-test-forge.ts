import { onTestFinished } from 'vitest';
import type { Forge, ForgeOptions } from '../../../src/forge/forge.ts';
import { openForge } from '../../../src/forge/open-forge.ts';
import { realClock } from '../real-clock.ts';
import { type FakeForge, startFakeForge } from './fake-forge.ts';

/** The kinds of forges. */
export const forgeKinds = ['github', 'gitlab'] as const;

/** The token of a pipeline by kind of forge. */
export const pipelineToken = { github: 'job-token', gitlab: 'bot-token' } as const;

/** How much faster than real time the clock of these tests runs. */
const speed = 50;

/** A fake forge and a client with the token of a pipeline; both stop with the test. */
export async function openTestForge(
  kind: 'github' | 'gitlab',
  options: Partial<ForgeOptions> = {},
): Promise<{ readonly fake: FakeForge; readonly forge: Forge; readonly waits: readonly string[] }> {
  const fake = await startFakeForge(kind);
  const waits: string[] = [];
  const forge = clientOf(kind, fake, { onWait: (line) => waits.push(line), ...options });
  return { fake, forge, waits };
}

/** Another client of a fake forge. */
export function clientOf(
  kind: 'github' | 'gitlab',
  fake: FakeForge,
  options: Partial<ForgeOptions> = {},
): Forge {
  const place = {
    github: { apiUrl: fake.url, project: 'acme/connectors' },
    gitlab: { apiUrl: `${fake.url}/api/v4`, project: '3' },
  }[kind];
  const forge = openForge(
    { forge: kind, ...place, number: 7 },
    {
      token: pipelineToken[kind],
      clock: { ...realClock(speed), random: () => 0 },
      signal: new AbortController().signal,
      proxy: undefined,
      timeoutMilliseconds: 120_000,
      onRequest: undefined,
      onWait: undefined,
      ...options,
    },
  );
  onTestFinished(() => forge.close());
  return forge;
}
