/** A judgement of one status reading against the wish. */
export type Health =
  | { readonly kind: 'healthy'; readonly running: number; readonly tasks: number; readonly warning?: string }
  | { readonly kind: 'suspended'; readonly state: 'paused' | 'stopped' }
  | { readonly kind: 'progressing'; readonly reason: string }
  | {
      readonly kind: 'failed';
      /** For people, in our words: `connector FAILED`, `1 of 2 tasks FAILED`. */
      readonly reason: string;
      /** The worker's trace behind it: untrusted. */
      readonly trace: string | undefined;
    };

/**
 * The line of a Java stack trace that says why: the innermost `Caused by:`, else the first line. Package frames
 * and the `Caused by:` itself are left out. The result is still the worker's text: scrub before showing.
 */
export function rootCause(trace: string): string {
  const lines = trace.split('\n').map((line) => line.trim());
  const causes = lines.filter((line) => line.startsWith('Caused by: '));
  const line = causes.at(-1)?.slice('Caused by: '.length) ?? lines.find((text) => text !== '') ?? '';
  return line;
}
