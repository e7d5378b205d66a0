import { stat } from 'node:fs/promises';
import path from 'node:path';
import { noteRead } from '../files/noted-reads.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { displayPath } from './display-path.ts';

/** The absolute path of the project file, if there is one, or the problem that prevents finding it. */
export interface ProjectFileLocation {
  readonly file: string | undefined;
  readonly problem: Diagnostic | undefined;
}

const defaultName = 'connect-sync.yaml';
const misspelledName = 'connect-sync.yml';

/** Finds the project file: the specified one, or connect-sync.yaml if it exists, or none. */
export async function locateProjectFile(
  directory: string,
  named: string | undefined,
): Promise<ProjectFileLocation> {
  if (!(await exists(directory))) return missing(diagnose('directory-missing', { directory }));
  const file = path.resolve(directory, named ?? defaultName);
  if (await exists(file)) return { file, problem: undefined };
  if (named !== undefined)
    return missing(diagnose('project-file-missing', { file: displayPath(directory, file) }));
  if (!(await exists(path.join(directory, misspelledName)))) return { file: undefined, problem: undefined };
  // If it were ignored silently, its ownership and clusters would be ignored too.
  const source = { file: misspelledName, line: 1, column: 1 };
  return missing(
    diagnose('project-file-misnamed', { found: misspelledName, expected: defaultName }, { source }),
  );
}

function missing(problem: Diagnostic): ProjectFileLocation {
  return { file: undefined, problem };
}

async function exists(file: string): Promise<boolean> {
  noteRead('place', file);
  return stat(file).then(
    () => true,
    () => false,
  );
}
