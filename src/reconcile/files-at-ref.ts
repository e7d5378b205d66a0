import path from 'node:path';
import { type ProjectFiles, readProject } from '../desired/read-project.ts';
import { withCommittedFiles } from '../git/files-at-commit.ts';
import { toPrintableLine } from '../model/printable.ts';
import type { Project } from '../project/load-project.ts';

/** The files of a project as of a commit. */
export interface FilesAtRef {
  readonly files: ProjectFiles;
  /** The commit, abbreviated. */
  readonly commit: string;
  /** For people: `the files as of main (0123456789ab)`. */
  readonly description: string;
}

/**
 * Reads the files of a project as of a Git commit, branch or tag, with the environment of this run.
 *
 * @throws ConnectSyncError (failure) without Git, a repository or such a commit
 */
export function readFilesAtRef({ input, files }: Project, ref: string): Promise<FilesAtRef> {
  const { directory, projectFile, version } = input;
  return withCommittedFiles(directory, ref, async ({ directory: committed, commit }) => ({
    files: await readProject({
      directory: committed,
      projectFile: projectFile && path.relative(directory, path.resolve(directory, projectFile)),
      environment: files.environment,
      envFiles: [],
      connectSyncVersion: version,
    }),
    commit,
    description: `the files as of ${toPrintableLine(ref)} (${commit})`,
  }));
}
