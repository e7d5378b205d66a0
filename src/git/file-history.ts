import { runGit } from './run-git.ts';
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
  const [uncommitted, committed] = await Promise.all([
    git(directory, ['diff', ...rawFormat, 'HEAD', '--', ...files]),
    git(directory, [
      ...['log', ...rawFormat, '--format=', '--full-history', `--max-count=${mostCommits}`],
      ...['--ignore-missing', 'HEAD', ...branches, '--', ...files],
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

const rawFormat = ['--raw', '--no-abbrev', '--no-renames', '-z', '--relative'];
const files = [':(glob)**/*.yaml', ':(glob)**/*.yml', ':(glob)**/*.json'];
const noBlob = '0'.repeat(40);

/** What Git prints; empty where it fails. In a partial clone it would fetch what is missing: no protocol is allowed. */
async function git(directory: string, args: readonly string[], input = ''): Promise<Buffer> {
  const options = ['--no-optional-locks', '-c', 'protocol.allow=never'];
  const result = await runGit(directory, [...options, ...args], {
    input,
    timeoutMilliseconds: patienceMilliseconds,
  });
  return result.kind === 'done' ? result.output : Buffer.alloc(0);
}

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

async function readBlobs(directory: string, entries: readonly Entry[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(entries.flatMap(({ after, before }) => [after, before]))]
    .filter((id) => !/^0+$/.test(id))
    .slice(0, mostBlobs);
  if (ids.length === 0) return new Map();
  const output = await git(directory, ['cat-file', '--batch'], ids.map((id) => `${id}\n`).join(''));
  const texts = new Map<string, string>();
  let position = 0;
  while (position < output.length) {
    // `ID blob SIZE`, a line feed, the contents, a line feed; or `ID missing` and a line feed.
    const end = output.indexOf(10, position);
    if (end < 0) break;
    const [id = '', , size] = output.toString('latin1', position, end).split(' ');
    position = end + 1;
    if (size === undefined) continue;
    texts.set(id, output.toString('utf8', position, position + Number(size)));
    position += Number(size) + 1;
  }
  return texts;
}
