import path from 'node:path';
import { ConnectSyncError } from '../model/error.ts';
import type { ControllerInput } from './controller-input.ts';
import { projectFolder } from './source/locate-source.ts';

/**
 * Refuses a lock file among the files of the project: it is renewed every few seconds, so the files would never be left
 * alone. The folder `.connect-sync` is not watched.
 *
 * @throws ConnectSyncError `invalid-argument`
 */
export function checkLockFile({
  leadership,
  project,
}: Pick<ControllerInput, 'leadership' | 'project'>): void {
  if (leadership?.kind !== 'lock-file') return;
  const directory = projectFolder(project);
  const [first = ''] = path.relative(directory, leadership.file).split(path.sep);
  if (first === '..' || first === '.connect-sync' || path.isAbsolute(first)) return;
  throw new ConnectSyncError({
    code: 'invalid-argument',
    message: `the lock file ${leadership.file} is in the directory of the project, which would change with each renewal`,
    hint: `put it elsewhere on the shared volume, or into  ${path.join(directory, '.connect-sync')}`,
    category: 'usage',
  });
}
