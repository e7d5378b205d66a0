import type { ComparedWith } from '../model/plan-view.ts';
import { toPrintableLine } from '../model/printable.ts';

/** What files were compared with: `compared with the files as of main (0123456789ab); no cluster was read`. */
export function comparedText(compared: ComparedWith, verb = 'compared with'): string {
  return `${verb} the files as of ${revisionText(compared)}; no cluster was read`;
}

/** The revision: `main (0123456789ab)`. */
export function revisionText({ ref, commit, mergeBase }: ComparedWith): string {
  return toPrintableLine(mergeBase ? `the merge base with ${ref} (${commit})` : `${ref} (${commit})`);
}
