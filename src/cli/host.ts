import type { Clock } from '../model/clock.ts';
import type { Choice } from './prompt/choose-many.ts';
import type { Entry } from './prompt/enter-text.ts';

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
  /** Shows a list to mark entries of; undefined where the person left. Only where `canAsk`. */
  readonly choose: (choice: Choice) => Promise<readonly string[] | undefined>;
  /** Asks for a line until it will do; undefined where the person left. Only where `canAsk`. */
  readonly enter: (entry: Entry) => Promise<string | undefined>;
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
