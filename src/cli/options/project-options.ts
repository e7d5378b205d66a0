import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { parseDuration } from '../../model/duration.ts';
import { ConnectSyncError } from '../../model/error.ts';
import type { Vars } from '../../model/project.ts';
import { defaultRestarts } from '../../model/restart-limit.ts';
import { planFormats } from '../../render/plan-formats.ts';
import type { Host } from '../host.ts';

/** The options that every command takes, parsed. */
export interface CommonOptions {
  readonly directory?: string;
  readonly project?: string;
  readonly cluster: readonly string[];
  readonly allClusters?: boolean;
  readonly format?: string;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly envFile: readonly string[];
  readonly var: Vars;
  readonly strict?: boolean;
  /** Milliseconds. */
  readonly timeout?: number;
  /** False with --no-color. */
  readonly color: boolean;
}

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

/** Adds the options that every command takes; `formats` names what `--format` accepts, the default first. */
export function withCommonOptions(command: Command, formats: readonly string[]): Command {
  return command
    .option('-C, --directory <dir>', 'work as if started in this directory')
    .option('-p, --project <file>', 'the project file (default: connect-sync.yaml)')
    .option('-c, --cluster <name|url>', 'the cluster to work on; may be repeated', collect, [])
    .option('--all-clusters', 'work on every cluster of the project file')
    .option('-f, --format <format>', `${formats.join(', ')} (default: ${formats[0]})`, oneOf(formats))
    .option('-q, --quiet', 'no progress, no warnings')
    .option('-v, --verbose', 'show each request: method, path, status, milliseconds')
    .option('--env-file <file>', 'read variables for ${env.…} from this file; may be repeated', collect, [])
    .option('--var <name=value>', 'set a variable for ${var.…}; may be repeated', collectVar, new Map())
    .option('--strict', 'treat warnings as errors')
    .option('--timeout <duration>', 'cap all waiting for one cluster, such as 90s or 5m', duration)
    .option('--no-color', 'no colours');
}

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

/** The directory a command works in, absolute. */
export function workingDirectory(host: Host, options: Pick<CommonOptions, 'directory'>): string {
  return path.resolve(host.directory, options.directory ?? '.');
}

/** A parser of a duration option, to milliseconds. */
export function duration(text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined)
    throw new InvalidArgumentError('Expected a duration such as 500ms, 10s, 5m or 24h.');
  return milliseconds;
}

/** A parser of a whole number, zero or more. */
export function count(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Expected a whole number.');
  return Number(text);
}

/** A parser of an option that accepts one of the given words, which it also tells: shells complete them. */
export interface WordParser {
  (text: string): string;
  readonly words: readonly string[];
}

/** A parser that accepts one of the given words. */
export function oneOf(words: readonly string[]): WordParser {
  const parse = (text: string): string => {
    if (!words.includes(text)) throw new InvalidArgumentError(`Expected one of: ${words.join(', ')}.`);
    return text;
  };
  return Object.assign(parse, { words });
}

/** A parser of an option that may be repeated. */
export function collect(text: string, before: readonly string[]): string[] {
  return [...before, text];
}

function collectVar(text: string, before: Vars): Vars {
  const match = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(text);
  if (!match) throw new InvalidArgumentError('Expected NAME=VALUE.');
  return new Map([...before, [match[1] ?? '', match[2] ?? '']]);
}
