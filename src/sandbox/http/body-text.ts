/** A body as text, and what Jackson finds wrong with its bytes. */
export interface BodyText {
  readonly text: string;
  /** The message, and the offset in the text. */
  readonly problem?: { readonly message: string; readonly at: number };
}

/** Decodes a body as Jackson does: UTF-8 or UTF-16, with or without a byte order mark. Bad UTF-8 is a problem. */
export function decodeBody(bytes: Buffer): BodyText {
  if (startsWith(bytes, 0xff, 0xfe)) return { text: bytes.subarray(2).toString('utf16le') };
  if (startsWith(bytes, 0xfe, 0xff)) return { text: swapped(bytes.subarray(2)) };
  if (startsWith(bytes, 0xef, 0xbb, 0xbf)) return decodeUtf8(bytes.subarray(3));
  // Without a mark, the zero of the first character shows UTF-16.
  if (bytes.length > 1 && bytes[0] === 0 && bytes[1] !== 0) return { text: swapped(bytes) };
  if (bytes.length > 1 && bytes[0] !== 0 && bytes[1] === 0) return { text: bytes.toString('utf16le') };
  return decodeUtf8(bytes);
}

function decodeUtf8(bytes: Buffer): BodyText {
  const text = bytes.toString('utf8');
  const at = text.indexOf('\ufffd');
  if (at < 0) return { text };
  const place = Buffer.byteLength(text.slice(0, at));
  // A replacement character that was sent as such is no problem.
  if (startsWith(bytes.subarray(place), 0xef, 0xbf, 0xbd) && !hasBadByte(bytes)) return { text };
  return { text, problem: { message: problemAt(bytes.subarray(place)), at } };
}

function hasBadByte(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return false;
  } catch {
    return true;
  }
}

function problemAt([first = 0, second = 0]: Buffer): string {
  if (first === 0xed && second >= 0xa0) {
    const surrogate = 0xd000 + ((second & 0x3f) << 6);
    return `Invalid UTF-8: Illegal surrogate character 0x${surrogate.toString(16)}`;
  }
  const isStart = first >= 0xc2 && first <= 0xf4;
  const [place, byte] = isStart ? ['middle', second] : ['start', first];
  return `Invalid UTF-8 ${place} byte 0x${byte.toString(16)}`;
}

function swapped(bytes: Buffer): string {
  return Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)))
    .swap16()
    .toString('utf16le');
}

function startsWith(bytes: Buffer, ...mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}
