import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { inParallel } from '../model/in-parallel.ts';
import type { PluginKey, Validation } from '../model/plugin.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import type { WorkerInfo } from '../model/worker-info.ts';
import { supports } from '../model/worker-version.ts';

const readConcurrency = 8;

/** Which keys of which plugin are of type PASSWORD. */
export type PasswordKeys = ReadonlyMap<string, ReadonlySet<string>>;

/** The key types that could be read, and the classes whose types could not. */
export interface PasswordKeysReading {
  readonly passwordKeys: PasswordKeys;
  readonly unreadable: readonly string[];
}

/** The classes whose key types are needed, and the validations that hold some of them already. */
export interface TypesNeeded {
  readonly classes: readonly string[];
  /** By class; several of one class are possible. */
  readonly validations: readonly (readonly [className: string, validation: Validation])[];
}

/**
 * Reads from each plugin once which of its keys are passwords. A class that cannot be read (not installed, credentials
 * refused) is named; its values are then masked by the other rules alone.
 *
 * Workers before 3.2 have no such endpoint; there the validation of a minimal configuration lists the keys.
 */
export async function readPasswordKeys(
  cluster: ConnectCluster,
  worker: WorkerInfo,
  classNames: Iterable<string>,
): Promise<PasswordKeysReading> {
  const classes = [...new Set(classNames)].sort();
  const read = await inParallel(classes, readConcurrency, (className) =>
    readKeyDefinitions(cluster, worker, className),
  );
  const passwordKeys = new Map<string, ReadonlySet<string>>();
  const unreadable: string[] = [];
  for (const [index, className] of classes.entries()) {
    const keys = read[index];
    if (keys) passwordKeys.set(className, passwordNames(keys));
    else unreadable.push(className);
  }
  return { passwordKeys, unreadable };
}

/**
 * Completes the key types that validations hold: only the other classes are read, once each. A validation that was
 * refused as a whole holds none; where its class cannot be read either, the refusal is enough.
 */
export async function readMissingPasswordKeys(
  cluster: ConnectCluster,
  worker: WorkerInfo,
  { classes, validations }: TypesNeeded,
): Promise<PasswordKeysReading> {
  const validated = new Map<string, ReadonlySet<string>>();
  const refused = new Set<string>();
  for (const [className, { keys }] of validations) {
    if (keys.length === 0) refused.add(className);
    else validated.set(className, new Set([...(validated.get(className) ?? []), ...passwordNames(keys)]));
  }
  const missing = classes.filter((className) => !validated.has(className));
  const read = await readPasswordKeys(cluster, worker, missing);
  return {
    passwordKeys: new Map([...validated, ...read.passwordKeys]),
    unreadable: read.unreadable.filter((className) => !refused.has(className)),
  };
}

/** The names of the keys whose type is PASSWORD. */
function passwordNames(keys: readonly PluginKey[]): ReadonlySet<string> {
  return new Set(keys.filter((key) => key.type === 'PASSWORD').map((key) => key.name));
}

/** Old workers refuse to validate a sink without topics; a source ignores the key (Connect REST contract 7.2). */
function leastConfig(className: string) {
  return { 'connector.class': className, topics: 'connect-sync' };
}

/** Every key that a class defines; undefined where the worker cannot list them, or refuses to. */
export async function readKeyDefinitions(
  cluster: ConnectCluster,
  worker: WorkerInfo,
  className: string,
): Promise<readonly PluginKey[] | undefined> {
  try {
    if (supports(worker.version, 'pluginConfig')) return await cluster.readPluginKeys(className);
    const { keys } = await cluster.validate('connect-sync', new Map(Object.entries(leastConfig(className))));
    return keys.length > 0 ? keys : undefined;
  } catch (error) {
    if (error instanceof WorkerFailure) return undefined;
    throw error;
  }
}
