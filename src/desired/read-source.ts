import { statSync } from 'node:fs';
import { noteContents, noteRead } from '../files/noted-reads.ts';
import { defaultLimitBytes, readBytes, readTextSync } from '../files/read-file.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { displayPath } from './display-path.ts';
import { linkOutside } from './project-boundary.ts';
import { readingFailure } from './reading-failure.ts';
import { SourceText } from './source-text.ts';

/** The text of a file, or why it cannot be read. */
export type ReadSource =
  | { readonly kind: 'text'; readonly source: SourceText }
  | { readonly kind: 'unread'; readonly diagnostic: Diagnostic };

/** What is accepted besides a regular file of the usual size. */
export interface ReadSourceOptions {
  readonly mostBytes?: number;
  /** A pipe that nobody writes to would be waited for without end: only what the user names may be one. */
  readonly pipes?: 'accepted' | 'refused';
  /** `checked`: it is known where the file is. Default: a link out of the directory is refused. */
  readonly links?: 'checked';
}

/** Reads a UTF-8 file without its byte order mark. A file of more than `mostBytes` and a device are rejected. */
export async function readSource(
  directory: string,
  absolute: string,
  { mostBytes = defaultLimitBytes, pipes = 'accepted', links }: ReadSourceOptions = {},
): Promise<ReadSource> {
  const file = displayPath(directory, absolute);
  const place = { source: { file, line: 1, column: 1 } };
  const problem = links === 'checked' ? undefined : linkOutside(directory, absolute);
  // Also where the first look at it fails.
  noteRead('file', absolute);
  if (problem) return { kind: 'unread', diagnostic: { ...problem, ...place } };
  try {
    // Synchronous on purpose: Node's thread pool adds many times the cost of reading a small file. Pipes are read async.
    if (pipes === 'refused' || hasSize(absolute)) {
      const text = readTextSync(absolute, mostBytes);
      if (!needsStrictDecoding(text)) {
        noteContents(absolute, text);
        return { kind: 'text', source: new SourceText(file, withoutMark(text)) };
      }
    }
    const bytes = await readBytes(absolute, mostBytes);
    const text = decode(bytes);
    if (text !== undefined) {
      noteContents(absolute, text);
      return { kind: 'text', source: new SourceText(file, text) };
    }
    return { kind: 'unread', diagnostic: encodingProblem(file, bytes) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EFBIG') {
      const limit = `${mostBytes / (1024 * 1024)} MiB`;
      return { kind: 'unread', diagnostic: diagnose('file-too-large', { file, limit }, place) };
    }
    const reason = readingFailure(error);
    return { kind: 'unread', diagnostic: diagnose('unreadable-file', { file, reason }, place) };
  }
}

/** Whether it is a file that says how large it is; those of /proc do not. */
function hasSize(absolute: string): boolean {
  const found = statSync(absolute);
  return found.isFile() && found.size > 0;
}

/** Invalid UTF-8 was replaced by U+FFFD, which valid text may contain too: then the bytes decide. */
function needsStrictDecoding(text: string): boolean {
  return text.includes('\ufffd') || text.includes('\0');
}

function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/** Reports the line of the first byte that is not UTF-8; UTF-16 is reported at the start. */
function encodingProblem(file: string, bytes: Uint8Array): Diagnostic {
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isWide || bytes.includes(0)) {
    const looksLike = isWide || (bytes[1] === 0) !== (bytes[0] === 0) ? 'UTF-16' : 'binary data';
    return diagnose('not-utf8', { file, looksLike }, { source: { file, line: 1, column: 1 } });
  }
  const readable = new TextDecoder().decode(bytes).split('\ufffd', 1)[0] ?? '';
  // No column: it would reveal the length of a secret.
  const source = { file, line: readable.split('\n').length, column: 1 };
  return diagnose('not-utf8', { file, looksLike: 'Latin-1 or Windows-1252' }, { source });
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Text with a NUL is UTF-16 without a byte order mark, or binary: neither YAML nor JSON allows NUL. */
function decode(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
