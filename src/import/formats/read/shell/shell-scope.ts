import { ShellState, type ShellVariable } from './shell-state.ts';
import type { ShellText } from './shell-text.ts';

/** Where a command is executed. */
export interface ShellScope {
  readonly state: ShellState;
  readonly stdin: ShellText | undefined;
  readonly branch: string;
  /** What is known where the innermost function, or the innermost loop, is left before its end. */
  readonly left: { readonly return: ShellState[]; readonly break: ShellState[] };
  readonly isInLoop: boolean;
  /** In a function: its own variables, with their values outside of it. */
  readonly locals: Map<string, ShellVariable | undefined> | undefined;
  /** Where the outermost function is called. */
  readonly call: number | undefined;
  /** The position of a script in an argument; undefined in the script itself. */
  readonly site: number | undefined;
  /** On another machine there are other files. */
  readonly isRemote: boolean;
  readonly depth: number;
}

/** The start of a script. */
export function newScope(): ShellScope {
  return {
    state: new ShellState(),
    stdin: undefined,
    branch: '',
    left: { return: [], break: [] },
    isInLoop: false,
    locals: undefined,
    call: undefined,
    site: undefined,
    isRemote: false,
    depth: 0,
  };
}

/** A subshell, or a branch: what it changes does not change its surroundings. */
export function subshell(scope: ShellScope): ShellScope {
  return { ...scope, state: scope.state.copy() };
}
