const firstMilliseconds = 1_000;
const longestMilliseconds = 30_000;

/**
 * How long to wait before the next try: full jitter (any time between none and the whole) over a pause that doubles
 * from 1 s to at most 30 s, so that many who wait for one worker do not come back together.
 */
export function retryDelay(failures: number, random: number): number {
  return random * Math.min(longestMilliseconds, firstMilliseconds * 2 ** (failures - 1));
}
