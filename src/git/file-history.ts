import { rawFormat, readOffline, readTexts, yamlAndJsonFiles } from './read-offline.ts';
import { rootOf } from './work-trees.ts';

/** What one commit, or the work tree, changed of a file. */
export interface FileRevision {
  /** Relative to the directory of the request, with slashes. */
  readonly path: string;
  /** The text afterwards; undefined: the file did not exist, or it is the file in the work tree. */
  readonly after: string | undefined;
  /** The text before; undefined: the file did not exist. */
  readonly before: string | undefined;
}

/**
 * The last revisions of the YAML and JSON files below a directory, newest first: what the work tree changes, then the
 * commits that lead to HEAD and to these branches. Branches that do not exist are left out. Only what the repository
 * holds is read: nothing is fetched, and neither its index nor its work tree is touched.
 *
 * @returns nothing without Git, outside of a repository, or where Git does not answer in time
 */
export async function readFileHistory(
  directory: string,
  branches: readonly string[],
): Promise<readonly FileRevision[]> {
  if (rootOf(directory) === undefined) return [];
  const git = (args: readonly string[]) =>
    readOffline(directory, args, { timeoutMilliseconds: patienceMilliseconds });
  const [uncommitted, committed] = await Promise.all([
    git(['diff', ...rawFormat, 'HEAD', '--', ...yamlAndJsonFiles]),
    git([
      ...['log', ...rawFormat, '--format=', '--full-history', `--max-count=${mostCommits}`],
      ...['--ignore-missing', 'HEAD', ...branches, '--', ...yamlAndJsonFiles],
    ]),
  ]);
  const entries = [
    ...parseEntries(uncommitted).map((entry) => ({ ...entry, after: noBlob })),
    ...parseEntries(committed),
  ];
  const texts = await readBlobs(directory, entries);
  return entries.map(({ path, before, after }) => ({
    path,
    before: texts.get(before),
    after: texts.get(after),
  }));
}

/** Revisions of the project's files: months of work, and read within a second. */
const mostCommits = 300;
const mostBlobs = 3_000;
const patienceMilliseconds = 15_000;

const noBlob = '0'.repeat(40);

interface Entry {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** `:MODE MODE BLOB BLOB STATUS`, NUL, the path, NUL. */
function parseEntries(output: Buffer): readonly Entry[] {
  const tokens = output.toString().split('\0');
  return tokens.flatMap((token, index) => {
    const match = /^\s{0,4}:(\d{6}) (\d{6}) ([0-9a-f]{40,64}) ([0-9a-f]{40,64}) [A-Z]$/.exec(token);
    const [, modeBefore, modeAfter, before = '', after = ''] = match ?? [];
    const path = tokens[index + 1];
    // Of a link Git stores the target only.
    if (!match || path === undefined || [modeBefore, modeAfter].includes('120000')) return [];
    return [{ path, before, after }];
  });
}

function readBlobs(directory: string, entries: readonly Entry[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(entries.flatMap(({ after, before }) => [after, before]))]
    .filter((id) => !/^0+$/.test(id))
    .slice(0, mostBlobs);
  return readTexts(directory, ids, patienceMilliseconds);
}
