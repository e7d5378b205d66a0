import { nearestName } from './nearest-name.ts';
import { namesOfClass } from './plugin-classes.ts';

/**
 * The class whose name is nearest to a typed one, if any is near enough. Packages are long and alike, so simple names
 * are compared: an own package is no reason to miss a typo. A class may be named with or without `Connector` at its end
 * (Connect REST contract 6).
 */
export function nearestClass(className: string, installed: readonly string[]): string | undefined {
  const bySimpleName = new Map(installed.map((full) => [simpleName(full), full]));
  const near = nearestName(simpleName(className), [...bySimpleName.keys()].sort());
  return near === undefined ? undefined : bySimpleName.get(near);
}

function simpleName(className: string): string {
  return namesOfClass(className)[2];
}
