import type { Command } from 'commander';
import { ConnectSyncError } from '../../model/error.ts';
import { duration } from './parsers.ts';
import type { CommonOptions } from './project-options.ts';

/** The option of commands that can refresh their page. */
export interface WatchOption {
  /** Milliseconds; true: the default interval. A text is the first name: `--watch orders`. */
  readonly watch?: number | string | true;
}

/** Adds `--watch`. */
export function withWatchOption(command: Command): Command {
  return command.option(
    '--watch [interval]',
    'read again every 5s, or every interval; a terminal shows it on the whole screen until Ctrl-C, elsewhere each change is a line',
    intervalOrName,
  );
}

/** The interval is optional, so the parser of arguments takes a name that follows for it. */
function intervalOrName(text: string): number | string {
  return /^\d/.test(text) ? duration(text) : text;
}

/** What was meant by an interval that is a name. */
export function namesBehindWatch(
  { watch }: WatchOption,
  names: readonly string[],
): { readonly names: readonly string[]; readonly interval: number | true | undefined } {
  return typeof watch === 'string'
    ? { names: [watch, ...names], interval: true }
    : { names, interval: watch };
}

/** @throws ConnectSyncError (usage) if the page would not be text */
export function refuseWatch({ watch, format }: CommonOptions & WatchOption, command: string): void {
  if (watch === undefined || format === undefined || format === 'text') return;
  throw new ConnectSyncError({
    code: 'watch-is-for-people',
    message: `--watch cannot be combined with --format ${format}`,
    hint: `run  connect-sync ${command} -f ${format}  repeatedly`,
    category: 'usage',
  });
}
