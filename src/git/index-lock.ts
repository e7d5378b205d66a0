import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { rootOf } from './work-trees.ts';

/**
 * The lock by which Git updates a work tree that one of the folders belongs to; undefined: it updates none. The folders
 * are absolute and need not exist.
 */
export function findIndexLock(folders: Iterable<string>): string | undefined {
  const roots = new Map<string, string | undefined>();
  for (const folder of folders) rootOf(realPath(folder), roots);
  for (const root of new Set(roots.values())) {
    const lock = root && path.join(gitFolderOf(root), 'index.lock');
    if (lock && existsSync(lock)) return lock;
  }
  return undefined;
}

/** In a work tree of its own, or a submodule, `.git` is a file that names the folder. */
function gitFolderOf(root: string): string {
  const own = path.join(root, '.git');
  try {
    const [, named] = /^gitdir: (.+?)\r?\n?$/.exec(readFileSync(own, 'utf8')) ?? [];
    return named === undefined ? own : path.resolve(root, named);
  } catch {
    return own;
  }
}

function realPath(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}
