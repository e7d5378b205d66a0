import path from 'node:path';
import { kindOfPath, resolveLinks } from '../files/read-file.ts';
import { readRemote } from '../git/read-remote.ts';
import { remoteUrl, repositoryRoot } from '../git/remote-url.ts';
import type { ForgeName } from './settings.ts';

/** The forge that hosts the repository of a folder. */
export interface DetectedForge {
  readonly forge: ForgeName;
  /** The evidence, in words. */
  readonly because: string;
  /** Whether the folder is below the root of its repository: forges read pipelines from the root only. */
  readonly isBelowRoot: boolean;
}

/** Detects the forge by the remote of the repository, then by files of a forge; without Git by the files alone. */
export async function detectForge(directory: string): Promise<DetectedForge> {
  const [root, remote] = await Promise.all([repositoryRoot(directory), remoteUrl(directory)]);
  const isBelowRoot = root !== undefined && path.resolve(root) !== (await resolveLinks(directory));
  const forge = readRemote(remote)?.forge;
  if (forge) return { forge, because: 'the Git remote "origin" is hosted there', isBelowRoot };
  for (const [file, owner] of forgeFiles) {
    if ((await kindOfPath(path.join(directory, file))) !== 'nothing')
      return { forge: owner, because: `${file} exists`, isBelowRoot };
  }
  return { forge: 'none', because: 'neither GitHub nor GitLab was detected', isBelowRoot };
}

const forgeFiles = [
  ['.gitlab-ci.yml', 'gitlab'],
  ['.github', 'github'],
  ['.gitlab', 'gitlab'],
] as const;
