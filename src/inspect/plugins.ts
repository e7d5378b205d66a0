import { ConnectSyncError } from '../model/error.ts';
import { matchesNameGlob } from '../model/name-glob.ts';
import { nearestName } from '../model/nearest-name.ts';
import type { Plugin } from '../model/plugin.ts';

/**
 * The plugins that an argument means: a class, its simple name, that without `Connector` (as a worker takes them), or a
 * glob over any of these.
 *
 * @throws ConnectSyncError where nothing matches, with the nearest class
 */
export function findPlugins(plugins: readonly Plugin[], wanted: string, where: string): readonly Plugin[] {
  const found = plugins.filter(({ className }) =>
    namesOf(className).some((name) => matchesNameGlob(wanted, name)),
  );
  if (found.length > 0) return found;
  const names = new Map(
    plugins.flatMap(({ className }) => namesOf(className).map((name) => [name, className] as const)),
  );
  const near = names.get(nearestName(wanted, [...names.keys()]) ?? '');
  throw new ConnectSyncError({
    code: 'unknown-plugin',
    message: `no plugin ${/[*?]/.test(wanted) ? 'matches' : 'is called'} "${wanted}" ${where}`,
    hint: near ? `did you mean "${near}"?` : 'connect-sync plugins --all lists what is installed',
    category: 'failure',
  });
}

function namesOf(className: string): readonly string[] {
  const simple = className.slice(Math.max(className.lastIndexOf('.'), className.lastIndexOf('$')) + 1);
  return [className, simple, simple.replace(/(?<=.)Connector$/, '')];
}
