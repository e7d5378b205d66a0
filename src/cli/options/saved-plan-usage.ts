import path from 'node:path';
import type { Command } from 'commander';
import { ConnectSyncError } from '../../model/error.ts';
import { looksLikeOurs } from '../../saved-plan/saved-plan-file.ts';

/** The options that decide what a plan holds, as a person writes them: a saved plan has its own. */
const planningOptions: Readonly<Record<string, string>> = {
  prune: '--prune',
  allowDeletes: '--allow-deletes',
  allowEmpty: '--allow-empty',
  adopt: '--adopt',
  only: '--only',
  restart: '--restart',
  validate: '--no-validate',
};

/**
 * The saved plan among the arguments of `apply`; undefined where they are connector files, or none.
 *
 * @throws ConnectSyncError (usage) where there is a plan and something else
 */
export async function findSavedPlan(
  directory: string,
  files: readonly string[],
): Promise<string | undefined> {
  for (const file of files) {
    if (!(await looksLikeOurs(path.resolve(directory, file)))) continue;
    if (files.length === 1) return file;
    throw usage(
      `${file} is a saved plan, which says itself what is done: it cannot be combined with other files`,
      'name the plan alone, or the connector files alone',
    );
  }
  return undefined;
}

/** @throws ConnectSyncError (usage) where options cannot be meant together with a saved plan, or without one */
export function checkApplyUsage(command: Command, plan: string | undefined): void {
  if (plan === undefined) {
    if (!isGiven(command, 'maxAge')) return;
    throw usage('--max-age is about a saved plan, and none is named', 'name one, or leave out --max-age');
  }
  const given = givenPlanningOptions(command);
  if (given.length === 0) return;
  throw usage(
    `${given.join(', ')} cannot be said of a saved plan: it was made with its own options`,
    'leave it out, or make the plan again with it',
  );
}

/** @throws ConnectSyncError (usage) where `--show` is combined with what only a new plan can have */
export function checkShowUsage(command: Command, files: readonly string[]): void {
  const given = [...givenPlanningOptions(command), ...(isGiven(command, 'out') ? ['--out'] : [])];
  const others = [...given, ...(files.length > 0 ? ['FILE'] : [])];
  if (others.length === 0) return;
  throw usage(
    `--show shows a plan as it was saved: it cannot be combined with ${others.join(', ')}`,
    undefined,
  );
}

function givenPlanningOptions(command: Command): readonly string[] {
  return Object.entries(planningOptions).flatMap(([name, option]) =>
    isGiven(command, name) ? [option] : [],
  );
}

function isGiven(command: Command, option: string): boolean {
  return command.getOptionValueSource(option) === 'cli';
}

function usage(message: string, hint: string | undefined): ConnectSyncError {
  return new ConnectSyncError({ code: 'saved-plan-usage', message, hint, category: 'usage' });
}
