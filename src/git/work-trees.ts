import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runGit } from './run-git.ts';

/** What Git, or its file .gitmodules, says about the files of a work tree. */
export interface WorkTree {
  /** Absolute, without links, with slashes. */
  readonly root: string;
  /** What should be there; paths are relative to the root. */
  readonly entries: readonly TrackedEntry[];
  /** Why Git cannot list them; undefined: it can. */
  readonly problem?: { readonly reason: string; readonly hint: string };
}

/** An entry of the index of Git. */
export interface TrackedEntry {
  readonly path: string;
  /** `hidden`: its contents cannot be seen whatever stands there. */
  readonly kind: 'file' | 'link' | 'hidden';
  /** Why it cannot be seen if it does not stand there. */
  readonly reason: string;
}

/**
 * The work trees that folders belong to: repositories, nested ones and fetched submodules, and exported trees that have
 * a .gitmodules and no .git. Folders are absolute, without links, with slashes; they need not exist.
 */
export async function readWorkTrees(folders: Iterable<string>): Promise<readonly WorkTree[]> {
  const searched = [...folders];
  const roots = new Map<string, string | undefined>();
  for (const folder of searched) rootOf(folder, roots);
  const found = [...new Set(roots.values())].filter((root) => root !== undefined);
  return Promise.all(
    found.map(async (root) =>
      existsSync(path.join(root, '.git')) ? readRepository(root, searched) : readExport(root),
    ),
  );
}

/** The nearest folder upwards with a .git or a .gitmodules; undefined: there is none. */
export function rootOf(
  folder: string,
  known: Map<string, string | undefined> = new Map(),
): string | undefined {
  if (known.has(folder)) return known.get(folder);
  const parent = path.dirname(folder);
  const isRoot = ['.git', '.gitmodules'].some((name) => existsSync(path.join(folder, name)));
  const root = isRoot ? folder : parent === folder ? undefined : rootOf(parent, known);
  known.set(folder, root);
  return root;
}

async function readRepository(root: string, searched: readonly string[]): Promise<WorkTree> {
  const listing = await runGit(root, ['ls-files', '--stage', '-z']);
  if (listing.kind !== 'done') return { root, entries: [], ...problemOf(root, listing) };
  const entries = parseIndex(listing.output.toString());
  if (entries.length === 0 && (await isNothingCheckedOut(root))) {
    return {
      root,
      entries: [{ path: '', kind: 'hidden', reason: 'nothing of this repository is checked out' }],
    };
  }
  const seen = entries.filter(
    ({ mode, file }) => mode !== submodule || isSearched(`${root}/${file}`, searched),
  );
  return { root, entries: (await Promise.all(seen.map((entry) => trackedEntry(root, entry)))).flat() };
}

interface IndexEntry {
  readonly mode: string;
  readonly id: string;
  /** Not 0: the entry has a merge conflict. */
  readonly stage: string;
  readonly file: string;
}

const submodule = '160000';
const link = '120000';

function parseIndex(listing: string): readonly IndexEntry[] {
  return listing.split('\0').flatMap((line) => {
    const [, mode = '', id = '', stage = '', file = ''] = /^(\d+) ([0-9a-f]+) (\d)\t(.+)$/s.exec(line) ?? [];
    return file === '' ? [] : [{ mode, id, stage, file }];
  });
}

/** Whether the search passes through a folder, or below it. */
function isSearched(folder: string, searched: readonly string[]): boolean {
  return searched.some(
    (one) => one === folder || one.startsWith(`${folder}/`) || folder.startsWith(`${one}/`),
  );
}

async function trackedEntry(
  root: string,
  { mode, id, stage, file }: IndexEntry,
): Promise<readonly TrackedEntry[]> {
  if (stage !== '0') return [{ path: file, kind: 'hidden', reason: 'it has an unresolved merge conflict' }];
  if (mode === submodule) {
    const reason = await whyUnseenSubmodule(path.join(root, file), id);
    return reason === undefined ? [] : [{ path: file, kind: 'hidden', reason }];
  }
  if (mode === link) {
    return [{ path: file, kind: 'link', reason: 'Git tracks a link here, and there is none' }];
  }
  return [{ path: file, kind: 'file', reason: 'Git tracks it, and it is not in the work tree' }];
}

const notFetched = 'this submodule was not fetched (git submodule update --init)';

async function whyUnseenSubmodule(folder: string, id: string): Promise<string | undefined> {
  if (isEmptyOrMissing(folder)) return notFetched;
  if (!existsSync(path.join(folder, '.git'))) return undefined;
  const head = await runGit(folder, ['rev-parse', 'HEAD']);
  // Where Git cannot read it, its own listing says so.
  if (head.kind !== 'done' || head.output.toString().trim() === id) return undefined;
  return 'this submodule is not at the recorded commit (git submodule update, or git add to record its commit)';
}

function isEmptyOrMissing(folder: string): boolean {
  try {
    return readdirSync(folder).length === 0;
  } catch {
    return true;
  }
}

/** After `git clone --no-checkout` there is no index: every file would count as deleted. */
async function isNothingCheckedOut(root: string): Promise<boolean> {
  const [head, index] = await Promise.all([
    runGit(root, ['rev-parse', '--verify', '--quiet', 'HEAD']),
    runGit(root, ['rev-parse', '--git-path', 'index']),
  ]);
  if (head.kind !== 'done' || index.kind !== 'done') return false;
  return !existsSync(path.resolve(root, index.output.toString().replace(/\r?\n$/, '')));
}

type Failed = Exclude<Awaited<ReturnType<typeof runGit>>, { kind: 'done' }>;

/** Why Git cannot list a work tree; nothing where the .git is an empty folder, which is no repository. */
function problemOf(root: string, failed: Failed): Pick<WorkTree, 'problem'> {
  if (failed.kind === 'not-installed') {
    const hint = 'install git where connect-sync runs, or run it in a copy of the files without .git';
    return { problem: { reason: 'git is not installed, or not on the PATH', hint } };
  }
  const { reason } = failed;
  if (/not a git repository \(or any/.test(reason) && isEmptyOrMissing(path.join(root, '.git'))) return {};
  const isOwnedByOthers = reason.includes('dubious ownership') || reason.includes('unsafe repository');
  const hint = isOwnedByOthers
    ? `git config --global --add safe.directory ${root}`
    : `run  git -C ${root} status  and fix what it reports`;
  return { problem: { reason: `git: ${reason}`, hint } };
}

/** A tree without its repository, as an archive or a container image has it: only its submodules are known. */
function readExport(root: string): WorkTree {
  const paths = readFileSync(path.join(root, '.gitmodules'), 'utf8').matchAll(
    /^[ \t]*path[ \t]*=[ \t]*(\S.*)$/gm,
  );
  return {
    root,
    entries: [...paths].flatMap(([, quoted = '']) => {
      const file = quoted.trimEnd().replace(/^"(.*)"$/, '$1');
      return isEmptyOrMissing(path.join(root, file))
        ? [{ path: file, kind: 'hidden', reason: notFetched }]
        : [];
    }),
  };
}
