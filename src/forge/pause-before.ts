const firstPause = 1_000;
const longestPause = 30_000;
/** Random pauses may be zero several times in a row. */
const shortestPause = 200;

/**
 * The pause before a retry, in milliseconds: as long as the forge asks for plus jitter, or exponential backoff with full
 * jitter.
 *
 * @param random a number in [0, 1)
 */
export function pauseBefore(attempt: number, requested: number | undefined, random: number): number {
  if (requested !== undefined) return requested + random * firstPause;
  return Math.max(shortestPause, random * Math.min(firstPause * 2 ** attempt, longestPause));
}
