import type { Command } from 'commander';
import { ConnectSyncError } from '../../model/error.ts';
import { defaultRestarts } from '../../model/restart-limit.ts';
import type { WrittenRollout } from '../../model/rollout-settings.ts';
import { planFormats } from '../../render/plan-formats.ts';
import { collect, count, oneOf } from './parsers.ts';
import { type CommonOptions, withPoliciesOption } from './project-options.ts';
import { withRolloutOptions } from './rollout.ts';

/** The options that decide what a plan contains. */
export interface PlanningOptions extends CommonOptions, WrittenRollout {
  readonly prune?: boolean;
  readonly allowDeletes?: number;
  readonly allowEmpty?: boolean;
  readonly adopt: readonly string[];
  readonly only: readonly string[];
  readonly rewriteMasked: readonly string[];
  readonly restart: 'failed' | 'none';
  readonly maxRestarts: number;
  readonly validate: boolean;
}

/** The formats of a plan, the default first. */
export const planFormatNames = Object.keys(planFormats);

/** Adds the options that plan and apply share. */
export function withPlanningOptions(command: Command): Command {
  command
    .option('--prune', 'delete owned connectors that no file declares (owned: see ownership.names, .marker)')
    .option(
      '--allow-deletes <n>',
      'allow to delete up to this many connectors (--prune, state: absent)',
      count,
    )
    .option('--allow-empty', 'accept that the files declare no connector at all');
  withAdoptOption(command)
    .option('--only <name|glob>', 'limit the run to these connectors; may be repeated', collect, [])
    .option(
      '--rewrite-masked <name|glob>',
      'write the declared values over those that the worker masks; may be repeated',
      collect,
      [],
    )
    .option(
      '--restart <which>',
      'failed: restart FAILED connectors and tasks; none: do not',
      oneOf(['failed', 'none']),
      'failed',
    )
    .option('--max-restarts <n>', 'restart at most this many FAILED connectors', count, defaultRestarts);
  return withValidateOption(withPoliciesOption(withRolloutOptions(command)));
}

/** Adds `--invertible`, which `checkInvertible` checks. */
export function withInvertibleOption(command: Command): Command {
  return command.option('--invertible', 'json-patch only: test each value before replacing or removing it');
}

/** Whose key types a format needs: patches carry the same masks as `show`, which prints every connector. */
export function keyTypesFor({ format }: CommonOptions): 'changed' | 'all' {
  return format === 'json-patch' || format === 'diff' ? 'all' : 'changed';
}

/** @throws ConnectSyncError (usage) where the format has no `--invertible` */
export function checkInvertible({
  format,
  invertible,
}: CommonOptions & { readonly invertible?: boolean }): void {
  if (invertible !== true || format === 'json-patch') return;
  throw new ConnectSyncError({
    code: 'options-contradict',
    message: '--invertible requires --format json-patch',
    hint: 'add --format json-patch, or leave out --invertible',
    category: 'usage',
  });
}

/** Adds `--adopt`. */
export function withAdoptOption(command: Command): Command {
  return command.option(
    '--adopt <name|glob>',
    'adopt live connectors without the ownership marker; may be repeated',
    collect,
    [],
  );
}

/** Adds `--no-validate`. */
export function withValidateOption(command: Command): Command {
  return command.option('--no-validate', 'do not have the worker validate what changes');
}
