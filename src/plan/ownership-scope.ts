import type { LiveConnector } from '../model/live-connector.ts';
import { matchesAnyGlob, matchesNameGlob } from '../model/name-glob.ts';
import type { Ownership } from '../model/project.ts';
import { type Mask, readOwnershipMarker } from './read-ownership-marker.ts';

/** Answers what a repository owns on a cluster, and what it protects there. */
export interface OwnershipScope {
  /** Whether a connector of a file may be touched by its name: covered, or no names are declared. */
  readonly admits: (name: string) => boolean;
  /**
   * Whether a live connector is owned without a file that names it: covered by `ownership.names` and carrying our
   * mark, each where it is declared. Where neither is, only the files decide.
   */
  readonly owns: (live: Pick<LiveConnector, 'name' | 'config'>) => boolean;
  /** Whose mark a live connector carries; ours where no marker is declared. */
  readonly markOf: (live: Pick<LiveConnector, 'config'>) => Mask;
  /** What keeps a connector from being deleted, in words; undefined: nothing does. */
  readonly protectedBy: (name: string) => string | undefined;
}

/** The scope that a project file declares. */
export function ownershipScope({
  names,
  protect,
  marker,
}: Pick<Ownership, 'names' | 'protect' | 'marker'>): OwnershipScope {
  const isDeclared = names !== undefined || marker !== undefined;
  const admits = (name: string) => names === undefined || matchesAnyGlob(names, name);
  const markOf: OwnershipScope['markOf'] = (live) => readOwnershipMarker(live.config, marker);
  return {
    admits,
    owns: (live) => isDeclared && admits(live.name) && markOf(live).whose === 'ours',
    markOf,
    protectedBy: (name) => {
      const glob = protect.find((pattern) => matchesNameGlob(pattern, name));
      return glob === undefined ? undefined : `ownership.protect holds "${glob}"`;
    },
  };
}
