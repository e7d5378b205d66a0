import type { LiveConnector } from '../../model/live-connector.ts';

interface Seen {
  /** Sorted: while workers are replaced there can be several. */
  readonly versions: string;
  readonly changes: number;
}

/**
 * How often the version of each plugin changed, as the states of connectors report it. A state without a version
 * (nothing runs, or the worker is older than 4.1) is no change, nor is the first version that is seen. A class is
 * remembered once one of its connectors ran, so that there are no more than the workers have had plugins.
 */
export class PluginVersions {
  readonly #seen = new Map<string, Seen>();

  /** Takes note of one reading of the cluster. */
  see(connectors: ReadonlyMap<string, LiveConnector>): void {
    for (const [name, versions] of versionsByClass(connectors)) {
      const known = this.#seen.get(name);
      const current = [...versions].sort().join(' ');
      if (!known) this.#seen.set(name, { versions: current, changes: 0 });
      else if (known.versions !== current)
        this.#seen.set(name, { versions: current, changes: known.changes + 1 });
    }
  }

  /** How often the version of the plugin of a class changed. */
  changesOf(connectorClass: string): number {
    return this.#seen.get(connectorClass)?.changes ?? 0;
  }
}

function versionsByClass(connectors: ReadonlyMap<string, LiveConnector>): ReadonlyMap<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { config, status } of connectors.values()) {
    const name = config.get('connector.class');
    const version = status?.connector.version;
    if (name === undefined || version === undefined) continue;
    const versions = found.get(name) ?? new Set<string>();
    versions.add(version);
    found.set(name, versions);
  }
  return found;
}
