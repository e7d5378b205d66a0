import { stat } from 'node:fs/promises';
import path from 'node:path';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { displayPath } from './display-path.ts';

/** The project file's absolute path, if there is one; or why it cannot be told. */
export interface ProjectFileLocation {
  readonly file: string | undefined;
  readonly problem: Diagnostic | undefined;
}

const usualName = 'connect-sync.yaml';
const misspelt = 'connect-sync.yml';

/** Finds the project file: the one that is named, else connect-sync.yaml if it is there, else there is none. */
export async function locateProjectFile(
  directory: string,
  named: string | undefined,
): Promise<ProjectFileLocation> {
  if (!(await exists(directory))) return missing(diagnose('directory-missing', { directory }));
  const file = path.resolve(directory, named ?? usualName);
  if (await exists(file)) return { file, problem: undefined };
  if (named !== undefined)
    return missing(diagnose('project-file-missing', { file: displayPath(directory, file) }));
  if (!(await exists(path.join(directory, misspelt)))) return { file: undefined, problem: undefined };
  // Passed over without a word, it would take ownership and clusters with it.
  const source = { file: misspelt, line: 1, column: 1 };
  return missing(diagnose('project-file-misnamed', { found: misspelt, expected: usualName }, { source }));
}

function missing(problem: Diagnostic): ProjectFileLocation {
  return { file: undefined, problem };
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
