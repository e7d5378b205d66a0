import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { Validation } from '../model/plugin.ts';
import type { WorkerInfo } from '../model/worker-info.ts';
import { type PasswordKeysReading, passwordNames, readPasswordKeys } from './password-keys.ts';

/** The classes whose key types are needed, and what validations have told of them already. */
export interface TypesNeeded {
  readonly classes: readonly string[];
  /** By class; several of one class are possible. */
  readonly validations: readonly (readonly [className: string, validation: Validation])[];
}

/**
 * Completes the key types that validations have told: only the other classes are asked for, once each. A validation
 * that was refused as a whole has told none; where its class cannot be asked either, the refusal says enough.
 */
export async function readMissingPasswordKeys(
  cluster: ConnectCluster,
  worker: WorkerInfo,
  { classes, validations }: TypesNeeded,
): Promise<PasswordKeysReading> {
  const told = new Map<string, ReadonlySet<string>>();
  const refused = new Set<string>();
  for (const [className, { keys }] of validations) {
    if (keys.length === 0) refused.add(className);
    else told.set(className, new Set([...(told.get(className) ?? []), ...passwordNames(keys)]));
  }
  const missing = classes.filter((className) => !told.has(className));
  const read = await readPasswordKeys(cluster, worker, missing);
  return {
    passwordKeys: new Map([...told, ...read.passwordKeys]),
    unreadable: read.unreadable.filter((className) => !refused.has(className)),
  };
}
