import type { Config } from '../model/config.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import { isMasked } from '../model/masked-value.ts';
import { matchesAnyGlob, matchesNameGlob } from '../model/name-glob.ts';
import type { Ownership, OwnershipMarker } from '../model/project.ts';

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
  const isDeclared = isOwnershipDeclared({ names, marker });
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

/** Whether a project says what it owns. Otherwise it owns what its files name. */
export function isOwnershipDeclared({ names, marker }: Pick<Ownership, 'names' | 'marker'>): boolean {
  return names !== undefined || marker !== undefined;
}

/** The owner of a live connector, by its ownership marker. */
interface MarkedOwner {
  readonly owner: 'ours' | 'none' | 'another';
  /** The same for people; undefined where we own it. It may quote the cluster: untrusted. */
  readonly words: string | undefined;
}

/**
 * Reads the ownership marker of a live connector. Where the project declares none, no other repository owns anything.
 */
function readOwnershipMarker(config: Config, marker: OwnershipMarker | undefined): MarkedOwner {
  if (!marker) return ours;
  const { key, repository } = marker;
  const value = config.get(key);
  if (value === repository) return ours;
  if (value === undefined || value === '') {
    return { owner: 'none', words: `it has no ownership marker (ours: ${key}: ${repository})` };
  }
  // The owner cannot be read, so it does not count as ours.
  if (isMasked(key, value))
    return { owner: 'another', words: `the worker masks its ownership marker (${key})` };
  return { owner: 'another', words: `it has the ownership marker of "${value}" (${key})` };
}

const ours: MarkedOwner = { owner: 'ours', words: undefined };
