import type { Clock } from '../model/clock.ts';
import type { ListQuestion } from './prompt/choose-many.ts';
import type { TextQuestion } from './prompt/enter-text.ts';

/** The process and the terminal as commands see them; the entry point and tests supply it. */
export interface Host {
  /** Without the name of the program. */
  readonly arguments: readonly string[];
  readonly environment: ReadonlyMap<string, string>;
  /** The working directory, absolute. */
  readonly directory: string;
  /** The version of connect-sync. */
  readonly version: string;
  /** Where bugs of connect-sync are reported. */
  readonly issuesUrl: string;
  readonly nodeVersion: string;
  /** The path of the single executable that runs; undefined if Node runs the program. */
  readonly executable?: () => string | undefined;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Whether stdout and stderr lead to the same place: what is printed on both would be read twice. */
  readonly outputsAreOne: boolean;
  /** Whether stdin is a terminal. */
  readonly stdinIsTerminal: boolean;
  /** Reads standard input to its end. Rejects with code `EFBIG` if it is longer, and if the run is interrupted. */
  readonly readStdin: (mostBytes: number) => Promise<Uint8Array>;
  /** Whether questions can be answered: stdin and stderr are a terminal. */
  readonly canAsk: boolean;
  /** Asks and waits for a line; empty if the prompt is canceled. */
  readonly ask: (question: string) => Promise<string>;
  /** Called where a person declines a question. */
  readonly onDecline?: () => void;
  /** Shows a list to select from; undefined if the person cancels. Only if `canAsk`. */
  readonly choose: (question: ListQuestion) => Promise<readonly string[] | undefined>;
  /** Asks for a line of text until it is valid; undefined if the person cancels. Only if `canAsk`. */
  readonly enter: (question: TextQuestion) => Promise<string | undefined>;
  readonly clock: Clock;
  /** Registers an action for an abrupt end: a second signal, an uncaught error. Returns a function that removes it. */
  readonly onExit: (action: () => void) => () => void;
  /** Registers what a SIGHUP does; without an action it ends the process. Windows has no such signal. */
  readonly onHangup: (action: () => void) => void;
  /** Sends a signal to a process that was started as the first of a group, and to the rest of the group. */
  readonly killGroup: (id: number, signal: NodeJS.Signals) => void;
  /** Aborts with the first SIGINT or SIGTERM; its reason is the signal's name. */
  readonly interrupt: AbortSignal;
}

/** An output stream. */
export interface Output {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  /** The width of the terminal, in columns. */
  readonly columns: number;
  /** Its height, in lines. */
  readonly rows: number;
  /** Whether its reader has gone, as that of `… | head`. */
  readonly isClosed?: boolean;
}
