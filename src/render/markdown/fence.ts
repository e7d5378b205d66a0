import { cutText } from './inert-text.ts';

/** Lines longer than this are cut: a comment is read, `-f diff` has them whole. */
const longestLine = 400;

/** Lines as a fenced block, with a fence that no back-ticks in them can close. They must be printable. */
export function fencedBlock(lines: readonly string[], language: string): string {
  const shown = lines.map((line) => cutText(line, longestLine));
  const runs = shown.flatMap((line) => [...line.matchAll(/`{3,}/g)].map(([run]) => run.length));
  const fence = '`'.repeat(Math.max(2, ...runs) + 1);
  return [`${fence}${language}`, ...shown, fence].join('\n');
}
