import type { CreateChange, UpdateChange } from '../model/change.ts';
import { nearestClass } from '../model/nearest-class.ts';

/** A class that the worker does not have, for the diagnostic. */
export interface MissingPlugin {
  readonly name: string;
  /** undefined where the class is not to be shown. */
  readonly className: string | undefined;
  /** An installed class whose name is very near. */
  readonly near: string | undefined;
}

/**
 * Recognises the answer to a class that is not installed, behind which the installed classes are listed
 * (Connect REST contract 7.2). Only what is near the class is of use.
 */
export function findMissingPlugin(
  { name, desired, target }: CreateChange | UpdateChange,
  workerMessage: string,
): MissingPlugin | undefined {
  if (!workerMessage.includes('Failed to find any class that implements Connector')) return undefined;
  const className = target.get('connector.class');
  if (className === undefined || desired.secretKeys.has('connector.class')) {
    return { name, className: undefined, near: undefined };
  }
  const list = /available connectors are: (.*)$/s.exec(workerMessage)?.[1] ?? '';
  const installed = list.split(', ').filter((name) => /^[\w.$]+$/.test(name));
  return { name, className, near: nearestClass(className, installed) };
}
