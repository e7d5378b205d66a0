import type { Shell } from './shell.ts';
import type { ShellScope } from './shell-scope.ts';
import type { ShellText, ShellWord, VariablePart } from './shell-text.ts';

/** A program that a script starts. */
export interface StartedProgram {
  readonly words: readonly ShellWord[];
  /** Undefined: nothing of its own. */
  readonly stdin: ShellText | undefined;
  /** The command, or the call of the function that contains it. */
  readonly offset: number;
  /** The branches that it is in. A program whose branch is a prefix of it runs at least as often. */
  readonly branch: string;
  /** The script ends before it. */
  readonly isUnreachable: boolean;
  /** The contents of a file at this point of the script, or why they are not known. */
  readonly readFile: (path: ShellText) => ShellText | string;
  /** Whether a variable in the words or in the input still has the value that it had there. */
  readonly isCurrent: (part: VariablePart) => boolean;
}

/** A program that is started with these words, at this position of the script. */
export function startedProgram(
  { words, stdin, offset }: Pick<StartedProgram, 'words' | 'stdin' | 'offset'>,
  shell: Shell,
  scope: ShellScope,
): StartedProgram {
  const { state, branch, call, site } = scope;
  return {
    words,
    stdin,
    offset: call ?? site ?? offset,
    branch,
    isUnreachable: state.end !== undefined,
    readFile: (path) => shell.readFile(path, scope),
    isCurrent: ({ name, version }) => version === 0 || version === state.versionOf(name),
  };
}
