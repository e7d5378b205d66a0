/** So many characters of a secret count as a piece of it: fewer would occur in ordinary text by coincidence. */
export const windowLength = 8;

/**
 * A set of windows of eight UTF-16 units, each with a kind above 0. It keeps two hashes of each window and no text:
 * with thousands of keys and certificates there are millions of windows.
 */
export class WindowSet {
  #first = new Int32Array(1024);
  #second = new Int32Array(1024);
  #kinds = new Uint8Array(1024);
  #count = 0;

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** Adds a window. Of two kinds the higher stays. */
  add(first: number, second: number, kind: number): void {
    if (this.#count * 2 >= this.#kinds.length) this.#grow();
    const slot = this.#slotOf(first, second);
    if (this.#kinds[slot] === 0) this.#count += 1;
    this.#first[slot] = first;
    this.#second[slot] = second;
    this.#kinds[slot] = Math.max(this.#kinds[slot] ?? 0, kind);
  }

  /** The kind of a window; 0 where it is not in the set. */
  kindOf(first: number, second: number): number {
    return this.#kinds[this.#slotOf(first, second)] ?? 0;
  }

  #slotOf(first: number, second: number): number {
    const last = this.#kinds.length - 1;
    let slot = mix(first ^ Math.imul(second, 0x9e3779b1)) & last;
    while (this.#kinds[slot] !== 0 && (this.#first[slot] !== first || this.#second[slot] !== second)) {
      slot = (slot + 1) & last;
    }
    return slot;
  }

  #grow(): void {
    const [first, second, kinds] = [this.#first, this.#second, this.#kinds];
    this.#first = new Int32Array(kinds.length * 2);
    this.#second = new Int32Array(kinds.length * 2);
    this.#kinds = new Uint8Array(kinds.length * 2);
    this.#count = 0;
    for (const [slot, kind] of kinds.entries()) {
      if (kind !== 0) this.add(first[slot] ?? 0, second[slot] ?? 0, kind);
    }
  }
}

/** Spreads the bits of a hash, as MurmurHash3 does in the end: similar texts have similar hashes. */
function mix(hash: number): number {
  const half = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const mixed = Math.imul(half ^ (half >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/**
 * Calls `visit` for each window of the first `length` units: the index of its last unit, and two hashes. Each hash is
 * computed from the one before.
 */
export function eachWindow(
  units: Uint16Array,
  length: number,
  visit: (last: number, first: number, second: number) => void,
): void {
  let first = 0;
  let second = 0;
  for (let index = 0; index < length; index += 1) {
    const unit = units[index] ?? 0;
    const leaving = index >= windowLength ? (units[index - windowLength] ?? 0) : 0;
    first = (Math.imul(first, firstBase) + unit - Math.imul(leaving, firstPower)) | 0;
    second = (Math.imul(second, secondBase) + unit - Math.imul(leaving, secondPower)) | 0;
    if (index >= windowLength - 1) visit(index, first, second);
  }
}

const firstBase = 0x01000193;
const secondBase = 0x5bd1e995;
const firstPower = power(firstBase);
const secondPower = power(secondBase);

function power(base: number): number {
  let result = 1;
  for (let count = 0; count < windowLength; count += 1) result = Math.imul(result, base);
  return result;
}
