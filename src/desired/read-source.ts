import { readFile, stat } from 'node:fs/promises';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { displayPath } from './display-path.ts';
import { readingFailure } from './reading-failure.ts';
import { SourceText } from './source-text.ts';

/** A file as text, or why it is none. */
export type ReadSource =
  | { readonly kind: 'text'; readonly source: SourceText }
  | { readonly kind: 'unread'; readonly diagnostic: Diagnostic };

/** More than any person writes, and little enough to be parsed without harm. */
const mebibyte = 1024 * 1024;
const usualLimit = 16 * mebibyte;

/** Reads a file in UTF-8, a byte order mark taken off. One of more than `mostBytes` is not read. */
export async function readSource(
  directory: string,
  absolute: string,
  mostBytes: number = usualLimit,
): Promise<ReadSource> {
  const file = displayPath(directory, absolute);
  const place = { source: { file, line: 1, column: 1 } };
  try {
    if ((await stat(absolute)).size > mostBytes) {
      const limit = `${mostBytes / mebibyte} MiB`;
      return { kind: 'unread', diagnostic: diagnose('file-too-large', { file, limit }, place) };
    }
    const text = decode(await readFile(absolute));
    if (text !== undefined) return { kind: 'text', source: new SourceText(file, text) };
    return { kind: 'unread', diagnostic: diagnose('not-utf8', { file }, place) };
  } catch (error) {
    const reason = readingFailure(error);
    return { kind: 'unread', diagnostic: diagnose('unreadable-file', { file, reason }, place) };
  }
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
