import { cutText } from './inert-text.ts';

/** Longer lines are cut; `-f diff` prints them in full. */
const longestLine = 400;

/** Lines as a fenced block, with a fence longer than any run of back-ticks in them. The lines must be printable. */
export function fencedBlock(lines: readonly string[], language: string): string {
  const shown = lines.map((line) => cutText(line, longestLine));
  const runs = shown.flatMap((line) => [...line.matchAll(/`{3,}/g)].map(([run]) => run.length));
  const fence = '`'.repeat(Math.max(2, ...runs) + 1);
  return [`${fence}${language}`, ...shown, fence].join('\n');
}
