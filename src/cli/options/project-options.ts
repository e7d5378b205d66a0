import path from 'node:path';
import { Command, Option } from 'commander';
import { ConnectSyncError } from '../../model/error.ts';
import type { Vars } from '../../model/project.ts';
import type { Host } from '../host.ts';
import { collect, duration, oneOf } from './parsers.ts';

/** The options that every command takes, parsed. */
export interface CommonOptions {
  readonly directory?: string;
  readonly project?: string;
  readonly trustedProject?: string;
  readonly cluster: readonly string[];
  readonly allClusters?: boolean;
  readonly format?: string;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly dotenv: readonly string[];
  readonly var: Vars;
  readonly varFile?: readonly string[];
  readonly strict?: boolean;
  /** A folder, or `REF` or `REF:FOLDER` of Git; of commands that evaluate policies. */
  readonly policies?: string;
  /** Milliseconds. */
  readonly timeout?: number;
  /** False with --no-color. */
  readonly color: boolean;
}

/**
 * Adds the options that most commands take. `formats`: what `--format` accepts, the default first. `unused`: what has no
 * effect on this command, which is then an unknown option.
 */
export function withCommonOptions(
  command: Command,
  formats: readonly string[],
  unused: readonly (keyof CommonOptions)[] = [],
): Command {
  const common = addCommonOptions(new Command(), formats).options;
  for (const option of common)
    if (!unused.some((name) => name === option.attributeName())) command.addOption(option);
  return command;
}

/** Of a command that only prints what it knows: everything but `--format` and `--no-color`. */
export const outputOnly: readonly (keyof CommonOptions)[] = [
  'directory',
  'project',
  'trustedProject',
  'cluster',
  'allClusters',
  'quiet',
  'verbose',
  'dotenv',
  'var',
  'varFile',
  'strict',
  'timeout',
];

function addCommonOptions(command: Command, formats: readonly string[]): Command {
  return command
    .option('-C, --directory <dir>', 'run as if started in this directory')
    .option('-p, --project <file>', 'the project file (default: connect-sync.yaml)')
    .option(
      '--trusted-project <file>',
      'take clusters, ownership and policies from this project file, such as that of the base branch',
    )
    .option('-c, --cluster <name|url>', 'the cluster to work on; may be repeated', collect, [])
    .option('--all-clusters', 'work on every cluster of the project file')
    .option('-f, --format <format>', `${formats.join(', ')} (default: ${formats[0]})`, oneOf(formats))
    .option('-q, --quiet', 'no progress, no warnings')
    .option('-v, --verbose', 'log each request: method, path, status, milliseconds')
    .option(
      '--dotenv <file>',
      'read variables for ${env.…} from this dotenv file; may be repeated',
      collect,
      [],
    )
    .addOption(new Option('--env-file <file>').hideHelp().argParser(refuseEnvFile))
    .option('--var <name=value>', 'set a variable for ${var.…}; may be repeated', collectVar, new Map())
    .option(
      '--var-file <file>',
      'read variables for ${var.…} from this YAML, JSON or dotenv file; may be repeated',
      collect,
      [],
    )
    .option('--strict', 'treat warnings as errors')
    .option('--timeout <duration>', 'limit all waiting for one cluster, such as 90s or 5m', duration)
    .option('--no-color', 'disable colors');
}

/** Adds `--policies`. */
export function withPoliciesOption(command: Command): Command {
  return command.option(
    '--policies <dir|ref>',
    'take the policies from this folder, or from this commit (REF or REF:DIR), such as origin/main',
  );
}

/** The directory a command works in, absolute. */
export function workingDirectory(host: Host, options: Pick<CommonOptions, 'directory'>): string {
  return path.resolve(host.directory, options.directory ?? '.');
}

/** Node reads an option of this name itself, at any position of its command line, so it cannot be ours. */
function refuseEnvFile(file: string): never {
  throw new ConnectSyncError({
    code: 'renamed-option',
    message: `--env-file is an option of Node.js, which reads it before connect-sync starts; use --dotenv ${file}`,
    category: 'usage',
  });
}

function collectVar(text: string, before: Vars): Vars {
  const match = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(text);
  if (!match) throw invalidVariable();
  return new Map([...before, [match[1] ?? '', match[2] ?? '']]);
}

/** Not an `InvalidArgumentError`, whose message repeats the argument: it may hold a password. */
function invalidVariable(): ConnectSyncError {
  return new ConnectSyncError({
    code: 'invalid-variable',
    message:
      '--var expects NAME=VALUE, and a NAME of letters, digits and "_" that does not begin with a digit',
    category: 'usage',
  });
}
