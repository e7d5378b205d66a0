import path from 'node:path';
import type { ProjectInput } from '../../project/load-project.ts';

/**
 * The input with the directory of the project file as its directory, which is the one to watch: with `--project` the
 * process may have been started anywhere. Other files that the command names stay where they are.
 */
export function rootInput(input: ProjectInput): ProjectInput {
  const { directory, projectFile, trustedProject, envFiles, varFiles } = input;
  if (projectFile === undefined) return input;
  const absolute = (file: string) => path.resolve(directory, file);
  return {
    ...input,
    directory: path.dirname(absolute(projectFile)),
    projectFile: path.basename(projectFile),
    trustedProject: trustedProject && absolute(trustedProject),
    envFiles: envFiles?.map(absolute),
    varFiles: varFiles?.map(absolute),
  };
}
