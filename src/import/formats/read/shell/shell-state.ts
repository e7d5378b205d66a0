import type { Function as ShellFunction } from 'unbash';
import { saysSecret } from '../../../../model/redaction/secret-key-name.ts';
import type { ShellText, ShellWord } from './shell-text.ts';

/** A variable that a script sets. */
export interface ShellVariable {
  /** Undefined: it changes while the script runs. */
  readonly value: ShellText | undefined;
  /** The elements of an array, if they are known. */
  readonly elements?: readonly ShellWord[] | undefined;
  readonly version: number;
  readonly isExported: boolean;
  readonly isLocal: boolean;
}

/** Why the commands that follow are not executed. */
export type ShellEnd = 'exit' | 'return' | 'break';

/** What is known at one point of a script. */
export class ShellState {
  variables = new Map<string, ShellVariable>();
  functions = new Map<string, ShellFunction>();
  /** The contents of files that the script writes; undefined if unknown. */
  files = new Map<string, ShellText | undefined>();
  /** `$1` and so on; undefined if unknown. */
  positional: readonly ShellText[] | undefined = undefined;
  /** The working directory, relative to the script; undefined if unknown. */
  folder: string | undefined = '.';
  end: ShellEnd | undefined = undefined;
  /** What `trap … EXIT` executes. */
  atExit: ShellWord | undefined = undefined;
  /** The version of variables that the script does not set. */
  version = 0;
  exportsAll = false;
  /** Another shell, which does not have the variables of the script. */
  readonly isForeign: boolean;

  constructor(isForeign = false) {
    this.isForeign = isForeign;
  }

  /** A copy for a subshell or a branch. */
  copy(): ShellState {
    const copy = Object.assign(new ShellState(this.isForeign), this);
    copy.variables = new Map(this.variables);
    copy.functions = new Map(this.functions);
    copy.files = new Map(this.files);
    return copy;
  }

  /** The value of a variable. One that the script does not set is a variable of the environment. */
  valueOf(name: string): ShellText {
    const found = this.variables.get(name);
    const unknown = [{ kind: 'unknown', raw: `$${name}` }] as const;
    if (!found)
      return this.isForeign ||
        /^(?:RANDOM|SECONDS|LINENO|BASH\w*|EPOCH\w*|PPID|PWD|OLDPWD|OPTARG|REPLY)$/.test(name)
        ? unknown
        : [{ kind: 'variable', name, version: this.version }];
    const { value = unknown, version, isLocal } = found;
    const [only, other] = value;
    if (only?.kind !== 'text' || other || only.from !== undefined) return value;
    if (saysSecret(name.replaceAll('_', '.')) && !/^\s*(?:[{[]|$)/.test(only.text))
      return [{ kind: 'variable', name, version }];
    return isLocal ? value : [{ ...only, from: name }];
  }

  /** Gives variables the values that they had before. */
  restore(before: ReadonlyMap<string, ShellVariable | undefined>): void {
    for (const [name, value] of before) {
      if (value) this.variables.set(name, value);
      else this.variables.delete(name);
    }
  }

  versionOf(name: string): number {
    return this.variables.get(name)?.version ?? this.version;
  }

  /** After one of several branches: what differs between them is unknown. Whether anything differs from before. */
  join(branches: readonly ShellState[], unknown: (name: string) => ShellVariable): boolean {
    const open = branches.filter(({ end }) => end === undefined);
    const [first = branches[0], ...others] = open;
    if (!first) return false;
    const before = this.copy();
    const names = new Set(open.flatMap(({ variables }) => [...variables.keys()]));
    const files = new Set(open.flatMap((one) => [...one.files.keys()]));
    Object.assign(this, first.copy());
    for (const name of names) {
      const isSame = others.every((one) => isUnchanged(one, first, name));
      if (!isSame) this.variables.set(name, unknown(name));
    }
    for (const file of files) {
      const contents = open.map((one) => one.files.has(file) && [one.files.get(file)]);
      if (!contents.every((one) => areSame(one, contents[0]))) this.files.set(file, undefined);
    }
    for (const one of others) this.#joinSurroundings(one, first);
    return [...names].some((name) => !isUnchanged(before, this, name));
  }

  /** What is known of functions, arguments and directories at the end of both branches. */
  #joinSurroundings(one: ShellState, other: ShellState): void {
    for (const name of [...one.functions.keys(), ...other.functions.keys()])
      if (one.functions.get(name) !== other.functions.get(name)) this.functions.delete(name);
    if (!areSame(one.positional, other.positional)) this.positional = undefined;
    if (one.folder !== other.folder) this.folder = undefined;
    this.version = Math.max(this.version, one.version);
  }
}

function isUnchanged(one: ShellState, other: ShellState, name: string): boolean {
  return (
    one.variables.get(name) === other.variables.get(name) || areSame(known(one, name), known(other, name))
  );
}

/** What is known of a variable, apart from its version. */
function known({ variables }: ShellState, name: string): unknown {
  const found = variables.get(name);
  return found && [found.value ?? null, found.elements ?? null, found.isExported];
}

/** Where a text is written does not matter. */
function areSame(one: unknown, other: unknown): boolean {
  const ignored = (key: string, value: unknown) => (key === 'origin' ? undefined : value);
  return JSON.stringify(one, ignored) === JSON.stringify(other, ignored);
}
