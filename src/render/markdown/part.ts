/**
 * A part of a document that can be told in more or in less room, measured in bytes of UTF-8. It takes at most the
 * room it is given or, where that is too little for anything, what `part(0)` takes: its shortest form.
 */
export type Part = (room: number) => string;

/** The room a text takes. Bytes are never fewer than characters, however a forge counts those. */
export function sizeOf(text: string): number {
  return Buffer.byteLength(text);
}

/** A part that has one form only. */
export function fixed(text: string): Part {
  return () => text;
}

/** The part with something fixed around it; nothing where the part is empty. */
export function wrapped(before: string, part: Part, after = ''): Part {
  const around = sizeOf(before) + sizeOf(after);
  return (room) => {
    const text = part(Math.max(0, room - around));
    return text === '' ? '' : before + text + after;
  };
}

/** Parts one below the other. Each has its shortest form; what room there is beyond is shared among them fairly. */
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

/** Two parts one below the other: the first has what it wants, the second what it leaves, and its shortest form. */
export function firstThen(first: Part, second: Part): Part {
  return (room) => {
    const least = second(0);
    const start = first(Math.max(0, room - (least === '' ? 0 : sizeOf(least) + gap.length)));
    return below([start, second(Math.max(0, room - (start === '' ? 0 : sizeOf(start) + gap.length)))]);
  };
}

/** How the items of a list stand together, and what is said of those that are left out. */
export interface ListStyle {
  readonly separator: string;
  /** A sentence about the items with these indexes, in about the room given; `0`: as short as can be. */
  readonly rest: (leftOut: readonly number[], room: number) => string;
}

/** Items as far as there is room, each whole or not at all; the rest is told in a sentence. */
export function listed(items: readonly string[], { separator, rest }: ListStyle): Part {
  const sizes = items.map((item) => sizeOf(item) + separator.length);
  const all = items.map((_, index) => index);
  const whole = items.join(separator);
  // The sentence gets shorter with what it speaks of.
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

/** Of the room of a list, what may go to the names of those left out. */
const roomForNames = 1500;

/** Between two parts. */
const gap = '\n\n';

function below(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join(gap);
}

/** Gives everyone what they want where it is little, and an equal share of what is left to the others. */
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
