import { lstat, readdir, readlink, realpath, stat } from 'node:fs/promises';
import path from 'node:path';

/** What a folder and everything below it looked like at one moment, as far as the file system tells without reading. */
export interface TreeScan {
  /** Absolute, without links: where the folder really is. */
  readonly root: string;
  /** One line for each entry: equal for two scans if nothing was changed in between. */
  readonly entries: readonly string[];
  /** Git is updating the work tree: its index is locked. */
  readonly isLocked: boolean;
}

/**
 * Scans a folder: names, sizes, times, inodes and targets of links, through links. What Git keeps for itself is left out,
 * and the folders named `skipped`.
 *
 * @param folder absolute
 * @param skipped relative to the folder, with slashes
 * @throws the error of the file system where the folder, or one below it, cannot be read
 */
export async function scanTree(folder: string, skipped: readonly string[] = []): Promise<TreeScan> {
  const root = await realpath(folder);
  const scan: Scan = { root, skipped: new Set(skipped), entries: [], visited: new Set(), isLocked: false };
  await scanFolder(scan, '');
  return { root, entries: scan.entries.sort(), isLocked: scan.isLocked };
}

/** One line about a file or folder that need not exist. */
export async function scanFile(absolute: string): Promise<string> {
  return describe(absolute, absolute).catch(() => `${absolute} is not there`);
}

interface Scan {
  readonly root: string;
  readonly skipped: ReadonlySet<string>;
  readonly entries: string[];
  /** Folders by device and inode: a link to a parent must not be followed for ever. */
  readonly visited: Set<string>;
  isLocked: boolean;
}

async function scanFolder(scan: Scan, relative: string): Promise<void> {
  const absolute = path.join(scan.root, relative);
  const { dev, ino } = await stat(absolute, { bigint: true });
  if (scan.visited.has(`${dev}:${ino}`)) return;
  scan.visited.add(`${dev}:${ino}`);
  for (const name of await readdir(absolute)) {
    const below = relative === '' ? name : `${relative}/${name}`;
    if (name === '.git') scan.isLocked ||= await exists(path.join(absolute, name, 'index.lock'));
    else if (!scan.skipped.has(below)) await scanEntry(scan, below);
  }
}

async function scanEntry(scan: Scan, relative: string): Promise<void> {
  const absolute = path.join(scan.root, relative);
  try {
    scan.entries.push(await describe(absolute, relative));
    const isFolder = (await stat(absolute)).isDirectory();
    if (isFolder) await scanFolder(scan, relative);
  } catch (error) {
    // It was removed in the meantime, or is a link to nothing: the next scan differs, or says the same.
    if (!isGone(error)) throw error;
    scan.entries.push(`${relative} is gone`);
  }
}

async function describe(absolute: string, shown: string): Promise<string> {
  const own = await lstat(absolute, { bigint: true });
  const target = own.isSymbolicLink() ? await readlink(absolute) : '';
  const { dev, ino, size, mode, mtimeNs, ctimeNs } =
    target === '' ? own : await stat(absolute, { bigint: true });
  // The times of a folder change with its entries, which have lines of their own.
  const times = (mode & 0o170000n) === 0o040000n ? '' : `${size} ${mtimeNs} ${ctimeNs}`;
  return JSON.stringify([shown, target, `${dev}:${ino} ${mode} ${times}`]);
}

function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

function exists(absolute: string): Promise<boolean> {
  return lstat(absolute).then(
    () => true,
    () => false,
  );
}
