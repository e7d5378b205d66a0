import path from 'node:path';
import { type ListedFile, listFiles } from '../git/list-files.ts';
import type { CheckView } from '../model/doctor-view.ts';
import { toPrintableLine } from '../model/printable.ts';
import type { Project } from '../project/load-project.ts';
import { failed, ok, warning } from './check.ts';

/** Beside environment files: what connect-sync writes with secrets in it. Its schemas may be committed. */
const mayHoldSecrets = ['.env', '.env.*', '.connect-sync/backups', '.connect-sync/saved-plans'];

/** Whether there is a repository, and whether files with secrets could get into it. */
export async function checkGit({ input }: Project): Promise<readonly CheckView[]> {
  const { directory, envFiles = [] } = input;
  const named = envFiles
    .map((file) => path.relative(directory, path.resolve(directory, file)))
    .filter((file) => !file.startsWith('..') && !path.isAbsolute(file))
    .map((file) => `:(literal)${file.split(path.sep).join('/')}`);
  const listing = await listFiles(directory, [...mayHoldSecrets, ...named]);
  switch (listing.kind) {
    case 'no-git':
      return [
        warning(
          'git',
          'Git is not installed here',
          'drift --since and the masking of former secrets need it',
        ),
      ];
    case 'no-repository':
      return [
        warning('git', 'this folder is in no Git repository', 'git init, so that changes are reviewed'),
      ];
    case 'listed': {
      const secret = listing.files.filter(
        ({ path: file }) => !/\.(?:example|sample|template|dist)$/.test(file),
      );
      const findings = secret.slice(0, mostFiles).map(describeFile);
      return findings.length > 0 ? findings : [ok('git', 'no environment file and no backup is in Git')];
    }
  }
}

const mostFiles = 5;

function describeFile({ path: file, state }: ListedFile): CheckView {
  const shown = toPrintableLine(file);
  return state === 'tracked'
    ? failed(
        'git',
        `${shown} is in Git, and may hold secrets`,
        `git rm --cached ${shown}, add it to .gitignore, and replace the secrets in it`,
      )
    : warning('git', `${shown} is not ignored by Git, and may hold secrets`, `add ${shown} to .gitignore`);
}
