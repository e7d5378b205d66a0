import type { Config } from '../model/config.ts';
import { isMasked } from '../model/masked-value.ts';
import type { OwnershipMarker } from '../model/project.ts';

/** Whose a live connector is, by its mark. */
export interface Mask {
  readonly whose: 'ours' | 'nobody' | 'another';
  /** The same for people; undefined where it is ours. It may quote the cluster: untrusted. */
  readonly words: string | undefined;
}

/** Reads the mark of a live connector. Where none is declared, nothing is anybody else's. */
export function readOwnershipMarker(config: Config, marker: OwnershipMarker | undefined): Mask {
  if (!marker) return ours;
  const { key, repository } = marker;
  const value = config.get(key);
  if (value === repository) return ours;
  if (value === undefined || value === '') {
    return { whose: 'nobody', words: `it does not carry our mark (${key}: ${repository})` };
  }
  // Nobody can see whose it is, so it is not taken for ours.
  if (isMasked(value)) return { whose: 'another', words: `the worker masks its mark (${key})` };
  return { whose: 'another', words: `it carries the mark of "${value}" (${key})` };
}

const ours: Mask = { whose: 'ours', words: undefined };
