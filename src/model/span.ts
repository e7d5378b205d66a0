/** A part of a text: from `start` to before `end`, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The text with a replacement for each span. The spans are in order and do not overlap. */
export function replaceSpans(
  text: string,
  spans: readonly Span[],
  replacement: (part: string) => string,
): string {
  let replaced = '';
  let done = 0;
  for (const { start, end } of spans) {
    replaced += text.slice(done, start) + replacement(text.slice(start, end));
    done = end;
  }
  return replaced + text.slice(done);
}

/** The spans in order, overlapping ones merged. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const next of [...spans].sort((one, other) => one.start - other.start)) {
    const last = merged.at(-1);
    if (last && next.start < last.end) {
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, next.end) };
    } else merged.push(next);
  }
  return merged;
}
