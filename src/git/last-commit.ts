import { readOffline } from './read-offline.ts';
import { isShallowClone } from './shallow-clone.ts';
import { rootOf } from './work-trees.ts';

/**
 * When files were last committed: milliseconds since the epoch, and the same in ISO 8601; `changed` since then, or never
 * committed.
 */
export type LastCommit =
  | { readonly kind: 'committed'; readonly at: number; readonly date: string }
  | { readonly kind: 'changed' }
  | { readonly kind: 'unknown' };

const patienceMilliseconds = 10_000;

/**
 * The last commit that changed any of these files. `unknown` without Git, outside of a repository, and where a shallow
 * clone ends at this commit: an earlier one may have changed them.
 *
 * @param files relative to the directory, with slashes
 */
export async function readLastCommit(directory: string, files: readonly string[]): Promise<LastCommit> {
  if (files.length === 0 || rootOf(directory) === undefined) return { kind: 'unknown' };
  const paths = ['--', ...files.map((file) => `:(literal)${file}`)];
  const git = async (args: readonly string[]) =>
    (await readOffline(directory, args, { timeoutMilliseconds: patienceMilliseconds })).toString().trim();
  if ((await git(['status', '--porcelain', '--ignored', ...paths])) !== '') return { kind: 'changed' };
  const format = ['log', '-1', '--format=%ct %cI %P'];
  const [seconds = '', date = '', ...parents] = (await git([...format, ...paths])).split(' ');
  if (!/^\d+$/.test(seconds)) return { kind: 'unknown' };
  if (parents.length === 0 && (await isShallowClone(directory))) return { kind: 'unknown' };
  return { kind: 'committed', at: Number(seconds) * 1000, date };
}
