import { parseDuration, typedDuration } from '../model/duration.ts';
import { defaultRestarts } from '../model/restart-limit.ts';
import type { SavedOptions } from '../model/saved-plan.ts';
import { type ClusterWords, type CommandWord, quoteForShell, variableArguments } from '../render/shell.ts';
import type { Host } from './host.ts';
import type { PlanningOptions } from './options/planning.ts';
import type { CommonOptions } from './options/project-options.ts';

// The words of suggested commands. They are printed, and land in logs and comments: no value of --var and no user of a
// URL is repeated. Variables of the shell stand in for them, so that the command works where it is pasted.

/** The options and files to repeat in the `apply` of a plan, so that it makes the same plan again. */
export function applyArguments(
  options: CommonOptions & Partial<PlanningOptions>,
  files: readonly string[],
): readonly CommandWord[] {
  return [
    ...projectArguments(options),
    ...(options.strict ? ['--strict'] : []),
    ...(options.prune ? ['--prune'] : []),
    ...option('--allow-deletes', options.allowDeletes?.toString()),
    ...(options.allowEmpty ? ['--allow-empty'] : []),
    ...(options.adopt ?? []).flatMap((pattern) => ['--adopt', pattern]),
    ...(options.only ?? []).flatMap((pattern) => ['--only', pattern]),
    ...(options.rewriteMasked ?? []).flatMap((pattern) => ['--rewrite-masked', pattern]),
    ...(options.restart === 'none' ? ['--restart', 'none'] : []),
    ...(options.maxRestarts === undefined || options.maxRestarts === defaultRestarts
      ? []
      : ['--max-restarts', String(options.maxRestarts)]),
    ...option('--canary', options.canary),
    ...option('--batch', options.batch),
    ...option('--max-unhealthy', options.maxUnhealthy),
    ...option('--bake', options.bake),
    ...(options.bake === undefined ? [] : timeoutFor(options.bake)),
    ...files,
  ];
}

/** What `apply` waits without `--timeout`; the engine, which has it too, is not loaded for words. */
const defaultTimeout = 300_000;

/** `apply` refuses to wait for a batch for less time than it must stay healthy. */
function timeoutFor(bake: string): readonly CommandWord[] {
  const milliseconds = parseDuration(bake) ?? 0;
  return milliseconds > defaultTimeout ? ['--timeout', typedDuration(milliseconds * 2)] : [];
}

/** The same for a plan that is made again with the options of a saved one. */
export function savedPlanArguments(options: CommonOptions, saved: SavedOptions): readonly CommandWord[] {
  const { allowDeletes, rollout, ...rest } = saved;
  return applyArguments(
    { ...options, ...rest, ...rollout, ...(allowDeletes !== null && { allowDeletes }) },
    [],
  );
}

/** The options to repeat in a command that reads the same cluster. */
export function projectArguments({
  directory,
  project,
  trustedProject,
  dotenv,
  var: vars,
  varFile = [],
  policies,
}: Pick<
  CommonOptions,
  'directory' | 'project' | 'trustedProject' | 'dotenv' | 'var' | 'varFile' | 'policies'
>): readonly CommandWord[] {
  return [
    ...option('-C', directory),
    ...option('--project', project),
    ...option('--trusted-project', trustedProject),
    ...dotenv.flatMap((file) => ['--dotenv', file]),
    // The address of a cluster may contain a variable.
    ...variableArguments([...vars.keys()]),
    ...varFile.flatMap((file) => ['--var-file', file]),
    ...option('--policies', policies),
  ];
}

/** The command that creates connector files from the cluster of this run. */
export function importCommand(options: CommonOptions): string {
  const [cluster] = options.cluster;
  const named = cluster === undefined ? [] : ['--cluster', clusterWord(cluster)];
  return ['connect-sync', 'import', ...named, ...projectArguments(options)].map(quoteForShell).join(' ');
}

/** A hint that ends with a command for the cluster, quoted, and with the options that the command needs in this project. */
export function withRepeatedOptions(hint: string, options: CommonOptions): string {
  const start = hint.indexOf(program) + program.length;
  const [, verb, argument, flag] = commandInHint.exec(hint.slice(start)) ?? [];
  if (verb === undefined || start < program.length) return hint;
  // The command was made for this run already.
  if (argument?.includes(' --cluster ')) return hint;
  const [cluster, ...others] = options.cluster;
  const named = cluster === undefined || others.length > 0 ? [] : ['--cluster', clusterWord(cluster)];
  const flags = [...(flag === undefined ? [] : [flag]), ...named, ...projectArguments(options)];
  const given = argument === undefined ? [] : [argument];
  // A name that begins with a dash would be taken for an option.
  const isName = verb !== 'plugins' && given.some((word) => word.startsWith('-'));
  const words = isName ? [verb, ...flags, '--', ...given] : [verb, ...given, ...flags];
  return hint.slice(0, start) + words.map(quoteForShell).join(' ');
}

const program = 'connect-sync ';
const commandInHint =
  /^(restart|resume|pause|delete|plugins(?= --all$)|list(?=$))(?: (.+?))?(?: (--failed|--yes))?$/s;

/** What to write for `--cluster` where a cluster was given by a URL with a user. */
export function clusterWords(host: Host, { cluster }: Pick<CommonOptions, 'cluster'>): ClusterWords {
  const variable = cluster.length === 0 ? host.environment.get(clusterVariable) : undefined;
  const fromVariable: CommandWord = [{ variables: [clusterVariable] }];
  return new Map(
    [...cluster, ...(variable ? [variable] : [])].flatMap((text) => {
      const parts = partsAroundUser(text);
      if (!parts) return [];
      const word = variable === undefined ? wordWithoutUser(parts) : fromVariable;
      return [[parts.start + parts.end, word] as const];
    }),
  );
}

const clusterVariable = 'CONNECT_SYNC_CLUSTER';

/** The word that names a cluster in a suggested command, given by its name or URL. */
export function clusterWord(text: string): CommandWord {
  const parts = partsAroundUser(text);
  return parts ? wordWithoutUser(parts) : text;
}

interface PartsAroundUser {
  readonly start: string;
  readonly end: string;
}

function wordWithoutUser({ start, end }: PartsAroundUser): CommandWord {
  return [start, { variables: ['CONNECT_USER', 'CONNECT_PASSWORD'] }, `@${end}`];
}

/** Undefined for what is no URL with a user; such a URL is named in messages without user and trailing slash. */
function partsAroundUser(text: string): PartsAroundUser | undefined {
  if (!/^https?:/i.test(text) || !URL.canParse(text)) return undefined;
  const { protocol, host, pathname, username, password } = new URL(text);
  if (username === '' && password === '') return undefined;
  return { start: `${protocol}//`, end: host + pathname.replace(/(?<!\/)\/+$/, '') };
}

function option(name: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [name, value];
}
