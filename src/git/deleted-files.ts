import { rawFormat, readOffline, readTexts, yamlAndJsonFiles } from './read-offline.ts';
import { rootOf } from './work-trees.ts';

/** A YAML or JSON file that was in Git and is no longer in the work tree. */
export interface DeletedFile {
  /** Relative to the directory of the request, with slashes. */
  readonly path: string;
  /** The commit that deleted it, abbreviated; undefined: the deletion is not committed. */
  readonly commit: string | undefined;
  readonly blob: string;
}

/**
 * The files below a directory that were deleted, the last deletion of each, newest first. Only what the repository holds
 * is read: nothing is fetched. Nothing without Git, outside of a repository, or if Git does not answer in time.
 */
export async function readDeletedFiles(directory: string): Promise<readonly DeletedFile[]> {
  if (rootOf(directory) === undefined) return [];
  const git = (args: readonly string[]) =>
    readOffline(directory, args, { timeoutMilliseconds: patienceMilliseconds });
  const deletions = [...rawFormat, '--diff-filter=D'];
  const [uncommitted, committed] = await Promise.all([
    git(['diff', ...deletions, 'HEAD', '--', ...yamlAndJsonFiles]),
    git([
      ...['log', ...deletions, '--format=commit:%H', `--max-count=${mostCommits}`],
      ...['HEAD', '--', ...yamlAndJsonFiles],
    ]),
  ]);
  const last = new Map<string, DeletedFile>();
  for (const file of [...parse(uncommitted), ...parse(committed)])
    if (!last.has(file.path)) last.set(file.path, file);
  return [...last.values()];
}

/** The texts of deleted files, by blob. */
export function readDeletedTexts(
  directory: string,
  deleted: readonly DeletedFile[],
): Promise<ReadonlyMap<string, string>> {
  const blobs = [...new Set(deleted.map(({ blob }) => blob))].slice(0, mostBlobs);
  return readTexts(directory, blobs, patienceMilliseconds);
}

const mostCommits = 300;
const mostBlobs = 500;
/** A plan does not wait longer for what only explains it. */
const patienceMilliseconds = 3_000;

/** `commit:` and the commit; `:MODE MODE BLOB BLOB D`, NUL, the path, NUL. Of a link (mode 120000) Git stores the target. */
function parse(output: Buffer): readonly DeletedFile[] {
  const tokens = output.toString().split('\0');
  let commit: string | undefined;
  return tokens.flatMap((token, index) => {
    commit = /^\s*commit:([0-9a-f]+)/.exec(token)?.[1]?.slice(0, 12) ?? commit;
    const [, mode, blob = ''] = /:(\d{6}) \d{6} ([0-9a-f]{40,64}) [0-9a-f]{40,64} D$/.exec(token) ?? [];
    const path = tokens[index + 1];
    return mode === undefined || mode === '120000' || path === undefined ? [] : [{ path, commit, blob }];
  });
}
