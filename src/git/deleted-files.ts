import { runGit } from './run-git.ts';
import { rootOf } from './work-trees.ts';

/** A YAML or JSON file that Git knows and the work tree no longer has. */
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
  const [uncommitted, committed] = await Promise.all([
    git(directory, ['diff', ...rawFormat, 'HEAD', '--', ...files]),
    git(directory, [
      'log',
      ...rawFormat,
      '--format=commit:%H',
      `--max-count=${mostCommits}`,
      'HEAD',
      '--',
      ...files,
    ]),
  ]);
  const last = new Map<string, DeletedFile>();
  for (const file of [...parse(uncommitted), ...parse(committed)])
    if (!last.has(file.path)) last.set(file.path, file);
  return [...last.values()];
}

/** The texts of deleted files, by blob. */
export async function readDeletedTexts(
  directory: string,
  deleted: readonly DeletedFile[],
): Promise<ReadonlyMap<string, string>> {
  const blobs = [...new Set(deleted.map(({ blob }) => blob))].slice(0, mostBlobs);
  if (blobs.length === 0) return new Map();
  const output = await git(directory, ['cat-file', '--batch'], blobs.map((blob) => `${blob}\n`).join(''));
  const texts = new Map<string, string>();
  let position = 0;
  for (;;) {
    // `ID blob SIZE`, a line feed, the contents, a line feed; or `ID missing` and a line feed.
    const end = output.indexOf(10, position);
    if (end < 0) return texts;
    const [id = '', , size] = output.toString('latin1', position, end).split(' ');
    position = end + 1;
    if (size === undefined) continue;
    texts.set(id, output.toString('utf8', position, position + Number(size)));
    position += Number(size) + 1;
  }
}

const mostCommits = 300;
const mostBlobs = 500;
/** A plan does not wait longer for what only explains it. */
const patienceMilliseconds = 3_000;

const rawFormat = ['--raw', '--no-abbrev', '--no-renames', '-z', '--relative', '--diff-filter=D'];
const files = [':(glob)**/*.yaml', ':(glob)**/*.yml', ':(glob)**/*.json'];

/** What Git prints; empty where it fails. In a partial clone it would fetch what is missing: no protocol is allowed. */
async function git(directory: string, args: readonly string[], input = ''): Promise<Buffer> {
  const options = ['--no-optional-locks', '-c', 'protocol.allow=never'];
  const result = await runGit(directory, [...options, ...args], {
    input,
    timeoutMilliseconds: patienceMilliseconds,
  });
  return result.kind === 'done' ? result.output : Buffer.alloc(0);
}

/** `commit:` and the commit; `:MODE MODE BLOB BLOB D`, NUL, the path, NUL. Of a link (mode 120000) Git stores only the target. */
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
