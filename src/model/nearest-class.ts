import { distanceBetween, nearestName } from './nearest-name.ts';
import { namesOfClass } from './plugin-classes.ts';

/**
 * The class whose name is nearest to a typed one, if any is near enough. Packages are long and alike, so simple names
 * are compared: an own package is no reason to miss a typo. A class may be named with or without `Connector` at its end
 * (Connect REST contract 6), and that word itself may be misspelt.
 */
export function nearestClass(className: string, installed: readonly string[]): string | undefined {
  const sorted = [...installed].sort();
  const byShortName = new Map(sorted.map((full) => [namesOfClass(full)[2], full]));
  const near = nearestName(namesOfClass(className)[2], [...byShortName.keys()]);
  if (near !== undefined) return byShortName.get(near);
  const typed = namesOfClass(className)[1];
  // The end that names share would make any two of them alike: only a slip counts.
  return sorted.find((full) => distanceBetween(typed, namesOfClass(full)[1], slip) <= slip);
}

const slip = 2;
