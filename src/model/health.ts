import { withMeaning } from './java-exception.ts';

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
 * The root cause in a Java stack trace, with what its exception means: the innermost `Caused by:`, or the first line,
 * without frames and without the words `Caused by:`. The causes of suppressed exceptions, which are indented, are not
 * it. The result is still text of the worker: scrub it before showing.
 */
export function rootCause(trace: string): string {
  const lines = trace.split('\n');
  const causes = lines.filter((line) => /^\s*Caused by: /.test(line));
  const outer = causes.filter((line) => line.startsWith('Caused by: '));
  const cause = (outer.at(-1) ?? causes.at(-1))?.trim().slice('Caused by: '.length);
  return withMeaning(cause ?? lines.find((line) => line.trim() !== '')?.trim() ?? '');
}
