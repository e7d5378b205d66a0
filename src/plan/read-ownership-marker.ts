import type { Config } from '../model/config.ts';
import { isMasked } from '../model/masked-value.ts';
import type { OwnershipMarker } from '../model/project.ts';

/** The owner of a live connector, by its ownership marker. */
export interface MarkedOwner {
  readonly owner: 'ours' | 'none' | 'another';
  /** The same for people; undefined where we own it. It may quote the cluster: untrusted. */
  readonly words: string | undefined;
}

/**
 * Reads the ownership marker of a live connector. Where the project declares none, no other repository owns anything.
 */
export function readOwnershipMarker(config: Config, marker: OwnershipMarker | undefined): MarkedOwner {
  if (!marker) return ours;
  const { key, repository } = marker;
  const value = config.get(key);
  if (value === repository) return ours;
  if (value === undefined || value === '') {
    return { owner: 'none', words: `it has no ownership marker (ours: ${key}: ${repository})` };
  }
  // The owner cannot be read, so it does not count as ours.
  if (isMasked(value)) return { owner: 'another', words: `the worker masks its ownership marker (${key})` };
  return { owner: 'another', words: `it has the ownership marker of "${value}" (${key})` };
}

const ours: MarkedOwner = { owner: 'ours', words: undefined };
