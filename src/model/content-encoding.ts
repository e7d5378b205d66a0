import { brotliDecompressSync, gunzipSync, inflateSync, type ZlibOptions } from 'node:zlib';

/** A body without its content encoding, or why it cannot be read. */
export type DecodedBody =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** Its encoding is not known, or the bytes are not encoded in it. */
  | { readonly kind: 'encoded'; readonly encoding: string }
  | { readonly kind: 'too-large' };

/**
 * Undoes the content encoding of a body. No request asks for one, but gateways compress all the same, some of them
 * without saying so. `mostBytes` limits what it decodes to.
 */
export function decodeBody(body: Uint8Array, named: string | undefined, mostBytes: number): DecodedBody {
  const isUnnamedGzip = !named && body[0] === 0x1f && body[1] === 0x8b;
  const encodings = (isUnnamedGzip ? 'gzip' : (named ?? '')).toLowerCase().split(',');
  let bytes = body;
  // The last encoding was applied last.
  for (const encoding of encodings.map((one) => one.trim()).reverse()) {
    if (encoding === '' || encoding === 'identity' || bytes.length === 0) continue;
    const decode = decoders[encoding];
    if (!decode) return { kind: 'encoded', encoding: nameOf(encoding) };
    try {
      bytes = decode(bytes, { maxOutputLength: mostBytes });
    } catch (error) {
      const isTooLarge = error instanceof RangeError;
      return isTooLarge ? { kind: 'too-large' } : { kind: 'encoded', encoding };
    }
  }
  return { kind: 'bytes', bytes };
}

/** The header is foreign text: only what can be a name of an encoding is repeated. */
function nameOf(encoding: string): string {
  return /^[\w.-]{1,30}$/.test(encoding) ? encoding : 'unknown';
}

const decoders: Readonly<Record<string, (bytes: Uint8Array, options: ZlibOptions) => Uint8Array>> = {
  // Not the functions themselves: the build loads zlib when one is used.
  gzip: (bytes, options) => gunzipSync(bytes, options),
  'x-gzip': (bytes, options) => gunzipSync(bytes, options),
  deflate: (bytes, options) => inflateSync(bytes, options),
  br: (bytes, { maxOutputLength }) =>
    brotliDecompressSync(bytes, maxOutputLength === undefined ? {} : { maxOutputLength }),
};
