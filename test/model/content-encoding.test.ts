import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeBody } from '../../src/model/content-encoding.ts';

const text = Buffer.from('["orders"]');
const decoded = { kind: 'bytes', bytes: text };

describe('a body that was compressed without being asked', () => {
  it.each([
    ['gzip', gzipSync(text)],
    ['GZIP', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['br', brotliCompressSync(text)],
    ['identity', text],
    ['deflate, gzip', gzipSync(deflateSync(text))],
    [undefined, gzipSync(text)],
    [undefined, text],
  ])('is read: %s', (encoding, body) => {
    expect(decodeBody(body, encoding, 1000)).toEqual(decoded);
  });

  it('is named where it cannot be read, without repeating foreign text', () => {
    expect(decodeBody(text, 'zstd', 1000)).toEqual({ kind: 'encoded', encoding: 'zstd' });
    expect(decodeBody(text, 'gzip', 1000)).toEqual({ kind: 'encoded', encoding: 'gzip' });
    expect(decodeBody(text, '\u001b[31m::error::', 1000)).toEqual({ kind: 'encoded', encoding: 'unknown' });
  });

  it('does not grow beyond the limit', () => {
    const bomb = Buffer.alloc(10_000_000);
    expect(decodeBody(gzipSync(bomb), 'gzip', 1_000_000)).toEqual({ kind: 'too-large' });
    expect(decodeBody(brotliCompressSync(bomb), 'br', 1_000_000)).toEqual({ kind: 'too-large' });
  });
});
