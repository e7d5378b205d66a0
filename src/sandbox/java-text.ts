/** The text without blanks at its ends as Java's `String.trim` leaves it: it cuts ASCII only, JavaScript's all of Unicode. */
export function javaTrim(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && text.charCodeAt(start) <= 0x20) start += 1;
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end -= 1;
  return text.slice(start, end);
}

/** The elements of a LIST value. */
export function splitList(text: string | null | undefined): readonly string[] {
  const trimmed = javaTrim(text ?? '');
  return trimmed === '' ? [] : trimmed.split(',').map((one) => one.trim());
}

/** Java's `String.hashCode`. */
export function hashCode(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index += 1)
    hash = (Math.imul(31, hash) + text.charCodeAt(index)) | 0;
  return hash;
}

/** The order in which Java's `HashMap` lists entries, which depends on the hashes of their keys only. `smallest`: its initial capacity. */
export function inHashOrder<T>(
  entries: readonly T[],
  hashOf: (entry: T) => number,
  smallest = 16,
): readonly T[] {
  let size = smallest;
  while (entries.length > Math.floor(size * 0.75)) size *= 2;
  const bucketOf = (entry: T) => {
    const hash = hashOf(entry);
    return (hash ^ (hash >>> 16)) & (size - 1);
  };
  return entries.toSorted((one, other) => bucketOf(one) - bucketOf(other));
}
