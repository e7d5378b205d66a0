import { appendFileSync, existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

/** The variable with the folder in which all tests record what the program wrote. Unset: nothing is recorded. */
export const outputsVariable = 'CONNECT_SYNC_TEST_OUTPUTS';

/** A text that the program wrote: to a stream, a file, or a pull request. */
export interface RecordedOutput {
  /** The command, the file or the request. */
  readonly from: string;
  readonly text: string;
}

/** Keeps a text for the scan at the end of the test run (`scan-outputs.ts`). */
export function recordOutput(from: string, text: string): void {
  const folder = process.env[outputsVariable];
  if (!folder || text === '') return;
  // Some tests act as an ordinary user, who may not write to what root has created.
  const file = `${process.pid}-${process.geteuid?.() ?? 0}.jsonl`;
  appendFileSync(path.join(folder, file), `${JSON.stringify({ from, text })}\n`);
}

/**
 * Keeps the files that the program wrote into a folder: those that are not as the test wrote them. Backups hold what
 * was live, secrets included, and say so.
 */
export function recordFiles(directory: string, written: ReadonlyMap<string, string | Uint8Array>): void {
  // Some tests remove their folder themselves.
  if (!process.env[outputsVariable] || !existsSync(directory) || !statSync(directory).isDirectory()) return;
  // With types, so that links are not followed: some lead to themselves.
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const absolute = path.join(entry.parentPath, entry.name);
    const file = path.relative(directory, absolute);
    if (!entry.isFile() || /backups|\.git\//.test(file) || !isReadable(absolute)) continue;
    const text = readFileSync(absolute, 'utf8');
    if (String(written.get(file)) !== text) recordOutput(file, text);
  }
}

/** The program writes nothing as large as some tests do. */
function isReadable(file: string): boolean {
  return (lstatSync(file, { throwIfNoEntry: false })?.size ?? 0) < 32_000_000;
}
