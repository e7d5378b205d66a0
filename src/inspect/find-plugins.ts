import { ConnectSyncError } from '../model/error.ts';
import { matchesNameGlob } from '../model/name-glob.ts';
import { nearestName } from '../model/nearest-name.ts';
import type { Plugin } from '../model/plugin.ts';
import { namesOfClass } from '../model/plugin-classes.ts';
import { compareVersions } from '../model/plugin-version.ts';

/** Which plugins an argument selects: `CLASS`, `CLASS@VERSION` or globs of them. */
export interface WantedPlugins {
  /** A class, its simple name, or a glob. */
  readonly name: string;
  readonly version: string | undefined;
}

/** Parses the argument; no class contains an `@`. */
export function parseWanted(text: string): WantedPlugins {
  const at = text.lastIndexOf('@');
  return at > 0
    ? { name: text.slice(0, at), version: text.slice(at + 1) }
    : { name: text, version: undefined };
}

/**
 * The plugins that an argument selects: by class, by simple name with or without `Connector` (as workers accept
 * them), or by a glob over any of these; and by version.
 *
 * @throws ConnectSyncError `unknown-plugin`, with the nearest class or the installed versions
 */
export function findPlugins(
  plugins: readonly Plugin[],
  { name: wanted, version }: WantedPlugins,
  where: string,
): readonly Plugin[] {
  const found = plugins.filter(({ className }) =>
    namesOfClass(className).some((name) => matchesNameGlob(wanted, name)),
  );
  if (found.length === 0) throw unknownPlugin(plugins, wanted, where);
  if (version === undefined) return found;
  const fitting = found.filter((plugin) => matchesNameGlob(version, plugin.version ?? ''));
  if (fitting.length > 0) return fitting;
  const installed = [...new Set(found.flatMap((plugin) => plugin.version ?? []))].sort(compareVersions);
  throw new ConnectSyncError({
    code: 'unknown-plugin',
    message: `"${wanted}" is not installed in version "${version}" ${where}`,
    hint: installed.length > 0 ? `installed: ${installed.join(', ')}` : 'the worker reports no version of it',
    category: 'failure',
  });
}

function unknownPlugin(plugins: readonly Plugin[], wanted: string, where: string): ConnectSyncError {
  const names = new Map(
    plugins.flatMap(({ className }) => namesOfClass(className).map((name) => [name, className] as const)),
  );
  const near = names.get(nearestName(wanted, [...names.keys()]) ?? '');
  return new ConnectSyncError({
    code: 'unknown-plugin',
    message: `no plugin ${/[*?]/.test(wanted) ? 'matches' : 'is called'} "${wanted}" ${where}`,
    hint: near ? `did you mean "${near}"?` : 'to list all plugins: connect-sync plugins --all',
    category: 'failure',
  });
}
