/** Bytes that are no text. */
export class NotText extends Error {
  readonly line: number;

  constructor(reason: string, line: number) {
    super(reason);
    this.line = line;
  }
}

/**
 * Decodes UTF-8, and UTF-16 with a byte order mark. A properties file may be in Latin-1, the encoding that Java reads.
 *
 * @throws NotText for binary data and invalid bytes, with the line of the first one
 */
export function decodeText(bytes: Uint8Array, file: string): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return decodeFatal(bytes, 'utf-16le');
  if (first === 0xfe && second === 0xff) return decodeFatal(bytes, 'utf-16be');
  const zero = bytes.indexOf(0);
  if (zero >= 0) throw new NotText('it is a binary file, not text', lineAt(bytes, zero));
  if (!/\.properties$/i.test(file)) return decodeFatal(bytes, 'utf-8');
  try {
    return decodeFatal(bytes, 'utf-8');
  } catch {
    return Buffer.from(bytes).toString('latin1');
  }
}

function decodeFatal(bytes: Uint8Array, encoding: 'utf-8' | 'utf-16le' | 'utf-16be'): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    const before = new TextDecoder(encoding).decode(bytes).split('\ufffd')[0] ?? '';
    throw new NotText(`it is not valid ${encoding.toUpperCase()} text`, before.split('\n').length);
  }
}

function lineAt(bytes: Uint8Array, offset: number): number {
  return Buffer.from(bytes.subarray(0, offset)).toString('latin1').split('\n').length;
}
