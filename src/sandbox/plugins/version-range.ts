/** Which versions a `plugin.version` key accepts (KIP-891), or why it cannot be read. */
export type VersionRange =
  | { readonly text: string; accepts(version: string): boolean }
  | { readonly problem: string };

/**
 * Reads a version (`4.3.0`, which means exactly this one) or a range in Maven's notation (`[4,5)`, `[1,2),[3,)`).
 * Undefined for `latest`, which accepts any.
 */
export function parseVersionRange(given: string): VersionRange | undefined {
  if (given === 'latest') return undefined;
  const trimmed = given.trim();
  if (/^[[(]/.test(trimmed)) return parseSets(trimmed);
  return parseSets(`[${trimmed}]`);
}

interface Interval {
  readonly text: string;
  readonly lower: string;
  readonly upper: string;
  readonly hasLower: boolean;
  readonly hasUpper: boolean;
}

function parseSets(spec: string): VersionRange {
  const intervals: Interval[] = [];
  let rest = spec;
  while (/^[[(]/.test(rest)) {
    const end = rest.search(/[\])]/);
    if (end < 0) return { problem: `Unbounded range: ${spec}` };
    const interval = parseInterval(rest.slice(0, end + 1));
    if ('problem' in interval) return interval;
    const previous = intervals.at(-1);
    if (previous && (!interval.lower || !previous.upper || compare(interval.lower, previous.upper) < 0)) {
      return { problem: `Ranges overlap: ${spec}` };
    }
    intervals.push(interval);
    rest = rest
      .slice(end + 1)
      .trim()
      .replace(/^,\s*/, '');
  }
  if (rest !== '') return { problem: `Only fully-qualified sets allowed in multiple set scenario: ${spec}` };
  return {
    text: intervals.map(({ text }) => text).join(','),
    accepts: (version) => intervals.some((interval) => isWithin(interval, version)),
  };
}

function parseInterval(spec: string): Interval | { readonly problem: string } {
  const hasLower = spec.startsWith('[');
  const hasUpper = spec.endsWith(']');
  const inner = spec.slice(1, -1).trim();
  const comma = inner.indexOf(',');
  if (comma < 0) {
    if (!hasLower || !hasUpper) return { problem: `Single version must be surrounded by []: ${spec}` };
    return { text: `[${inner},${inner}]`, lower: inner, upper: inner, hasLower, hasUpper };
  }
  const [lower, upper] = [inner.slice(0, comma).trim(), inner.slice(comma + 1).trim()];
  const order = lower && upper ? compare(lower, upper) : -1;
  if (order > 0 || (order === 0 && !(hasLower && hasUpper))) {
    return { problem: `Range defies version ordering: ${spec}` };
  }
  return { text: `${spec[0]}${lower},${upper}${spec.at(-1)}`, lower, upper, hasLower, hasUpper };
}

function isWithin(interval: Interval, version: string): boolean {
  if (interval.text === '[,]') return false;
  const { lower, upper, hasLower, hasUpper } = interval;
  const fromLower = lower ? compare(version, lower) : 1;
  const toUpper = upper ? compare(upper, version) : 1;
  return (fromLower > 0 || (fromLower === 0 && hasLower)) && (toUpper > 0 || (toUpper === 0 && hasUpper));
}

/** Numbers by value, and above words; trailing zeros do not count. */
function compare(one: string, other: string): number {
  const [parts, others] = [partsOf(one), partsOf(other)];
  for (let index = 0; index < Math.max(parts.length, others.length); index += 1) {
    const order = comparePart(parts[index] ?? '0', others[index] ?? '0');
    if (order !== 0) return order;
  }
  return 0;
}

function partsOf(version: string): readonly string[] {
  return version.toLowerCase().match(/\d+|[^\d.-]+/g) ?? [];
}

function comparePart(one: string, other: string): number {
  const [isNumber, isOtherNumber] = [/^\d/.test(one), /^\d/.test(other)];
  if (isNumber && isOtherNumber) return Number(one) - Number(other);
  if (isNumber !== isOtherNumber) return isNumber ? 1 : -1;
  return one < other ? -1 : Number(one > other);
}
