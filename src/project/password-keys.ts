import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { Config } from '../model/config.ts';
import { inParallel } from '../model/in-parallel.ts';
import type { PluginKey, Validation } from '../model/plugin.ts';
import { type PasswordKeys, type UsedPlugin, usedPlugins } from '../model/redaction/password-keys.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import type { WorkerInfo } from '../model/worker-info.ts';
import { supports } from '../model/worker-version.ts';

const readConcurrency = 8;

/** The key types that could be read, and the classes whose types could not. */
export interface PasswordKeysReading {
  readonly passwordKeys: PasswordKeys;
  readonly unreadable: readonly string[];
}

/** The configs whose values are shown, and the validations that hold some of their key types already. */
export interface TypesNeeded {
  readonly configs: readonly Config[];
  readonly validations: readonly ValidatedConfig[];
}

/** A config, and what the worker answered to its validation. */
export interface ValidatedConfig {
  readonly config: Config;
  readonly validation: Validation;
}

/**
 * Reads which keys are passwords, from each connector class, transformation, predicate and converter that the configs
 * name, once each. A class that cannot be read (not installed, credentials refused) is named; its values are then
 * masked by the other rules alone. The plugins of Apache Kafka define no passwords and are not asked for.
 *
 * Workers before 3.2 have no such endpoint. There the validation of a minimal configuration lists the keys, those of
 * transformations and predicates included, but not those of converters.
 */
export async function readPasswordKeys(
  cluster: ConnectCluster,
  worker: WorkerInfo,
  configs: Iterable<Config>,
): Promise<PasswordKeysReading> {
  return readMissing(cluster, worker, { plugins: pluginsOf(configs), known: new Map() });
}

/**
 * Completes the key types that validations hold: only the other classes are read, once each. A validation that was
 * refused as a whole holds none; where its class cannot be read either, the refusal is enough.
 */
export async function readMissingPasswordKeys(
  cluster: ConnectCluster,
  worker: WorkerInfo,
  { configs, validations }: TypesNeeded,
): Promise<PasswordKeysReading> {
  const known = new Map<string, ReadonlySet<string>>();
  const refused = new Set<string>();
  for (const { config, validation } of validations) {
    for (const plugin of usedPlugins(config)) {
      const keys = validatedKeys(plugin, validation);
      if (keys) known.set(plugin.className, new Set([...(known.get(plugin.className) ?? []), ...keys]));
      else refused.add(plugin.className);
    }
  }
  const read = await readMissing(cluster, worker, { plugins: pluginsOf(configs), known });
  return { ...read, unreadable: read.unreadable.filter((className) => !refused.has(className)) };
}

/** Every key that a class defines; undefined where the worker cannot list them, or refuses to. */
export async function readKeyDefinitions(
  cluster: ConnectCluster,
  worker: WorkerInfo,
  className: string,
): Promise<readonly PluginKey[] | undefined> {
  return unlessRefused(async () => {
    if (supports(worker.version, 'pluginConfig')) return cluster.readPluginKeys(className);
    return validateLeast(cluster, leastConfig(className));
  });
}

/** A plugin with the connector class that one of the configs uses it with. */
interface NeededPlugin extends UsedPlugin {
  readonly connectorClass: string | undefined;
}

/** Each class once; those of Apache Kafka are left out, unless they are connectors. */
function pluginsOf(configs: Iterable<Config>): readonly NeededPlugin[] {
  const found = new Map<string, NeededPlugin>();
  for (const config of configs) {
    const connectorClass = config.get('connector.class');
    for (const plugin of usedPlugins(config)) {
      const { kind, className } = plugin;
      if (found.has(className) || (kind !== 'connector' && className.startsWith(apache))) continue;
      found.set(className, { ...plugin, connectorClass });
    }
  }
  return [...found.values()].sort((one, other) => (one.className < other.className ? -1 : 1));
}

const apache = 'org.apache.kafka.connect.';

interface Missing {
  readonly plugins: readonly NeededPlugin[];
  readonly known: PasswordKeys;
}

async function readMissing(
  cluster: ConnectCluster,
  worker: WorkerInfo,
  { plugins, known }: Missing,
): Promise<PasswordKeysReading> {
  const missing = plugins.filter(({ className }) => !known.has(className));
  const read = supports(worker.version, 'pluginConfig')
    ? await readDefinitions(cluster, missing)
    : await readByValidation(cluster, missing);
  const unreadable = read.flatMap(({ className, keys }) => (keys ? [] : [className]));
  const passwords = read.flatMap(({ className, keys }) => (keys ? [[className, keys] as const] : []));
  return { passwordKeys: new Map([...known, ...passwords]), unreadable };
}

interface ReadKeys {
  readonly className: string;
  /** Undefined where they cannot be read. */
  readonly keys: ReadonlySet<string> | undefined;
}

function readDefinitions(cluster: ConnectCluster, missing: readonly NeededPlugin[]): Promise<ReadKeys[]> {
  return inParallel(missing, readConcurrency, async ({ className }) => {
    const keys = await unlessRefused(() => cluster.readPluginKeys(className));
    return { className, keys: keys && passwordNames(keys) };
  });
}

/** One validation for each connector class, with all the transformations and predicates that it is used with. */
async function readByValidation(
  cluster: ConnectCluster,
  missing: readonly NeededPlugin[],
): Promise<ReadKeys[]> {
  const byConnector = new Map<string, NeededPlugin[]>();
  for (const plugin of missing) {
    const { kind, className, connectorClass } = plugin;
    const validated = kind === 'connector' ? className : connectorClass;
    // No release without the endpoint validates the keys of converters: their names decide.
    if (validated === undefined || kind === 'converter') continue;
    byConnector.set(validated, [...(byConnector.get(validated) ?? []), plugin]);
  }
  const read = await inParallel([...byConnector], readConcurrency, async ([connectorClass, plugins]) => {
    const config = withPlugins(leastConfig(connectorClass), plugins);
    const keys = (await unlessRefused(() => validateLeast(cluster, config))) ?? [];
    const used = usedPlugins(config);
    return plugins.map(({ className }) => {
      const plugin = used.find((one) => one.className === className);
      return { className, keys: plugin && validatedKeys(plugin, { keys, errors: [] }) };
    });
  });
  return read.flat();
}

/** The passwords of a plugin in the answer to a validation; undefined where the answer does not describe the plugin. */
function validatedKeys({ kind, prefix }: UsedPlugin, { keys }: Validation): ReadonlySet<string> | undefined {
  const own = keys.filter(({ name }) => name.startsWith(prefix));
  if (own.length === 0) return undefined;
  const passwords = passwordNames(own.map((key) => ({ ...key, name: key.name.slice(prefix.length) })));
  if (kind !== 'connector') return passwords;
  return new Set([...passwords].filter((name) => !ofOthers.test(name)));
}

/** Keys of transformations, predicates, converters and clients belong to those, whatever connector uses them. */
const ofOthers =
  /^(?:transforms\.|predicates\.|(?:key|value|header)\.converter\.|(?:producer|consumer|admin)\.override\.)/;

/** The names of the keys whose type is PASSWORD. */
function passwordNames(keys: readonly PluginKey[]): ReadonlySet<string> {
  return new Set(keys.filter((key) => key.type === 'PASSWORD').map((key) => key.name));
}

/** Old workers refuse to validate a sink without topics; a source ignores the key (Connect REST contract 7.2). */
function leastConfig(className: string): Config {
  return new Map([
    ['connector.class', className],
    ['topics', 'connect-sync'],
  ]);
}

/** The config with the transformations and predicates, under aliases that are made up. */
function withPlugins(config: Config, plugins: readonly UsedPlugin[]): Config {
  const entries = new Map(config);
  for (const [list, kind] of [
    ['transforms', 'transformation'],
    ['predicates', 'predicate'],
  ] as const) {
    const named = plugins.filter((plugin) => plugin.kind === kind);
    if (named.length === 0) continue;
    entries.set(list, named.map((_, index) => `a${index}`).join(','));
    for (const [index, { className }] of named.entries()) entries.set(`${list}.a${index}.type`, className);
  }
  return entries;
}

async function validateLeast(
  cluster: ConnectCluster,
  config: Config,
): Promise<readonly PluginKey[] | undefined> {
  const { keys } = await cluster.validate('connect-sync', config);
  return keys.length > 0 ? keys : undefined;
}

/** What a worker answers; undefined where it refuses, lacks the endpoint, or cannot be reached. */
async function unlessRefused<Value>(ask: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof WorkerFailure) return undefined;
    throw error;
  }
}
