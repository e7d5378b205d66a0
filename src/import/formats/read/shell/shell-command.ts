/** A simple command of a script, as far as it matters to what it sends: its words, and what it gets as its input. */
export interface ShellCommand {
  /** Assignments before the command among them. */
  readonly words: readonly ShellWord[];
  /** Here-documents and here-strings. */
  readonly inputs: readonly ShellWord[];
}

/** A word, quotes taken off. */
export interface ShellWord {
  readonly parts: readonly ShellPart[];
  /** Where it begins in the script. */
  readonly offset: number;
}

/** A piece of a word. */
export type ShellPart =
  /** What stands there. */
  | { readonly kind: 'text'; readonly text: string }
  /** `$NAME` or `${NAME}`. */
  | { readonly kind: 'variable'; readonly name: string; readonly raw: string }
  /** A command whose output stands there: `$(…)` or `<(…)`. */
  | { readonly kind: 'output'; readonly commands: readonly ShellCommand[]; readonly raw: string }
  /** `$1`, `${NAME:-default}`, arithmetic and the like. */
  | { readonly kind: 'unsure'; readonly raw: string };

/** The text of a word, pieces that are none as they are written. */
export function rawText({ parts }: Pick<ShellWord, 'parts'>): string {
  return parts.map((part) => (part.kind === 'text' ? part.text : part.raw)).join('');
}
