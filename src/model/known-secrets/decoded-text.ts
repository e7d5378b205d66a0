/** Stands where decoded parts that are no neighbours in the original meet. No secret is found across it. */
export const barrier = '\uffff';

/** A text, or what one decodes to, with the place in the original of each UTF-16 unit. */
export class DecodedText {
  readonly text: string;
  readonly #starts: Int32Array | undefined;
  readonly #ends: Int32Array | undefined;

  /** `starts` and `ends`: for each unit of the text, its place in the original. Left out: the text is the original. */
  constructor(text: string, starts?: Int32Array, ends?: Int32Array) {
    this.text = text;
    this.#starts = starts;
    this.#ends = ends;
  }

  /** Where the part of the original begins that the unit at this index was decoded from. */
  startOf(index: number): number {
    return this.#starts?.[index] ?? index;
  }

  /** Where that part ends. */
  endOf(index: number): number {
    return this.#ends?.[index] ?? index + 1;
  }

  /** Whether a part of this text stands in the original as it is, where it has been decoded already. */
  isSeen(from: number, to: number): boolean {
    return this.#starts !== undefined && this.endOf(to - 1) - this.startOf(from) === to - from;
  }
}

/** Writes a decoded text unit by unit, from parts of another one. */
export class Decoding {
  readonly #source: DecodedText;
  #units = new Uint16Array(256);
  #starts = new Int32Array(256);
  #ends = new Int32Array(256);
  #length = 0;
  /** Bytes above 0x7f that are not decoded yet, with their places in the source. */
  #bytes: { readonly value: number; readonly from: number; readonly to: number }[] = [];

  constructor(source: DecodedText) {
    this.#source = source;
  }

  /** A part of the source as it is. */
  copy(from: number, to: number): void {
    for (let index = from; index < to; index += 1) {
      this.unit(this.#source.text.charCodeAt(index), index, index + 1);
    }
  }

  /** One UTF-16 unit, decoded from a part of the source. */
  unit(unit: number, from: number, to: number): void {
    if (this.#bytes.length > 0) this.#decodeBytes();
    this.#add(unit, from, to);
  }

  /** A Unicode code point; none above the last one. */
  codePoint(code: number, from: number, to: number): void {
    if (code > 0x10ffff) return;
    const character = String.fromCodePoint(code);
    for (let index = 0; index < character.length; index += 1) {
      this.unit(character.charCodeAt(index), from, to);
    }
  }

  /** One byte of UTF-8, or of Latin-1 where the bytes around it are no UTF-8. */
  byte(value: number, from: number, to: number): void {
    if (value < 0x80) this.unit(value, from, to);
    else this.#bytes.push({ value, from, to });
  }

  /** Ends a part that the next one is no neighbour of. */
  separate(): void {
    this.unit(barrier.charCodeAt(0), 0, 0);
  }

  finish(): DecodedText {
    this.#decodeBytes();
    const length = this.#length;
    const chunks: string[] = [];
    for (let index = 0; index < length; index += 8192) {
      chunks.push(String.fromCharCode(...this.#units.subarray(index, Math.min(length, index + 8192))));
    }
    return new DecodedText(chunks.join(''), this.#starts.subarray(0, length), this.#ends.subarray(0, length));
  }

  #decodeBytes(): void {
    const bytes = this.#bytes;
    this.#bytes = [];
    for (let index = 0; index < bytes.length; ) {
      const values = bytes.slice(index, index + 4).map(({ value }) => value);
      const { code, count } = firstCharacter(values);
      const from = bytes[index]?.from ?? 0;
      const to = bytes[index + count - 1]?.to ?? 0;
      for (const unit of String.fromCodePoint(code).split('')) this.#add(unit.charCodeAt(0), from, to);
      index += count;
    }
  }

  #add(unit: number, from: number, to: number): void {
    if (this.#length === this.#units.length) this.#grow();
    this.#units[this.#length] = unit;
    this.#starts[this.#length] = this.#source.startOf(from);
    this.#ends[this.#length] = to > from ? this.#source.endOf(to - 1) : this.#source.startOf(from);
    this.#length += 1;
  }

  #grow(): void {
    const size = this.#length * 2;
    const units = new Uint16Array(size);
    const starts = new Int32Array(size);
    const ends = new Int32Array(size);
    units.set(this.#units);
    starts.set(this.#starts);
    ends.set(this.#ends);
    this.#units = units;
    this.#starts = starts;
    this.#ends = ends;
  }
}

/** The character that these bytes begin with, in UTF-8, else in Latin-1, and of how many bytes it is. */
function firstCharacter(bytes: readonly number[]): { readonly code: number; readonly count: number } {
  const first = bytes[0] ?? 0;
  const count = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  const rest = bytes.slice(1, count);
  const isUtf8 =
    first >= 0xc2 && first < 0xf5 && rest.length === count - 1 && rest.every((byte) => byte >> 6 === 2);
  if (!isUtf8) return { code: first, count: 1 };
  const code = rest.reduce((sum, byte) => sum * 64 + (byte & 0x3f), first & (0x7f >> count));
  return code <= 0x10ffff ? { code, count } : { code: first, count: 1 };
}
