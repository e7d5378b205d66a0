import { Decoding } from './decoded-text.ts';
import type { Decoder } from './escapes.ts';
import { windowLength } from './window-set.ts';

/**
 * Base64 and base64url, wrapped or not. What is encoded may begin anywhere in a run of such characters, and a secret
 * anywhere in what is encoded: each run is decoded from each of its first four characters.
 */
export const decodeBase64: Decoder = extracting(
  /[\w+/-]{4,}(?:[ \t]{0,200}\r?\n[ \t]{0,200}[\w+/-]+)*={0,2}/g,
  11,
  (run, { digits, indexes, bytes }, write) => {
    const count = readDigits(run, base64Digits, digits, indexes);
    for (let offset = 0; offset < 4; offset += 1) {
      let length = 0;
      for (let digit = offset; digit + 1 < count; digit += 1) {
        const part = (digit - offset) & 3;
        if (part === 3) continue;
        const bits = ((digits[digit] ?? 0) << 6) | (digits[digit + 1] ?? 0);
        bytes[length] = bits >> (4 - 2 * part);
        length += 1;
      }
      write(length, (byte) => {
        const digit = offset + Math.floor(byte / 3) * 4 + (byte % 3);
        // Padding belongs to the last byte.
        const to = digit + 2 === count ? run.length : (indexes[digit + 1] ?? 0) + 1;
        return { from: indexes[digit] ?? 0, to };
      });
    }
  },
);

/** Bytes in hexadecimal digits: `6869`, `68:69`, `0x68, 0x69`, `68-69`, and the columns of a dump. */
export const decodeHex: Decoder = extracting(
  /[\da-f]{2}(?:[\s:,;+\\-]{0,40}(?:0x)?[\da-f]{2}){7,}/gi,
  16,
  (run, { digits, indexes, bytes }, write) => {
    // The 0 of `0x` is no digit of a byte.
    const count = readDigits(run.replaceAll(/0x/gi, '  '), hexDigits, digits, indexes);
    for (let offset = 0; offset < 2; offset += 1) {
      const length = (count - offset) >> 1;
      for (let byte = 0; byte < length; byte += 1) {
        const digit = offset + 2 * byte;
        bytes[byte] = (digits[digit] ?? 0) * 16 + (digits[digit + 1] ?? 0);
      }
      write(length, (byte) => {
        const digit = offset + 2 * byte;
        return { from: indexes[digit] ?? 0, to: (indexes[digit + 1] ?? 0) + 1 };
      });
    }
  },
);

/** Bytes in decimal numbers, as `Arrays.toString` of Java and JSON print them: `[104, 105]`; Java's are signed. */
export const decodeByteList: Decoder = extracting(
  /(?<!\d)-?\d{1,3}(?:[\s,;+\\]{1,40}-?\d{1,3}){7,}/g,
  16,
  (run, { bytes }, write) => {
    const numbers = [...run.matchAll(/-?\d+/g)];
    bytes.set(numbers.map(([number]) => Number(number) & 0xff));
    write(numbers.length, (byte) => {
      const from = numbers[byte]?.index ?? 0;
      return { from, to: from + (numbers[byte]?.[0].length ?? 0) };
    });
  },
);

/** Room for one run at a time: most texts have many short ones. */
interface Room {
  /** The values of its digits, and where in the run they stand. */
  readonly digits: Uint8Array;
  readonly indexes: Int32Array;
  /** What it encodes. */
  readonly bytes: Uint8Array;
}

/** Takes the number of bytes that a run encodes, and from where to where in the run each one is written. */
type WriteBytes = (count: number, placeOf: (byte: number) => { from: number; to: number }) => void;

/**
 * Decodes the runs that a pattern finds, and keeps what may be text: most runs of letters encode nothing. `shortest`: a
 * shorter one encodes less than eight bytes.
 */
function extracting(
  pattern: RegExp,
  shortest: number,
  decode: (run: string, room: Room, write: WriteBytes) => void,
): Decoder {
  return (source) => {
    let decoding: Decoding | undefined;
    for (const { 0: run, index } of source.text.matchAll(pattern)) {
      const end = index + run.length;
      if (run.length < shortest || source.isSeen(index, end) || isJavaName(source.text, index, end)) continue;
      if (room.bytes.length < run.length) room = makeRoom(run.length * 2);
      const { bytes } = room;
      decode(run, room, (count, placeOf) => {
        eachText(bytes, count, (start, end) => {
          decoding ??= new Decoding(source);
          for (let byte = start; byte < end; byte += 1) {
            const { from, to } = placeOf(byte);
            decoding.byte(bytes[byte] ?? 0, index + from, index + to);
          }
          decoding.separate();
        });
      });
    }
    return decoding?.finish();
  };
}

/** Whether a run is part of a stack frame, as in `org.x.WorkerSinkTask.deliverMessages(`: most of a trace is. */
function isJavaName(text: string, start: number, end: number): boolean {
  const isInFrame = '.(/$'.includes(text[start - 1] ?? ' ') && '.(:)$'.includes(text[end] ?? ' ');
  return isInFrame && /^[a-zA-Z]{1,60}$/.test(text.slice(start, end));
}

/** One room for all runs: nothing of it is needed after a run. */
let room = makeRoom(1024);

function makeRoom(length: number): Room {
  return {
    digits: new Uint8Array(length),
    indexes: new Int32Array(length),
    bytes: new Uint8Array(length),
  };
}

/** Calls `found` for the parts of some bytes that may be text, of at least eight bytes. */
function eachText(bytes: Uint8Array, count: number, found: (start: number, end: number) => void): void {
  let start = 0;
  let before = 'letter';
  for (let index = 0; index <= count; index += 1) {
    const kind = kindsOfBytes[index < count ? (bytes[index] ?? 0) : endOfBytes] ?? 'none';
    if (!mayFollow(before, kind)) {
      if (index - start >= windowLength) found(start, index);
      start = kind === 'lead' ? index : index + 1;
    }
    before = kind === 'none' ? 'letter' : kind;
  }
}

/** As in UTF-8, in Latin-1 with few signs, and in UTF-16 that is ASCII. */
function mayFollow(before: string, kind: string): boolean {
  if (kind === 'continuation') return before !== 'letter';
  return kind === 'lead' ? before !== 'lead' : kind !== 'none';
}

/** What each byte may be in a text. `sign`: the continuation of a character, or a character of Latin-1. */
const kindsOfBytes = Array.from({ length: 0x100 }, (_, byte) => {
  if (byte >= 0xc0) return 'lead';
  if (byte >= 0xa0) return 'sign';
  if (byte >= 0x80) return 'continuation';
  return /[\0\t\n\r\x20-\x7e]/.test(String.fromCharCode(byte)) ? 'letter' : 'none';
});

/** A control character: no text has it. */
const endOfBytes = 1;

/** Reads the digits of a run and where they stand; other characters are skipped. Returns how many there are. */
function readDigits(run: string, digitsByCode: Int8Array, digits: Uint8Array, indexes: Int32Array): number {
  let count = 0;
  for (let index = 0; index < run.length; index += 1) {
    const digit = digitsByCode[run.charCodeAt(index)] ?? -1;
    if (digit < 0) continue;
    digits[count] = digit;
    indexes[count] = index;
    count += 1;
  }
  return count;
}

const base64Digits = digitsOf(
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
);
const hexDigits = digitsOf('0123456789abcdef', '0123456789ABCDEF');

/** By ASCII code, the value of a digit; -1 for other characters. */
function digitsOf(...alphabets: readonly string[]): Int8Array {
  const digits = new Int8Array(0x80).fill(-1);
  for (const alphabet of alphabets) {
    for (let value = 0; value < alphabet.length; value += 1) digits[alphabet.charCodeAt(value)] = value;
  }
  return digits;
}
