import type { Command } from 'commander';
import type { ExitCode } from './exit-codes.ts';
import type { Host } from './host.ts';
import type { CommonOptions } from './options/project-options.ts';

/** Receives the exit code of a command; `by-interrupt`: an interrupt is how it ends in the ordinary case. */
export type Finish = (code: ExitCode, ends?: 'by-interrupt') => void;

/** Adds one command to the program. */
export type AddCommand = (program: Command, host: Host, finish: Finish) => void;

/** One run of a command: where its output goes, and the options that say how it looks. */
export interface CommandRun {
  readonly host: Host;
  readonly options: CommonOptions;
}
