import type { Command } from 'commander';
import { ConnectSyncError } from '../../model/error.ts';

/** The options that decide what a plan contains, which a saved plan brings itself. */
const planningOptions: Readonly<Record<string, string>> = {
  prune: '--prune',
  allowDeletes: '--allow-deletes',
  allowEmpty: '--allow-empty',
  adopt: '--adopt',
  only: '--only',
  rewriteMasked: '--rewrite-masked',
  restart: '--restart',
  validate: '--no-validate',
  canary: '--canary',
  batch: '--batch',
  maxUnhealthy: '--max-unhealthy',
  bake: '--bake',
};

/** @throws ConnectSyncError (usage) for options that require a saved plan, or that exclude one */
export function checkApplyUsage(command: Command, plan: string | undefined): void {
  if (plan === undefined) {
    if (!isGiven(command, 'maxAge')) return;
    throw usage('--max-age requires a saved plan', 'pass a saved plan, or omit --max-age');
  }
  const given = givenPlanningOptions(command);
  if (given.length === 0) return;
  throw usage(
    `${given.join(', ')} cannot be combined with a saved plan, which is applied with the options it was made with`,
    'omit it, or make the plan again with it',
  );
}

/** @throws ConnectSyncError (usage) if `--show` is combined with options of a new plan */
export function checkShowUsage(command: Command, files: readonly string[]): void {
  const given = [...givenPlanningOptions(command), ...(isGiven(command, 'out') ? ['--out'] : [])];
  const others = [...given, ...(files.length > 0 ? ['FILE'] : [])];
  if (others.length === 0) return;
  throw usage(
    `--show shows a plan as it was saved and cannot be combined with ${others.join(', ')}`,
    undefined,
  );
}

/** The given options of a plan as they are spelled, with further ones by their attribute names. */
export function givenPlanningOptions(
  command: Command,
  more: Readonly<Record<string, string>> = {},
): readonly string[] {
  return Object.entries({ ...planningOptions, ...more }).flatMap(([name, option]) =>
    isGiven(command, name) ? [option] : [],
  );
}

function isGiven(command: Command, option: string): boolean {
  return command.getOptionValueSource(option) === 'cli';
}

function usage(message: string, hint: string | undefined): ConnectSyncError {
  return new ConnectSyncError({ code: 'saved-plan-usage', message, hint, category: 'usage' });
}
