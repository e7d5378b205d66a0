/**
 * A part of a document that adapts to the available room, measured in bytes of UTF-8. It uses at most that room or,
 * if the room is too small, the size of its shortest form, `part(0)`.
 */
export type Part = (room: number) => string;

/** The size of a text. Bytes are never fewer than characters, whichever way GitHub or GitLab counts those. */
export function sizeOf(text: string): number {
  return Buffer.byteLength(text);
}

/** A part that has one form only. */
export function fixed(text: string): Part {
  return () => text;
}

/** The part with fixed text around it; empty if the part is empty. */
export function wrapped(before: string, part: Part, after = ''): Part {
  const around = sizeOf(before) + sizeOf(after);
  return (room) => {
    const text = part(Math.max(0, room - around));
    return text === '' ? '' : before + text + after;
  };
}

/** Parts below each other. Each gets at least its shortest form; the remaining room is shared fairly. */
export function stacked(parts: readonly Part[]): Part {
  return (room) => {
    const forms = parts.map((part) => ({ part, least: sizeOf(part(0)), most: sizeOf(part(Infinity)) }));
    const there = forms.filter(({ most }) => most > 0);
    const gaps = gap.length * Math.max(0, there.length - 1);
    const spare = Math.max(0, room - total(there.map(({ least }) => least)) - gaps);
    const shares = shareRoom(
      spare,
      there.map(({ least, most }) => Math.max(0, most - least)),
    );
    return below(there.map(({ part, least }, index) => part(least + (shares[index] ?? 0))));
  };
}

/** Two parts below each other: the first takes the room that it needs, the second at least its shortest form. */
export function firstThen(first: Part, second: Part): Part {
  return (room) => {
    const least = second(0);
    const start = first(Math.max(0, room - (least === '' ? 0 : sizeOf(least) + gap.length)));
    return below([start, second(Math.max(0, room - (start === '' ? 0 : sizeOf(start) + gap.length)))]);
  };
}

/** The separator of a list, and the sentence about omitted items. */
export interface ListStyle {
  readonly separator: string;
  /** A sentence about the omitted items with these indexes, in about the given room; `0`: as short as possible. */
  readonly rest: (leftOut: readonly number[], room: number) => string;
}

/** As many whole items as fit, then a sentence about the others. */
export function listed(items: readonly string[], { separator, rest }: ListStyle): Part {
  const sizes = items.map((item) => sizeOf(item) + separator.length);
  const all = items.map((_, index) => index);
  const whole = items.join(separator);
  // The sentence gets shorter when it covers fewer items.
  const [wholeSize, restSize] = [sizeOf(whole), items.length > 0 ? sizeOf(rest(all, 0)) : 0];
  return (room) => {
    if (wholeSize <= Math.max(room, restSize)) return whole;
    let left = room - restSize - Math.min(roomForNames, room / 10);
    const fits = sizes.map((size) => {
      if (size > left) return false;
      left -= size;
      return true;
    });
    const shown = items.filter((_, index) => fits[index]);
    const used = total(sizes.filter((_, index) => fits[index]));
    const leftOut = all.filter((index) => !fits[index]);
    return [...shown, rest(leftOut, Math.max(0, room - used))].join(separator);
  };
}

/** The room of a list that the names of omitted items may use. */
const roomForNames = 1500;

/** Between two parts. */
const gap = '\n\n';

function below(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join(gap);
}

/** Shares room fairly: small requests are met in full, the others get equal shares of the rest. */
function shareRoom(room: number, wants: readonly number[]): number[] {
  const shares = wants.map(() => 0);
  const fromLeast = wants.map((want, index) => ({ want, index })).sort((one, other) => one.want - other.want);
  let left = room;
  for (const [position, { want, index }] of fromLeast.entries()) {
    const share = Math.min(want, Math.floor(left / (fromLeast.length - position)));
    shares[index] = share;
    left -= share;
  }
  return shares;
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
