import type { Clock } from '../model/clock.ts';
import type { ListQuestion } from './prompt/choose-many.ts';
import type { TextQuestion } from './prompt/enter-text.ts';

/** All that a command may touch of the world around it, injected by the entry point and by tests. */
export interface Host {
  /** What follows the program's name. */
  readonly arguments: readonly string[];
  readonly environment: ReadonlyMap<string, string>;
  /** The absolute path the command was started in. */
  readonly directory: string;
  /** Of connect-sync. */
  readonly version: string;
  readonly nodeVersion: string;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Whether a person is there to answer a question. */
  readonly canAsk: boolean;
  /** Asks and waits for a line; empty where the person left. */
  readonly ask: (question: string) => Promise<string>;
  /** Shows a list to select from; undefined if the person cancels. Only if `canAsk`. */
  readonly choose: (question: ListQuestion) => Promise<readonly string[] | undefined>;
  /** Asks for a line of text until it is valid; undefined if the person cancels. Only if `canAsk`. */
  readonly enter: (question: TextQuestion) => Promise<string | undefined>;
  readonly clock: Clock;
  /**
   * Has something done when the process leaves at once: at a second signal, when an error was not caught. Returns
   * what takes that back.
   */
  readonly onExit: (action: () => void) => () => void;
  /** Aborts with the first SIGINT or SIGTERM; its reason is the signal's name. */
  readonly interrupt: AbortSignal;
}

/** A stream that text goes to. */
export interface Output {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  /** The width of the terminal, in columns. */
  readonly columns: number;
  /** Its height, in lines. */
  readonly rows: number;
}
