import type { Command } from 'commander';
import { ConnectSyncError } from '../../model/error.ts';
import { defaultRestarts } from '../../model/restart-limit.ts';
import { planFormats } from '../../render/plan-formats.ts';
import { collect, count, oneOf } from './parsers.ts';
import type { CommonOptions } from './project-options.ts';

/** The options that decide what a plan holds. */
export interface PlanningOptions extends CommonOptions {
  readonly prune?: boolean;
  readonly allowDeletes?: number;
  readonly allowEmpty?: boolean;
  readonly adopt: readonly string[];
  readonly only: readonly string[];
  readonly restart: 'failed' | 'none';
  readonly maxRestarts: number;
  readonly validate: boolean;
}

/** The formats of a plan, the default first. */
export const planFormatNames = Object.keys(planFormats);

/** Adds the options that plan and apply share. */
export function withPlanningOptions(command: Command): Command {
  command
    .option(
      '--prune',
      'delete owned connectors that are in no file (ownership.names or .marker: what is owned)',
    )
    .option('--allow-deletes <n>', 'allow pruning to delete up to this many connectors', count)
    .option('--allow-empty', 'accept that the files describe no connector at all');
  withAdoptOption(command)
    .option('--only <name|glob>', 'narrow what is done to these connectors; may be repeated', collect, [])
    .option(
      '--restart <which>',
      'failed: restart what is FAILED; none: leave it',
      oneOf(['failed', 'none']),
      'failed',
    )
    .option('--max-restarts <n>', 'restart at most this many connectors that FAILED', count, defaultRestarts);
  return withValidateOption(command);
}

/** Adds `--invertible`; `checkInvertible` judges it. */
export function withInvertibleOption(command: Command): Command {
  return command.option('--invertible', 'json-patch only: test each value before it is replaced or removed');
}

/** Whose key types a format needs: patches carry the same masks as `show`, which prints every connector. */
export function keyTypesFor({ format }: CommonOptions): 'changed' | 'all' {
  return format === 'json-patch' || format === 'diff' ? 'all' : 'changed';
}

/** @throws ConnectSyncError (usage) where `--invertible` stands with a format that knows nothing of it */
export function checkInvertible({
  format,
  invertible,
}: CommonOptions & { readonly invertible?: boolean }): void {
  if (invertible !== true || format === 'json-patch') return;
  throw new ConnectSyncError({
    code: 'options-contradict',
    message: '--invertible says how a JSON Patch is written',
    hint: 'say --format json-patch with it',
    category: 'usage',
  });
}

/** Adds `--adopt`. */
export function withAdoptOption(command: Command): Command {
  return command.option(
    '--adopt <name|glob>',
    'take over live connectors that do not carry our mark (ownership.marker); may be repeated',
    collect,
    [],
  );
}

/** Adds `--no-validate`. */
export function withValidateOption(command: Command): Command {
  return command.option('--no-validate', 'do not ask the worker to validate what changes');
}
