import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { artifacts } from '../../deploy/packaging/artifacts.ts';

/** The path of a file of the release that `npm run package` made. */
export function artifact(name: keyof typeof artifacts): string {
  if (!existsSync(artifacts[name])) throw new Error(`${artifacts[name]} is missing: npm run package`);
  return artifacts[name];
}

/** An empty folder that is removed after the test. */
export async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'connect-sync-install-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
