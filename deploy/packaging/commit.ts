import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The commit that is built: its id, and its time in seconds, which is that of every file of the release. */
export async function commitOf(
  folder: string,
): Promise<{ readonly revision: string; readonly seconds: number }> {
  const log = promisify(execFile)('git', ['-C', folder, 'log', '--max-count', '1', '--format=%H %ct']);
  // Built from an archive of the sources, there is no commit.
  const { stdout } = await log.catch(() => ({ stdout: '' }));
  const [revision = '', seconds = '0'] = stdout.trim().split(' ');
  return { revision, seconds: Number(seconds) };
}
