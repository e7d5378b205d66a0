import { matchesAnyGlob, matchesNameGlob } from '../model/name-glob.ts';
import type { Ownership } from '../model/project.ts';

/** Answers what a repository owns on a cluster, and what it protects there. */
export interface OwnershipScope {
  /** Whether `ownership.names` covers a name; where it is not declared, only the files decide. */
  readonly covers: (name: string) => boolean;
  /** Whether a connector of a file may be touched: covered, or nothing is declared and naming it is the consent. */
  readonly admits: (name: string) => boolean;
  /** What keeps a connector from being deleted, in words; undefined: nothing does. */
  readonly protectedBy: (name: string) => string | undefined;
}

/** The scope that a project file declares. */
export function ownershipScope({ names, protect }: Pick<Ownership, 'names' | 'protect'>): OwnershipScope {
  const covers = (name: string) => matchesAnyGlob(names ?? [], name);
  return {
    covers,
    admits: (name) => names === undefined || covers(name),
    protectedBy: (name) => {
      const glob = protect.find((pattern) => matchesNameGlob(pattern, name));
      return glob === undefined ? undefined : `ownership.protect holds "${glob}"`;
    },
  };
}
