import { chmodSync } from 'node:fs';
import type { ProjectFolder } from './project-folder.ts';

/** Runs an action as a user for whom file permissions apply: root, as in a container, can read everything. */
export async function asOrdinaryUser<Result>(
  { directory }: ProjectFolder,
  act: () => Promise<Result>,
): Promise<Result> {
  if (process.geteuid?.() !== 0) return act();
  chmodSync(directory, 0o755);
  process.seteuid?.('nobody');
  try {
    return await act();
  } finally {
    process.seteuid?.(0);
  }
}
