import { type Command, InvalidArgumentError } from 'commander';
import type { ApplySettings } from '../../reconcile/reconcile.ts';
import { collect, count, duration, oneOf } from './parsers.ts';
import type { CommonOptions } from './project-options.ts';

/** The options of a command that applies a plan. */
export interface ApplyingOptions extends CommonOptions {
  readonly validate: boolean;
  readonly yes?: boolean;
  readonly wait: boolean;
  /** Milliseconds. */
  readonly stableFor: number;
  readonly onFailure: 'halt' | 'continue' | 'rollback';
  /** Names or globs. */
  readonly allowUnhealthy: readonly string[];
  readonly concurrency: number;
  /** A folder, or `none`; left out: the usual one. */
  readonly backup?: string;
}

/** The settings that these options describe. */
export function applySettings(
  options: ApplyingOptions & Pick<ApplySettings, 'expectDigest' | 'expectNoChanges'>,
): ApplySettings {
  return {
    concurrency: options.concurrency,
    wait: options.wait,
    stableForMilliseconds: options.stableFor,
    onFailure: options.onFailure,
    allowUnhealthy: options.allowUnhealthy,
    backup: options.backup,
    expectDigest: options.expectDigest,
    expectNoChanges: options.expectNoChanges,
  };
}

/** Adds the options that say how a plan is applied. */
export function withApplyingOptions(command: Command): Command {
  return withUnattendedOptions(command.option('-y, --yes', 'apply without confirmation'));
}

/** The same without `--yes`, where nobody is asked. */
export function withUnattendedOptions(command: Command): Command {
  command
    .option('--no-wait', 'do not wait until changed connectors are healthy')
    .option('--stable-for <duration>', 'how long all connectors must stay healthy', duration, 10_000)
    .option(
      '--on-failure <what>',
      'halt: start no later wave; continue: apply what does not depend on it; rollback: restore what this run changed',
      oneOf(['halt', 'continue', 'rollback']),
      'halt',
    )
    .option(
      '--allow-unhealthy <name|glob>',
      'connectors that may end unhealthy without exit 25; may be repeated',
      collect,
      [],
    )
    .option('--concurrency <n>', 'writes in flight at a time', count, 4);
  return withBackupOption(command);
}

/** Adds `--backup`. */
export function withBackupOption(command: Command): Command {
  return command.option(
    '--backup <dir|none>',
    'where to back up what is overwritten or deleted, secrets included (default: .connect-sync/backups)',
    folder,
  );
}

/** A script may pass an empty variable. */
function folder(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('Expected a folder, or none.');
  return text;
}
