import { toPrintableLine } from '../model/printable.ts';

/**
 * A word of a suggested command: a text, or parts of which some are variables of the shell that the command is pasted
 * into. They stand in for values that must not be repeated.
 */
export type CommandWord = string | readonly (string | ShellVariables)[];

/** `$NAME`, several joined by colons. */
export interface ShellVariables {
  readonly variables: readonly string[];
}

/** What to write for `--cluster`, by the name that is shown of a cluster; where it is missing, that name itself. */
export type ClusterWords = ReadonlyMap<string, CommandWord>;

/** A word quoted for a POSIX shell. */
export function quoteForShell(word: CommandWord): string {
  if (typeof word === 'string') return quoteText(word);
  return word
    .map((part) =>
      typeof part === 'string'
        ? part && quoteText(part)
        : `"${part.variables.map((name) => `$${name}`).join(':')}"`,
    )
    .join('');
}

/** `--var NAME="$NAME"` for each name: values of variables are not repeated. */
export function variableArguments(names: readonly string[]): readonly CommandWord[] {
  return names.flatMap((name): CommandWord[] => ['--var', [`${name}=`, { variables: [name] }]]);
}

function quoteText(text: string): string {
  const printable = toPrintableLine(text);
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(printable) ? printable : `'${printable.replaceAll("'", "'\\''")}'`;
}
