import type { Command, Option } from 'commander';

/** A command line that is being typed. */
export interface ReadWords {
  /** The program itself if there is no command yet. */
  readonly command: Command;
  /** The values of options in the order given, by long name. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** The arguments before the word that is being typed. */
  readonly names: readonly string[];
  /** The option whose value is being typed. */
  readonly valueFor: Option | undefined;
  /** Whether a `--` precedes the word, so that it cannot be an option. */
  readonly onlyArguments: boolean;
  /** The word that is being typed. */
  readonly current: string;
}

/** Parses the words after the name of the program; the last one is still being typed. */
export function readWords(program: Command, words: readonly string[]): ReadWords {
  const reader = new WordReader(program);
  for (const word of words.slice(0, -1)) reader.take(word);
  return reader.read(words.at(-1) ?? '');
}

class WordReader {
  readonly #program: Command;
  readonly #values = new Map<string, string[]>();
  readonly #names: string[] = [];
  #command: Command;
  #valueFor: Option | undefined;
  #onlyArguments = false;

  constructor(program: Command) {
    this.#program = program;
    this.#command = program;
  }

  take(word: string): void {
    if (this.#valueFor) {
      this.#give(this.#valueFor, word);
      this.#valueFor = undefined;
    } else if (this.#onlyArguments || !word.startsWith('-')) this.#takeArgument(word);
    else if (word === '--') this.#onlyArguments = true;
    else this.#takeOption(word);
  }

  read(current: string): ReadWords {
    return {
      command: this.#command,
      values: this.#values,
      names: this.#names,
      valueFor: this.#valueFor,
      onlyArguments: this.#onlyArguments,
      current,
    };
  }

  #takeArgument(word: string): void {
    const isFirst = this.#command === this.#program;
    // `help` is a command for the help page only.
    const commands = isFirst ? this.#program.createHelp().visibleCommands(this.#program) : [];
    const named = commands.find((one) => one.name() === word);
    if (named) this.#command = named;
    else this.#names.push(word);
  }

  #takeOption(word: string): void {
    const [flag, ...rest] = word.split('=');
    const option = this.#command.options.find(({ long, short }) => long === flag || short === flag);
    if (!option?.required) return;
    if (rest.length > 0) this.#give(option, rest.join('='));
    else this.#valueFor = option;
  }

  #give(option: Option, value: string): void {
    const key = option.long ?? option.flags;
    this.#values.set(key, [...(this.#values.get(key) ?? []), value]);
  }
}
