import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { type Config, compareText } from '../model/config.ts';
import { inParallel } from '../model/in-parallel.ts';
import type { Plugin } from '../model/plugin.ts';
import { versionKey } from '../model/plugin-choice-keys.ts';
import { PluginClasses } from '../model/plugin-classes.ts';
import type { PluginSet, UnreadablePlugin } from '../model/plugin-snapshot.ts';
import { compareVersions } from '../model/plugin-version.ts';
import { usedPlugins } from '../model/redaction/password-keys.ts';
import type { Scrub } from '../model/redaction/scrub.ts';
import type { WorkerInfo } from '../model/worker-info.ts';
import { supports } from '../model/worker-version.ts';
import type { PluginPatience, PluginTarget } from './plugin-reader.ts';
import { readCommonKeys } from './read-common-keys.ts';
import { readPlugin } from './read-plugin.ts';

const readConcurrency = 4;

/** What to read of the plugins of a cluster. */
export interface PluginsWanted {
  /** Configs whose plugins are read: connector, transformations, predicates and converters. */
  readonly configs: readonly Config[];
  /** More classes, in full or by an alias, with `@VERSION` for one version. */
  readonly classes?: readonly string[];
  /** The name of the cluster, for people. */
  readonly label: string;
  readonly scrub: Scrub;
  /** How long a request about one class may take; left out: as long as any request. */
  readonly patience?: PluginPatience | undefined;
}

/** What was read. */
export interface PluginReading extends PluginSet {
  readonly kafkaConnect: string;
  readonly installed: readonly Plugin[];
  /**
   * Plugins whose keys are known, and whose validation could not be read: their snapshots have no allowed and no
   * recommended values.
   */
  readonly incomplete: readonly UnreadablePlugin[];
}

/**
 * Reads what a worker says about plugins, with the keys that it adds to the connectors among them: each class in the
 * version that a config asks for (4.1 or later), else in the latest one. A class that cannot be read is `unreadable`, and
 * the others are read. No validation has what a plugin would need to contact a database.
 *
 * @throws WorkerFailure if the list of plugins cannot be read
 */
export async function readPluginSet(
  connection: ConnectCluster,
  worker: WorkerInfo,
  wanted: PluginsWanted,
): Promise<PluginReading> {
  const installed = await connection.readPlugins({ all: true });
  const targets = targetsOf(wanted, installed, worker);
  const reader = { connection, worker, installed, scrub: wanted.scrub, patience: wanted.patience };
  const common = await readCommonKeys(reader, targets);
  const read = await inParallel(targets, readConcurrency, (target) => readPlugin(reader, target, common));
  return {
    from: wanted.label,
    kafkaConnect: worker.versionText,
    installed,
    snapshots: [...common.snapshots, ...read.flatMap(({ snapshot }) => snapshot ?? [])],
    unreadable: read.flatMap(({ snapshot, problem }) => (snapshot ? [] : (problem ?? []))),
    incomplete: [
      ...common.incomplete,
      ...read.flatMap(({ snapshot, problem }) => (snapshot ? (problem ?? []) : [])),
    ],
  };
}

/** Each class and version once, in full where the alias is known, sorted. */
function targetsOf(
  { configs, classes = [] }: PluginsWanted,
  installed: readonly Plugin[],
  worker: WorkerInfo,
): readonly PluginTarget[] {
  const known = new PluginClasses(installed.map(({ className }) => className));
  const found = new Map<string, PluginTarget>();
  const add = (name: string, pinned: string | undefined, used?: Pick<PluginTarget, 'kind' | 'connector'>) => {
    const className = known.resolve(name) ?? name;
    for (const version of versionsWanted(className, pinned, { installed, worker })) {
      const target = { className, version, kind: used?.kind, connector: used?.connector };
      const id = `${className}@${version ?? ''}`;
      if (!found.get(id)?.kind) found.set(id, target);
    }
  };
  for (const text of classes) {
    const [name = '', version] = text.split('@');
    add(name, version);
  }
  for (const config of configs) {
    const connector = config.get('connector.class')?.trim();
    for (const used of usedPlugins(config))
      add(used.className, config.get(versionKey(used)), { ...used, connector });
  }
  return [...found].sort(([one], [other]) => compareText(one, other)).map(([, target]) => target);
}

/**
 * The installed versions that a config may load: the exact one; of a range all, since only the worker evaluates it; else
 * the latest. Before 4.1 there is no choice.
 */
function versionsWanted(
  className: string,
  pinned: string | undefined,
  { installed, worker }: { readonly installed: readonly Plugin[]; readonly worker: WorkerInfo },
): readonly (string | undefined)[] {
  const versions = [
    ...new Set(installed.flatMap((plugin) => (plugin.className === className ? (plugin.version ?? []) : []))),
  ].sort((one, other) => compareVersions(other, one));
  const [latest] = versions;
  if (pinned === undefined || !supports(worker.version, 'pluginVersions')) return [latest];
  if (versions.includes(pinned)) return [pinned];
  return /^[[(]/.test(pinned.trim()) && versions.length > 0 ? versions : [latest];
}
