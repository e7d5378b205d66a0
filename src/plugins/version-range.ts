import { compareVersions } from '../model/plugin-version.ts';

/** Which versions of a plugin a key such as `connector.plugin.version` accepts. */
export interface VersionRange {
  /** Whether a worker loads this version for it. */
  accepts(version: string): boolean;
}

/**
 * The versions that a value of `connector.plugin.version` means (KIP-891): `latest`, one version, or ranges as Maven
 * writes them, such as `[1.0,2.0)` or `(,1.0],[1.2,)`. A version without brackets is this version and no other, unlike
 * in Maven. Undefined: a worker refuses the text.
 */
export function parseVersionRange(text: string): VersionRange | undefined {
  const trimmed = text.trim();
  if (trimmed === 'latest') return { accepts: () => true };
  if (trimmed !== '' && !/[[\](),]/.test(trimmed)) {
    return { accepts: (version) => compareVersions(version, trimmed) === 0 };
  }
  const intervals = parseIntervals(trimmed);
  return intervals && { accepts: (version) => intervals.some((one) => isWithin(version, one)) };
}

/** The latest of the versions that a range accepts; undefined: it accepts none of them. */
export function latestAccepted(range: VersionRange, versions: readonly string[]): string | undefined {
  return versions
    .filter((version) => range.accepts(version))
    .sort(compareVersions)
    .at(-1);
}

interface Bound {
  readonly version: string;
  readonly isIncluded: boolean;
}

interface Interval {
  readonly low: Bound | undefined;
  readonly high: Bound | undefined;
}

/** Intervals in ascending order that do not overlap, with commas between them. */
function parseIntervals(text: string): readonly Interval[] | undefined {
  const found = [...text.matchAll(interval)];
  const isAll = found.length > 0 && text.replace(interval, '').replace(/[\s,]/g, '') === '';
  const commas = text.replace(interval, '').replace(/\s/g, '').length;
  if (!isAll || commas !== found.length - 1) return undefined;
  const intervals = found.map(([, opening, inside = '', closing]) =>
    parseInterval(inside, { isLowIncluded: opening === '[', isHighIncluded: closing === ']' }),
  );
  return intervals.every((one) => one !== undefined) && isAscending(intervals) ? intervals : undefined;
}

const interval = /([[(])([^[\]()]*)([\])])/g;

function parseInterval(
  inside: string,
  { isLowIncluded, isHighIncluded }: { readonly isLowIncluded: boolean; readonly isHighIncluded: boolean },
): Interval | undefined {
  const [low = '', high, ...others] = inside.split(',').map((one) => one.trim());
  if (others.length > 0) return undefined;
  if (high === undefined) {
    // `[1.0]` is one version; `(1.0)` is an error.
    if (low === '' || !isLowIncluded || !isHighIncluded) return undefined;
    return { low: { version: low, isIncluded: true }, high: { version: low, isIncluded: true } };
  }
  if (low !== '' && high !== '' && compareVersions(low, high) > 0) return undefined;
  return {
    low: low === '' ? undefined : { version: low, isIncluded: isLowIncluded },
    high: high === '' ? undefined : { version: high, isIncluded: isHighIncluded },
  };
}

function isAscending(intervals: readonly Interval[]): boolean {
  return intervals.every((one, index) => {
    const next = intervals[index + 1];
    if (!next) return true;
    return (
      one.high !== undefined &&
      next.low !== undefined &&
      compareVersions(next.low.version, one.high.version) >= 0
    );
  });
}

function isWithin(version: string, { low, high }: Interval): boolean {
  const [fromLow, fromHigh] = [
    low ? compareVersions(version, low.version) : 1,
    high ? compareVersions(version, high.version) : -1,
  ];
  return (
    (fromLow > 0 || (fromLow === 0 && low?.isIncluded === true)) &&
    (fromHigh < 0 || (fromHigh === 0 && high?.isIncluded === true))
  );
}
