import type { LiveConnector } from '../model/live-connector.ts';
import { matchesAnyGlob, matchesNameGlob } from '../model/name-glob.ts';
import type { Ownership } from '../model/project.ts';
import { type MarkedOwner, readOwnershipMarker } from './read-ownership-marker.ts';

/** What a repository owns on a cluster, and what it protects there. */
export interface OwnershipScope {
  /** Whether a declared connector may be changed by its name: matched, or no names are declared. */
  readonly admits: (name: string) => boolean;
  /**
   * Whether a live connector is owned although no file declares it: matched by `ownership.names` and with our ownership
   * marker, each where the project has it. Where it has neither, only the files decide.
   */
  readonly owns: (live: Pick<LiveConnector, 'name' | 'config'>) => boolean;
  /** Who owns a live connector by its ownership marker; we do where the project declares none. */
  readonly markerOf: (live: Pick<LiveConnector, 'config'>) => MarkedOwner;
  /** What prevents the deletion of a connector, in words; undefined: nothing does. */
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
  const markerOf: OwnershipScope['markerOf'] = (live) => readOwnershipMarker(live.config, marker);
  return {
    admits,
    owns: (live) => isDeclared && admits(live.name) && markerOf(live).owner === 'ours',
    markerOf,
    protectedBy: (name) => {
      const glob = protect.find((pattern) => matchesNameGlob(pattern, name));
      return glob === undefined ? undefined : `ownership.protect contains "${glob}"`;
    },
  };
}
