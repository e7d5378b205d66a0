import type { Releases } from './effect-row.ts';

/** Whether a release such as `2.7.4.Final` is one of these. A text without numbers is not excluded. */
export function isWithin({ since, before }: Releases, release: string): boolean {
  const numbers = numbersOf(release);
  if (numbers.length === 0) return true;
  return (
    (since === undefined || compare(numbers, numbersOf(since)) >= 0) &&
    (before === undefined || compare(numbers, numbersOf(before)) < 0)
  );
}

/** The numbers at the start of a version. */
function numbersOf(version: string): readonly number[] {
  return (/^v?(\d+(?:\.\d+)*)/.exec(version)?.[1] ?? '').split('.').filter(Boolean).map(Number);
}

function compare(one: readonly number[], other: readonly number[]): number {
  const length = Math.max(one.length, other.length);
  for (let index = 0; index < length; index += 1) {
    const difference = (one[index] ?? 0) - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
