import path from 'node:path';
import { linkTo } from '../../files/linked-folder.ts';
import type { ProjectInput } from '../../project/load-project.ts';

/** Where the files of a source are. */
export interface SourceLocation {
  /** The folder to show: as it was given, through links. */
  readonly shown: string;
  /** What to load now. @throws the error of the file system where a link leads nowhere */
  locate(): Promise<ProjectInput>;
}

/**
 * The input of a project whose directory follows the link through which the process was started: after `cd current`,
 * where `current` is a link that each update swaps, the working directory stays the old folder. What is read is what a
 * command reads that is started there now.
 */
export function locateSource(input: ProjectInput): SourceLocation {
  const linked = linkTo(input.directory, input.environment.get('PWD'));
  if (linked === undefined) return { shown: projectFolder(input), locate: async () => input };
  return {
    shown: projectFolder({ ...input, directory: linked.through }),
    locate: async () => ({ ...input, directory: await linked.resolve() }),
  };
}

/** The folder of a project: that of its project file where one is named, else the directory. */
export function projectFolder({ directory, projectFile }: ProjectInput): string {
  return projectFile === undefined ? directory : path.dirname(path.resolve(directory, projectFile));
}
