import { appendFileSync, readdirSync, readFileSync, statSync } from 'node:fs';
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
  appendFileSync(path.join(folder, `${process.pid}.jsonl`), `${JSON.stringify({ from, text })}\n`);
}

/**
 * Keeps the files that the program wrote into a folder: those that are not as the test wrote them. Backups hold what
 * was live, secrets included, and say so.
 */
export function recordFiles(directory: string, written: ReadonlyMap<string, string | Uint8Array>): void {
  if (!process.env[outputsVariable]) return;
  for (const file of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    const absolute = path.join(directory, file);
    if (/backups|\.git\//.test(file) || !statSync(absolute, { throwIfNoEntry: false })?.isFile()) continue;
    const text = readFileSync(absolute, 'utf8');
    if (String(written.get(file)) !== text) recordOutput(file, text);
  }
}
