/** The assessment of one status reading against the desired state. */
export type Health =
  | { readonly kind: 'healthy'; readonly running: number; readonly tasks: number; readonly warning?: string }
  | { readonly kind: 'suspended'; readonly state: 'paused' | 'stopped' }
  | {
      readonly kind: 'progressing';
      readonly reason: string;
      /** It has no tasks yet, which may be what its plugin intends. */
      readonly withoutTasks?: true;
    }
  | {
      readonly kind: 'failed';
      /** For people, in our words: `connector FAILED`, `1 of 2 tasks FAILED`. */
      readonly reason: string;
      /** The worker's trace behind it: untrusted. */
      readonly trace: string | undefined;
      /** It runs no tasks and should: no instance has FAILED. */
      readonly withoutTasks?: true;
    };

/**
 * The root cause in a Java stack trace: the innermost `Caused by:`, or the first line, without frames and without the
 * words `Caused by:`. The result is still text of the worker: scrub it before showing.
 */
export function rootCause(trace: string): string {
  const lines = trace.split('\n').map((line) => line.trim());
  const causes = lines.filter((line) => line.startsWith('Caused by: '));
  const line = causes.at(-1)?.slice('Caused by: '.length) ?? lines.find((text) => text !== '') ?? '';
  return line;
}
