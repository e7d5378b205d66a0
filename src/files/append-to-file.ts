import { appendFileSync, statSync } from 'node:fs';

/** GitHub takes 1 MiB of a step and shows nothing of what is larger; some room is left for whoever else writes. */
const largestSummary = 900 * 1024;

/**
 * Appends Markdown to the summary of a job, the file that GITHUB_STEP_SUMMARY names. Gives the reason where nothing was
 * written: a summary is no reason to fail.
 */
export function appendSummary(file: string, markdown: string): string | undefined {
  try {
    const there = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    if (there + Buffer.byteLength(markdown) > largestSummary) {
      return 'the summary of the job has no room left (900 KiB)';
    }
    appendFileSync(file, `${markdown}\n`);
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return `the summary of the job cannot be written (${code})`;
  }
}
