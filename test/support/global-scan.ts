import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { outputsVariable } from './record-output.ts';

/** A whole test run makes more; fewer mean that they are no longer recorded. */
const fewestOutputs = 3_000;

let folder: string | undefined;

/**
 * Around `npm test`: everything that the program writes in any test is recorded, and at the end a public scanner must
 * find no secret in it. A single test file, and a run with CONNECT_SYNC_TEST_SCAN=off, record nothing.
 */
export function setup(): void {
  const isWholeRun = process.env['npm_lifecycle_event'] === 'test' && process.argv.slice(2).every(isOption);
  if (!isWholeRun || process.env['CONNECT_SYNC_TEST_SCAN'] === 'off') return;
  folder = mkdtempSync(path.join(tmpdir(), 'connect-sync-outputs-'));
  chmodSync(folder, 0o1777);
  process.env[outputsVariable] = folder;
}

/** @throws Error where the scanner finds a secret, which fails the run */
export async function teardown(): Promise<void> {
  if (folder === undefined) return;
  const { scanOutputs } = await import('./scan-outputs.ts');
  const { outputs, characters, findings } = await scanOutputs(folder);
  rmSync(folder, { recursive: true, force: true });
  const size = `${outputs} outputs, ${(characters / 1e6).toFixed(1)} MB`;
  process.stdout.write(`secretlint: ${size}, ${findings.length} findings\n`);
  if (findings.length > 0) throw new Error(`a scanner finds secrets:\n${findings.join('\n')}`);
  if (outputs < fewestOutputs) throw new Error(`only ${size} were recorded`);
}

function isOption(argument: string): boolean {
  return argument === 'run' || argument.startsWith('-') || ['unit', 'contract'].includes(argument);
}
