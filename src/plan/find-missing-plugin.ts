import type { CreateChange, UpdateChange } from '../model/change.ts';
import { nearestName } from '../model/nearest-name.ts';
import { namesOfClass } from '../model/plugin-classes.ts';

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

/**
 * Packages are long and alike, so simple names are compared: an own package is no reason to miss a typo. A class may be
 * named with or without `Connector` at its end (Connect REST contract 6).
 */
function nearestClass(className: string, installed: readonly string[]): string | undefined {
  const bySimpleName = new Map(installed.map((full) => [simpleName(full), full]));
  const near = nearestName(simpleName(className), [...bySimpleName.keys()].sort());
  return near === undefined ? undefined : bySimpleName.get(near);
}

function simpleName(className: string): string {
  return namesOfClass(className)[2];
}
