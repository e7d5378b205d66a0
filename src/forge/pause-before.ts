const firstPause = 1_000;
const longestPause = 30_000;
/** Chance may say zero, many times in a row. */
const shortestPause = 200;

/**
 * How long to wait before a call is sent again, in milliseconds: as long as the forge says and a little longer, since
 * many may wait for the same moment; else longer each time, of random length.
 *
 * @param chance a number in [0, 1)
 */
export function pauseBefore(round: number, asked: number | undefined, chance: number): number {
  if (asked !== undefined) return asked + chance * firstPause;
  return Math.max(shortestPause, chance * Math.min(firstPause * 2 ** round, longestPause));
}
