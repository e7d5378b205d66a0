import { readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
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
    const found = statSync(absolute);
    if (found.size > mostBytes) {
      const limit = `${mostBytes / mebibyte} MiB`;
      return { kind: 'unread', diagnostic: diagnose('file-too-large', { file, limit }, place) };
    }
    if (found.isFile()) {
      // The way through node's threads takes many times as long as reading a file does; only a pipe makes us wait.
      const text = readFileSync(absolute, 'utf8');
      if (!isDoubtful(text)) return { kind: 'text', source: new SourceText(file, withoutMark(text)) };
    }
    const bytes = await readFile(absolute);
    const text = decode(bytes);
    if (text !== undefined) return { kind: 'text', source: new SourceText(file, text) };
    return { kind: 'unread', diagnostic: encodingProblem(file, bytes) };
  } catch (error) {
    const reason = readingFailure(error);
    return { kind: 'unread', diagnostic: diagnose('unreadable-file', { file, reason }, place) };
  }
}

/** What is no UTF-8 was replaced; text that holds the replacement itself is looked at byte by byte too. */
function isDoubtful(text: string): boolean {
  return text.includes('\ufffd') || text.includes('\0');
}

function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/** The line of the first byte that is no UTF-8 is the place to look at; what is UTF-16 is wrong from the start. */
function encodingProblem(file: string, bytes: Uint8Array): Diagnostic {
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isWide || bytes.includes(0)) {
    const looksLike = isWide || (bytes[1] === 0) !== (bytes[0] === 0) ? 'UTF-16' : 'no text at all';
    return diagnose('not-utf8', { file, looksLike }, { source: { file, line: 1, column: 1 } });
  }
  const readable = new TextDecoder().decode(bytes).split('\ufffd', 1)[0] ?? '';
  // Where in the line would tell the length of a secret.
  const source = { file, line: readable.split('\n').length, column: 1 };
  return diagnose('not-utf8', { file, looksLike: 'Latin-1 or Windows-1252' }, { source });
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Text with a NUL is UTF-16 without its mark, or no text: neither YAML nor JSON allows one. */
function decode(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
