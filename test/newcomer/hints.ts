/** A command that an output suggests. */
export interface Hint {
  /** As it is printed, ready for a shell. */
  readonly command: string;
  /** The line that it stands in. */
  readonly line: string;
}

/**
 * The commands that an output suggests: in a line after a colon, set apart by two spaces, in backticks, or alone on the
 * line. A command ends at two spaces, where its explanation begins.
 */
export function hintsIn(output: string): Hint[] {
  return output.split('\n').flatMap((line) => {
    const found = line.matchAll(
      /(?:^\s*(?:[$>│] )?|: |\S {2,}|`)((?:[A-Z_]+=\S+ )?connect-sync [a-z][^`]*?)(?=`| {2,}|$)/g,
    );
    return [...found].map(([, command = '']) => ({ command: withoutSentence(command), line: line.trim() }));
  });
}

/** The end of the sentence around a command is no part of it. */
function withoutSentence(command: string): string {
  return command.trim().replace(/[.,;:]$/, '');
}

/** The subcommand of a hint, such as `plan`. */
export function subcommandOf({ command }: Hint): string {
  return /connect-sync ([a-z-]+)/.exec(command)?.[1] ?? '';
}
