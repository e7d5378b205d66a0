import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { inParallel } from '../model/in-parallel.ts';
import type { PluginKey } from '../model/plugin.ts';
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

/**
 * Asks each plugin once which of its keys are passwords. A class that cannot be asked (not installed, credentials
 * refused) is named; its values are then masked by the other rules alone.
 *
 * Workers before 3.2 have no such call; there a validation of the least that a worker accepts tells.
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

/** The names of the keys whose type is PASSWORD. */
export function passwordNames(keys: readonly PluginKey[]): ReadonlySet<string> {
  return new Set(keys.filter((key) => key.type === 'PASSWORD').map((key) => key.name));
}

/**
 * Old workers refuse to validate a sink without topics; to a source the key means nothing
 * (Connect REST contract 7.2).
 */
function leastConfig(className: string) {
  return { 'connector.class': className, topics: 'connect-sync' };
}

/** Every key that a class defines; undefined where the worker cannot or may not tell. */
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
