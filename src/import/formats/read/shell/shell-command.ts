/** A simple command of a script: its words and its input. */
export interface ShellCommand {
  /** Includes assignments before the command. */
  readonly words: readonly ShellWord[];
  /** Here-documents and here-strings. */
  readonly inputs: readonly ShellWord[];
}

/** A word without its quotes. */
export interface ShellWord {
  readonly parts: readonly ShellPart[];
  /** Its offset in the script. */
  readonly offset: number;
}

/** A part of a word. */
export type ShellPart =
  /** Literal text. */
  | { readonly kind: 'text'; readonly text: string }
  /** `$NAME` or `${NAME}`. */
  | { readonly kind: 'variable'; readonly name: string; readonly raw: string }
  /** Command or process substitution: `$(…)` or `<(…)`. */
  | { readonly kind: 'output'; readonly commands: readonly ShellCommand[]; readonly raw: string }
  /** `$1`, `${NAME:-default}`, arithmetic and other expansions. */
  | { readonly kind: 'expansion'; readonly raw: string };

/** The text of a word; expansions are kept unresolved. */
export function rawText({ parts }: Pick<ShellWord, 'parts'>): string {
  return parts.map((part) => (part.kind === 'text' ? part.text : part.raw)).join('');
}

/** The script ends inside a quote or a bracket. */
export class ShellSyntaxError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}
